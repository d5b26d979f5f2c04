package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.decision.DecisionFunction;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.SimpleUtils;

/**
 * Functions of simple, such as {@code ${asked('join')}}, exist and get the arguments that they take. Camel finds some
 * of these mistakes when it builds a route, others only when a message comes, and most of them never: it uses the body
 * for a missing argument, and drops one that is too many.
 */
final class FunctionsCheck {

    private static final Pattern CALL = Pattern.compile("\\$(?:simple)?\\{(\\s*)(\\w+)(\\s*)\\(");
    private static final Pattern WITHOUT_BRACKETS = Pattern.compile("\\$(?:simple)?\\{\\s*(\\w+)\\s*}");
    private static final Pattern LITERAL = Pattern.compile("\\s*(['\"]?)([\\w-]+)\\1\\s*");
    private static final Set<String> PROSE = Set.of("description", "note");

    private final Findings findings;
    private final Map<String, DecisionFunction> functions = new TreeMap<>();
    private final CommandsCheck commands;

    private FunctionsCheck(CommandsCheck commands, Findings findings) {
        this.commands = commands;
        this.findings = findings;
        DecisionFunction.all().forEach(function -> functions.put(function.getName(), function));
    }

    static void check(Parsed bundle, CommandsCheck commands, Findings findings) {
        bundle.walk(new FunctionsCheck(commands, findings)::visit);
    }

    private void visit(YamlFile file, String pointer, String name, JsonNode value) {
        if (!value.isTextual() || PROSE.contains(name)) {
            return;
        }
        String text = value.asText();
        Matcher call = CALL.matcher(text);
        while (call.find()) {
            int close = Arguments.next(text, call.end(), ')');
            int end = close < 0 ? -1 : Arguments.next(text, close + 1, '}');
            if (end >= 0) {
                String given = text.substring(call.end(), close);
                String spaces = call.group(1) + call.group(3);
                Call found = new Call(call.group(2), spaces, given, text.substring(close + 1, end));
                report(file, pointer, found);
                compared(file, pointer, name, found.name(), text.strip().length() == end + 1 - call.start());
            }
        }
        Matcher bare = WITHOUT_BRACKETS.matcher(text);
        while (bare.find()) {
            if (functions.containsKey(bare.group(1))) {
                report(file, pointer, new Call(bare.group(1), "", "", ""));
                compared(file, pointer, name, bare.group(1), text.strip().equals(bare.group()));
            }
        }
    }

    /** {@code ${ name (given) behind}}. */
    private record Call(String name, String spaces, String given, String behind) {}

    private void report(YamlFile file, String pointer, Call call) {
        DecisionFunction function = functions.get(call.name());
        if (function == null) {
            if (!SimpleUtils.getFunctions().contains(call.name().toLowerCase(Locale.ROOT))) {
                add(
                        file,
                        pointer,
                        "there is no function '" + call.name() + "'",
                        Suggestions.hint(
                                call.name(),
                                functions.keySet(),
                                "besides those of simple there are " + String.join(", ", functions.keySet())));
            }
            return;
        }
        String write = written(function);
        if (!call.spaces().isEmpty()) {
            add(file, pointer, "spaces around the name of '" + call.name() + "'", "write " + write);
        }
        if (Arguments.count(call.given()) != (function.takes().isEmpty() ? 0 : 1)) {
            String takes = function.takes().isEmpty() ? "nothing" : function.takes();
            add(file, pointer, "'" + call.name() + "' takes " + takes, "write " + write);
        } else if (function.takes().equals(DecisionFunction.COMMAND)) {
            Matcher literal = LITERAL.matcher(call.given());
            if (literal.matches()) {
                commands.named(file, pointer, literal.group(2));
            }
        }
        if (!call.behind().isBlank()) {
            add(
                    file,
                    pointer,
                    "'" + call.behind().strip() + "' is within the braces of '" + call.name()
                            + "', where it is dropped",
                    "write " + write + " " + call.behind().strip());
        }
    }

    /** To Camel every number is a yes. */
    private void compared(YamlFile file, String pointer, String name, String function, boolean alone) {
        boolean counts =
                functions.containsKey(function) && functions.get(function).counts();
        String language = name.equals("expression") ? pointer.replaceFirst("/expression$", "") : pointer;
        if (alone && counts && language.endsWith("/simple") && ExpressionsCheck.isCondition(file, language)) {
            add(
                    file,
                    pointer,
                    "'" + function + "' is a number, and no condition",
                    "compare it: " + written(functions.get(function)) + " > 0");
        }
    }

    private static String written(DecisionFunction function) {
        return "${" + function.getName() + (function.takes().isEmpty() ? "()}" : "(…)}");
    }

    private void add(YamlFile file, String pointer, String wrong, String instead) {
        findings.add(file.name(), file.line(pointer), wrong, instead);
    }
}
