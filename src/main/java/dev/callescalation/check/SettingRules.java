package dev.callescalation.check;

import dev.callescalation.graph.Meetings;
import dev.callescalation.graph.Outbound;
import dev.callescalation.graph.Participants;
import dev.callescalation.graph.PartnerAddress;
import dev.callescalation.notification.Masks;
import dev.callescalation.secret.Secrets;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The values that a setting may have. Its name says most of it: {@code -ms}, {@code -seconds}, {@code -hours} and
 * {@code -bytes} are numbers up to 999999999, {@code -url} is an address, {@code app-id}, {@code tenant-id} and
 * {@code user-id} are GUIDs.
 */
public final class SettingRules {

    private static final int BIGGEST_PORT = 65_535;

    /** Graph clears a call that is not kept alive for that long. */
    private static final double LONGEST_KEEP_ALIVE_MINUTES = 45;

    private static final String GUID = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";

    private static final String PUBLIC_URL = "calls.webhook.public-url";
    private static final String WEBHOOK_PATH = "calls.webhook.path";

    /** What is between two slashes of an address of a login host, and not of the host itself. */
    private static final String OF_A_TENANT = GUID + "|common|organizations|consumers|oauth2|[^/]*\\.[^/]*";

    /** Of the rules that fit a key, the first counts. */
    private static final List<Rule> RULES = List.of(
            choice(
                    "calls\\.(editing\\.(enabled|start-when-wrong)|sandbox\\.enabled|control\\.show-people)",
                    "true",
                    "false"),
            choice("calls\\.escalation\\.(leave-after-transfer|hang-up-after-failure)", "true", "false"),
            choice("calls\\.(webhook\\.insecure-public-url|webhook\\.tls|control\\.tls)", "true", "false"),
            choice("calls\\.traces\\.enabled", "true", "false"),
            rule(
                    "calls\\.traces\\.sample-ratio",
                    false,
                    given -> given.matches("0|1|0?\\.[0-9]{1,9}|1\\.0+"),
                    "a number from 0 to 1, such as 0.1"),
            choice("calls\\.editing\\.health-when-refused", "up", "down"),
            choice("calls\\.incoming\\.admission", "answer", "reject", "redirect", "forward"),
            choice("calls\\.incoming\\.reject-reason", "none", "busy", "forbidden"),
            choice("calls\\.escalation\\.mode", "meeting", "in-place"),
            choice("calls\\.meeting\\.media", "none", "audio"),
            // zero: nothing is kept, or there is no pause
            number(
                    "calls\\..*(-hours|step-delay-ms|drain-ms|unready-after-ms)",
                    "[0-9]{1,9}",
                    "a number from 0 to 999999999"),
            number(
                    "calls\\..*(-(ms|seconds|bytes|days|depth|notifications|in-flight)|connections)",
                    "[1-9][0-9]{0,8}",
                    "a number from 1 to 999999999"),
            number("(calls|camel)\\..*\\.port", "[0-9]{1,5}", "a number from 0 to " + BIGGEST_PORT, BIGGEST_PORT),
            number(
                    "calls\\.escalation\\.keep-alive-minutes",
                    "(?=.*[1-9])[0-9]{1,9}(\\.[0-9]{1,9})?",
                    "a number above 0 and at most 45",
                    LONGEST_KEEP_ALIVE_MINUTES),
            number("calls\\..*-minutes", "[1-9][0-9]{0,4}", "a number from 1 to 99999"),
            // the beans that read them say what is wrong
            reader("calls\\.(escalation\\.also-invite|incoming\\.redirect-to)", new Participants()::configured),
            reader("calls\\.answer\\.prefetch-media", new Participants()::prefetch),
            // whoever has the link can join, so it is not repeated
            secretive("calls\\.meeting\\.join-url", new Meetings()::fromJoinUrl),
            rule(
                    "calls\\..*(app|tenant|user)-id",
                    given -> given.matches(GUID),
                    "a GUID, such as 72f988bf-0000-4000-8000-2d7cd011db47"),
            list("calls\\.webhook\\.tenants", tenant -> tenant.matches(GUID), "tenant ids, each a GUID"),
            list(
                    "calls\\.webhook\\.issuers",
                    issuer -> isAddress(issuer) && !issuer.contains(";"),
                    "addresses that begin with https://"),
            rule("calls\\.control\\.user-header", given -> given.matches("[\\w-]+"), "the name of a header"),
            list("calls\\.control\\.host-names", name -> name.matches("[\\w.:\\[\\]-]+"), "names of hosts"),
            rule(
                    "calls\\.webhook\\.path",
                    false,
                    given -> given.matches("/[^\\s?#]*"),
                    "a path that begins with a slash, without ? and #"),
            rule("calls\\..*time-?zone", TimeZones::exists, "a time zone, such as Europe/Berlin"),
            new Rule("calls\\.store\\.url", false, SettingRules::store),
            // what gets tokens and data of calls, or decides which tokens are valid
            new Rule(
                    "calls\\.graph\\.url",
                    true,
                    partner(address -> without(address, "v[0-9.]+|beta", "a version, which each command has"))),
            new Rule(
                    "calls\\.login\\.url",
                    true,
                    partner(address -> without(address, OF_A_TENANT, "a tenant, which each token has"))),
            new Rule("calls\\.webhook\\.public-url", true, partner(SettingRules::withoutQuery)),
            new Rule("calls\\.webhook\\.openid-url", true, partner(address -> "")),
            secretive("calls\\.outbound\\.proxy-url", Outbound::checkProxy),
            rule("calls\\..*-url", SettingRules::isAddress, "an address that begins with https://"));

