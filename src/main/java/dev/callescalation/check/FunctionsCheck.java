package dev.callescalation.check;

import dev.callescalation.decision.DecisionFunction;
import dev.callescalation.decision.SettingFunction;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.spi.SimpleFunction;
import org.apache.camel.util.SimpleUtils;

/**
 * Functions of simple, such as {@code ${asked('join')}}, exist and get the arguments that they take. Camel finds some
 * of these mistakes when it builds a route, others only when a message comes, and most of them never: it uses the body
 * for a missing argument, and drops one that is too many.
 */
record FunctionsCheck(Parsed bundle, CommandsCheck commands, Findings findings) {

    private static final Pattern CALL = Pattern.compile("\\$(?:simple)?\\{(\\s*)(\\w+)(\\s*)\\(");
    private static final Pattern WITHOUT_BRACKETS = Pattern.compile("\\$(?:simple)?\\{\\s*(\\w+)\\s*}");
    private static final Pattern LITERAL = Pattern.compile("\\s*(['\"]?)([\\w-]+)\\1\\s*");

    /** Those that the program adds to simple, by name. */
    static final Map<String, SimpleFunction> FUNCTIONS =
            new TreeMap<>(Stream.concat(DecisionFunction.all().stream(), Stream.of(SettingFunction.values()))
                    .collect(Collectors.toMap(SimpleFunction::getName, each -> each)));

    void check() {
        bundle.texts().forEach(at -> {
            at.matches(CALL).forEach(call -> call(at, call));
            at.matches(WITHOUT_BRACKETS)
                    .filter(bare -> FUNCTIONS.containsKey(bare.group(1)))
                    .forEach(bare -> report(at, bare.group(), new FunctionCall(bare.group(1), "", "", "")));
        });
    }

    /** {@code ${ name (given) behind}}. */
    private record FunctionCall(String name, String spaces, String given, String behind) {}

    private void call(Property at, MatchResult call) {
        String text = at.text();
        int close = Arguments.next(text, call.end(), ')');
        int end = close < 0 ? -1 : Arguments.next(text, close + 1, '}');
        if (end >= 0) {
            String spaces = call.group(1) + call.group(3);
            String given = text.substring(call.end(), close);
            String behind = text.substring(close + 1, end);
            report(at, text.substring(call.start(), end + 1), new FunctionCall(call.group(2), spaces, given, behind));
        }
    }

    /** @param whole as it is in the text */
    private void report(Property at, String whole, FunctionCall call) {
        String name = call.name();
        SimpleFunction known = FUNCTIONS.get(name);
        if (known == null) {
            if (!SimpleUtils.getFunctions().contains(name.toLowerCase(Locale.ROOT))) {
                String instead = Suggestions.among(name, "besides those of simple there are", FUNCTIONS.keySet());
                findings.add(at, "there is no function '" + name + "'", instead);
            }
            return;
        }
        String write;
        if (known instanceof SettingFunction function) {
            write = function.example();
            new NamedSettings(bundle, findings).asked(at, function, call.given());
        } else {
            write = decision(at, whole, (DecisionFunction) known, call);
        }
        if (!call.spaces().isEmpty()) {
            findings.add(at, "spaces around the name of '" + name + "'", "write " + write);
        }
        String behind = call.behind().strip();
        if (!behind.isEmpty()) {
            String wrong = "'" + behind + "' is within the braces of '" + name + "', where it is dropped";
            findings.add(at, wrong, "write " + write + " " + behind);
        }
    }

    /** Says how it is written. */
    private String decision(Property at, String whole, DecisionFunction function, FunctionCall call) {
        String name = call.name();
        String takes = function.takes();
        String write = "${" + name + (takes.isEmpty() ? "()}" : "(…)}");
        if (Arguments.count(call.given()) != (takes.isEmpty() ? 0 : 1)) {
            findings.add(at, "'" + name + "' takes " + (takes.isEmpty() ? "nothing" : takes), "write " + write);
        } else if (takes.equals(DecisionFunction.COMMAND)) {
            Matcher literal = LITERAL.matcher(call.given());
            if (literal.matches()) {
                commands.named(at, literal.group(2));
            }
        }
        // to Camel every number is a yes
        boolean alone = at.text().strip().equals(whole);
        if (alone && function.counts() && ExpressionsCheck.isConditionInSimple(at)) {
            findings.add(at, "'" + name + "' is a number, and no condition", "compare it: " + write + " > 0");
        }
        return write;
    }
}
