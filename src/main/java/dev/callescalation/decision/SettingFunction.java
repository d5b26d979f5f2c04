package dev.callescalation.decision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.callescalation.clock.OpeningHours;
import dev.callescalation.clock.SteadyClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.spi.SimpleFunction;

/**
 * A question that settings of an integrator's own answer, as a function of Camel's language simple:
 * {@code ${isOpen('desk')}} reads {@code desk.hours}. A route may ask it anywhere. Camel gives a function one text,
 * which a comma or quotes would break up in a condition: {@code ${isListed(vip: ${variable.callerId})}}. What each of
 * them answers is in docs/variables.md, too.
 */
public enum SettingFunction implements SimpleFunction {
    /** Whether it is within hours, by the clock of a time zone, and no holiday. */
    IS_OPEN("isOpen", false, List.of("hours", "zone"), List.of("holidays")),
    /** Whether a value is in a list, or in the lines of a file. */
    IS_LISTED("isListed", true, List.of(), List.of("list", "list-file")),
    /** One of a list, always the same for the same value. */
    CHOSEN("chosen", true, List.of("list"), List.of()),
    /** One of a list by turn; for the same call the same again. */
    NEXT_OF("nextOf", false, List.of("list"), List.of());

    /** The name, which is everything before the first colon, and the value, which may hold anything. */
    private static final Pattern GIVEN = Pattern.compile("\\s*([A-Za-z][\\w.-]*)\\s*(?::(.*))?", Pattern.DOTALL);

    private static final ListFiles FILES = new ListFiles(System::nanoTime);
    private static final Map<String, AtomicInteger> TURNS = new ConcurrentHashMap<>();

    /** By list and call: a decision that is taken again after a collision gets what it got before. */
    private static final Cache<List<String>, Integer> TURNS_OF_CALLS = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterAccess(Duration.ofHours(1))
            .build();

    private final String function;
    private final boolean takesValue;
    private final List<String> needed;
    private final List<String> possible;

    SettingFunction(String function, boolean takesValue, List<String> needed, List<String> possible) {
        this.function = function;
        this.takesValue = takesValue;
        this.needed = needed;
        this.possible = possible;
    }

    @Override
    public String getName() {
        return function;
    }

    /** Whether a value stands behind the name. */
    public boolean takesValue() {
        return takesValue;
    }

    /** The ends of the keys that it cannot do without, such as {@code hours}. */
    public List<String> needed() {
        return needed;
    }

    /** The ends of the keys that it reads besides. */
    public List<String> possible() {
        return possible;
    }

    /** An example of what is to be written. */
    public String example() {
        return "${" + function + (takesValue ? "(name: ${variable.callerId})}" : "('name')}");
    }

    /** Else Camel would ask about the body where nothing is in the brackets. */
    @Override
    public boolean allowNull() {
        return true;
    }

    /**
     * @param input what is in the brackets, with the values of its variables
     * @throws IllegalArgumentException when a setting is missing or wrong
     */
    @Override
    public Object apply(Exchange exchange, Object input) {
        Matcher given = GIVEN.matcher(input == null ? "" : input.toString());
        if (!given.matches() || (given.group(2) != null) != takesValue) {
            throw new IllegalArgumentException("${" + function + "(…)} is written as " + example());
        }
        String name = given.group(1);
        return switch (this) {
            case IS_OPEN -> isOpen(exchange, name);
            case IS_LISTED -> isListed(exchange, name, given.group(2));
            case CHOSEN -> Lists.chosen(list(exchange, name), given.group(2));
            case NEXT_OF -> nextOf(exchange, name);
        };
    }

    private static boolean isOpen(Exchange exchange, String name) {
        String hours = setting(exchange, name, "hours");
        String zone = setting(exchange, name, "zone");
        String holidays = setting(exchange, name, "holidays");
        try {
            return OpeningHours.of(hours, zone, holidays)
                    .isOpen(SteadyClock.ofThisProgram().instant());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    name + ".hours, " + name + ".zone or " + name + ".holidays: " + e.getMessage(), e);
        }
    }

    private static boolean isListed(Exchange exchange, String name, String value) {
        String list = setting(exchange, name, "list");
        String file = setting(exchange, name, "list-file");
        String wanted = Lists.alike(value);
        return !wanted.isEmpty()
                && (Lists.split(list).stream()
                                .anyMatch(entry -> Lists.alike(entry).equals(wanted))
                        || !file.isBlank() && FILES.lines(Path.of(file.strip())).contains(wanted));
    }

    private static String nextOf(Exchange exchange, String name) {
        List<String> list = list(exchange, name);
        Decision decision = exchange.getProperty(Decision.PROPERTY, Decision.class);
        int turn = decision == null
                ? turn(name)
                : TURNS_OF_CALLS.get(List.of(name, decision.known.callerCall().id()), call -> turn(name));
        return list.get(Math.floorMod(turn, list.size()));
    }

    private static int turn(String name) {
        return TURNS.computeIfAbsent(name, list -> new AtomicInteger()).getAndIncrement();
    }

    private static List<String> list(Exchange exchange, String name) {
        List<String> list = Lists.split(setting(exchange, name, "list"));
        if (list.isEmpty()) {
            throw new IllegalArgumentException("there is nothing in the setting " + name + ".list");
        }
        return list;
    }

    private static String setting(Exchange exchange, String name, String end) {
        String value = exchange.getContext().resolvePropertyPlaceholders("{{?" + name + "." + end + "}}");
        return value == null ? "" : value;
    }
}