    /** Options of SQLite that decide what survives a power cut, and how long a request waits. */
    private static final Pattern OF_THE_STORE = Pattern.compile(
            "(?i)jdbc:sqlite:.*[?&](journal_mode|synchronous|busy_timeout|cache_size|jdbc\\.get_generated_keys)=.*");

    private static final Map<String, String> NEEDED_FOR_ADMISSION =
            Map.of("forward", "calls.incoming.forward-url", "redirect", "calls.incoming.redirect-to");

    /** Read by the program itself, besides secrets; all others are read by routes or by camel.* settings. */
    private static final Set<String> READ_BY_THE_PROGRAM = Set.of(
            "calls.bot.app-id",
            "calls.bot.tenant-id",
            BundleFolder.OVERLAYS,
            "calls.control.tls",
            "calls.sandbox.enabled",
            "calls.sandbox.port",
            "calls.sandbox.step-delay-ms",
            "calls.webhook.insecure-public-url",
            "calls.webhook.public-url");

    private SettingRules() {}

    /** What is wrong with a value, and what it must be instead; the latter is empty where the former says both. */
    public record Mistake(String wrong, String instead) {

        public Mistake {
            wrong = Invisible.shown(wrong);
            instead = Invisible.shown(instead);
        }

        private static Mistake of(String key, String given, String wanted) {
            return new Mistake(key + " is '" + Masks.queries(given) + "'", "it must be " + wanted);
        }

        /** All of it in one sentence, for a start that fails. */
        @Override
        public String toString() {
            return instead.isEmpty() ? wrong : wrong + "; " + instead;
        }
    }

    /**
     * What holds for the settings of some keys.
     *
     * @param mistake gives what is wrong with a key and its value; null where nothing is
     */
    private record Rule(Pattern keys, boolean mayBeBlank, BiFunction<String, String, Mistake> mistake) {

        private Rule(String keys, boolean mayBeBlank, BiFunction<String, String, Mistake> mistake) {
            this(Pattern.compile(keys), mayBeBlank, mistake);
        }
    }

    private static Rule rule(String keys, boolean mayBeBlank, Predicate<String> fits, String wanted) {
        return new Rule(keys, mayBeBlank, (key, given) -> fits.test(given) ? null : Mistake.of(key, given, wanted));
    }

    private static Rule rule(String keys, Predicate<String> fits, String wanted) {
        return rule(keys, true, fits, wanted);
    }

    private static Rule choice(String keys, String... words) {
        return rule(keys, false, List.of(words)::contains, "one of " + String.join(", ", words));
    }

    private static Rule list(String keys, Predicate<String> fits, String wanted) {
        return rule(
                keys,
                true,
                given -> Stream.of(given.split(",")).map(String::strip).allMatch(fits),
                wanted + ", with commas between them");
    }

    private static Rule number(String keys, String form, String wanted) {
        return number(keys, form, wanted, Double.MAX_VALUE);
    }

    private static Rule number(String keys, String form, String wanted, double atMost) {
        return rule(keys, false, given -> given.matches(form) && Double.parseDouble(given) <= atMost, wanted);
    }

    private static Rule reader(String keys, Consumer<String> reader) {
        return new Rule(keys, true, (key, given) -> {
            String refusal = refusal(reader, given);
            return refusal == null ? null : Mistake.of(key, given, "something else: " + refusal);
        });
    }

    /** The value may hold a password, so it is not repeated. */
    private static Rule secretive(String keys, Consumer<String> reader) {
        return new Rule(keys, true, (key, given) -> {
            String refusal = refusal(reader, given);
            return refusal == null ? null : new Mistake(refusal, "");
        });
    }

    /** The address may hold a password, so it is not repeated. */
    private static Mistake store(String key, String given) {
        if (!given.matches("jdbc:(sqlite:|postgresql://).*")) {
            return new Mistake(key + " names no store", "it must begin with jdbc:sqlite: or jdbc:postgresql://");
        }
        if (given.matches("jdbc:postgresql://[^/?]*@.*")) {
            return new Mistake(
                    key + " holds a user and a password in front of the host",
                    "set calls.store.user and " + environmentVariable(Secrets.STORE_PASSWORD) + " instead");
        }
        Matcher own = OF_THE_STORE.matcher(given);
        return own.matches()
                ? new Mistake(key + " sets " + own.group(1) + ", which the store sets itself", "leave it out")
                : null;
    }

    /**
     * One sentence, when the partner may not be reached there.
     *
     * @param more gives what is too much in its address, or an empty text
     */
    private static BiFunction<String, String, Mistake> partner(Function<URI, String> more) {
        return (key, given) -> {
            String refusal = refusal(address -> PartnerAddress.checked(key, address), given);
            if (refusal != null) {
                return new Mistake(refusal, "");
            }
            URI address = PartnerAddress.checked(key, given);
            String tooMuch = more.apply(address);
            String base = address.getScheme() + "://" + address.getRawAuthority();
            return tooMuch.isEmpty() ? null : new Mistake(key + " has " + tooMuch, "write " + base);
        };
    }

    /** @param own a part of a path that the bundle itself puts behind the address */
    private static String without(URI address, String own, String what) {
        boolean has = Stream.of(address.getPath().split("/")).anyMatch(part -> part.matches("(?i)" + own));
        return has ? what + " of its own" : withoutQuery(address);
    }

    /** The bundle puts something behind the address. */
    private static String withoutQuery(URI address) {
        return address.getRawQuery() == null && address.getRawFragment() == null
                ? ""
                : "a ? or # in it, behind which nothing can be added";
    }

    /** What a reader says of a value, without the queries of links; null where it takes it. */
    private static String refusal(Consumer<String> reader, String given) {
        try {
            reader.accept(given);
            return null;
        } catch (IllegalArgumentException e) {
            return Masks.queries(e.getMessage());
        }
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && Set.of("https", "http").contains(uri.getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * What is wrong with the values that are given, by key. Values that are missing are not.
     *
     * @param keys  to check
     * @param value the value of a key, empty where there is none
     */
    public static Map<String, Mistake> mistakes(Set<String> keys, UnaryOperator<String> value) {
        Map<String, Mistake> mistakes = new TreeMap<>();
        for (String key : keys) {
            String given = value.apply(key);
            RULES.stream()
                    .filter(rule -> rule.keys.matcher(key).matches())
                    .findFirst()
                    // what the environment is to fill in cannot be judged
                    .filter(rule -> !given.contains("{{") && !(rule.mayBeBlank && given.isBlank()))
                    .map(rule -> rule.mistake.apply(key, given))
                    .or(() -> unseen(key, given))
                    .ifPresent(mistake -> mistakes.put(key, mistake));
        }
        String address = value.apply(PUBLIC_URL);
        String path = value.apply(WEBHOOK_PATH);
        if (!(address + path).contains("{{")
                && !address.isBlank()
                && !mistakes.containsKey(PUBLIC_URL)
                && !URI.create(address.strip()).getPath().endsWith(path)) {
            String wrong = PUBLIC_URL + " does not end with " + path + ", where the webhook is";
            mistakes.put(PUBLIC_URL, new Mistake(wrong, "correct it, or " + WEBHOOK_PATH));
        }
        String admission = value.apply("calls.incoming.admission");
        String needed = NEEDED_FOR_ADMISSION.get(admission);
        if (needed != null && value.apply(needed).isBlank()) {
            String wrong = needed + " is missing, which admission " + admission + " needs";
            mistakes.put(needed, new Mistake(wrong, "fill it in"));
        }
        return mistakes;
    }

    /** A character that came along with a copy; a title may have it, and what reads ids of meetings drops it. */
    private static Optional<Mistake> unseen(String key, String given) {
        boolean may = key.matches("calls\\.meeting\\.(subject|join-meeting-id|passcode)");
        String shown = Invisible.shown(given);
        return may || shown.equals(given)
                ? Optional.empty()
                : Optional.of(new Mistake(key + " has a character that nobody sees: '" + shown + "'", "type it anew"));
    }

    /** Settings that count from one start to the next, as no route reads them. */
    public static Set<String> readByTheProgram() {
        Set<String> read = new TreeSet<>(READ_BY_THE_PROGRAM);
        for (String secret : Secrets.ALL) {
            read.add(secret);
            read.add(Secrets.file(secret));
        }
        return read;
    }

    /** Settings that may be given by the environment only. */
    static Set<String> secrets() {
        return new TreeSet<>(Secrets.ALL);
    }

    /** The environment variable that gives a setting: {@code CALLS_BOT_APP_ID} for {@code calls.bot.app-id}. */
    public static String environmentVariable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
