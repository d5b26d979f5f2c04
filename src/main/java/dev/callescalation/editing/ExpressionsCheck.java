package dev.callescalation.editing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.escalation.DecisionFunction;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.spi.Language;
import org.apache.camel.support.PluginHelper;

/** Expressions compile, as a condition where a condition is asked for. */
final class ExpressionsCheck {

    private static final Set<String> CONDITIONS =
            Set.of("when", "filter", "validate", "onWhen", "completionPredicate", "handled", "continued", "retryWhile");
    private static final Set<String> COMPILED = Set.of("simple", "jsonpath", "jq", "xpath");

    /** What has compiled would again; an edit changes a few of some hundred. Emptied when it has grown too large. */
    private static final Set<Compiled> PASSED = ConcurrentHashMap.newKeySet();

    private static final int MOST_PASSED = 10_000;

    private static final Pattern UNKNOWN_FUNCTION = Pattern.compile("Unknown function: (\\w+)");
    private static final Pattern FUNCTION = Pattern.compile("\\$\\{(\\w+)(?:\\(((?:[^{}()]|\\$\\{[^}]*})*)\\))?}");

    private final Findings findings;
    private final CamelContext context;
    private final Map<String, DecisionFunction> functions = new TreeMap<>();

    private record Compiled(String language, boolean condition, String filled) {}

    private ExpressionsCheck(Findings findings, CamelContext context) {
        this.findings = findings;
        this.context = context;
        context.getRegistry()
                .findByType(DecisionFunction.class)
                .forEach(function -> functions.put(function.getName(), function));
    }

    static void check(Parsed bundle, Findings findings, CamelContext context) {
        ExpressionsCheck check = new ExpressionsCheck(findings, context);
        // those of Kamelets are compiled with their parameters, where a route uses them
        bundle.routes()
                .forEach(file -> file.walk("", (pointer, name, value) -> check.visit(file, pointer, name, value)));
    }

    private void visit(YamlFile file, String pointer, String name, JsonNode value) {
        if (COMPILED.contains(name)) {
            String text = value.isTextual()
                    ? value.asText()
                    : value.path("expression").asText();
            compile(
                    file,
                    value.isTextual() ? pointer : pointer + "/expression",
                    name,
                    text,
                    isCondition(file, pointer));
        } else if (name.equals("log")) {
            JsonNode message = value.isTextual() ? value : value.path("message");
            compile(file, value.isTextual() ? pointer : pointer + "/message", "simple", message.asText(), false);
        }
    }

    private static boolean isCondition(YamlFile file, String pointer) {
        String[] parts = pointer.split("/");
        for (int i = parts.length - 2; i > 0; i--) {
            if (!parts[i].equals("expression") && !parts[i].matches("[0-9]+")) {
                String around = pointer.substring(0, pointer.lastIndexOf("/" + parts[i] + "/") + parts[i].length() + 1);
                return CONDITIONS.contains(parts[i])
                        || parts[i].equals("loop")
                                && file.at(around).path("doWhile").asBoolean();
            }
        }
        return false;
    }

    private void compile(YamlFile file, String pointer, String language, String text, boolean condition) {
        try {
            Compiled compiled = new Compiled(language, condition, context.resolvePropertyPlaceholders(text));
            if (!PASSED.contains(compiled)) {
                compile(compiled);
                remember(compiled);
            }
            brackets(file, pointer, text);
        } catch (NoSuchLanguageException e) {
            findings.add(
                    file.name(),
                    file.line(pointer),
                    "there is no language '" + language + "'",
                    "write it in simple, or add the jar of camel-" + language);
        } catch (RuntimeException e) {
            if (!String.valueOf(e.getMessage()).contains("roperty placeholder")
                    && !String.valueOf(e.getMessage()).contains("with key [")) {
                findings.add(
                        file.name(),
                        file.line(pointer),
                        "this does not compile: " + message(e, text),
                        instead(message(e, text)));
            }
        }
    }

    private void compile(Compiled what) {
        Language compiler = context.resolveLanguage(what.language);
        if (what.condition) {
            compiler.createPredicate(what.filled).init(context);
        } else {
            compiler.createExpression(what.filled).init(context);
        }
    }

    private String instead(String message) {
        Matcher unknown = UNKNOWN_FUNCTION.matcher(message);
        if (!unknown.find()) {
            return "look at brackets, quotes and operators";
        }
        Set<String> known = new TreeSet<>(functions.keySet());
        known.addAll(PluginHelper.getSimpleFunctionRegistry(context).getCoreFunctionNames());
        return Similar.hint(
                unknown.group(1), known, "besides those of simple there are " + String.join(", ", functions.keySet()));
    }

    /** Camel would take the body for what is left out, and drop what is too much. */
    private void brackets(YamlFile file, String pointer, String text) {
        Matcher call = FUNCTION.matcher(text);
        while (call.find()) {
            DecisionFunction function = functions.get(call.group(1));
            boolean given = call.group(2) != null && !call.group(2).isBlank();
            if (function != null && given == function.takes().isEmpty()) {
                String name = function.getName();
                findings.add(
                        file.name(),
                        file.line(pointer),
                        given ? "'" + name + "' takes nothing" : "'" + name + "' takes " + function.takes(),
                        "write ${" + name + (given ? "()}" : "(…)}"));
            }
        }
    }

    private static void remember(Compiled compiled) {
        if (PASSED.size() >= MOST_PASSED) {
            PASSED.clear();
        }
        PASSED.add(compiled);
    }

    private static String message(Throwable error, String text) {
        String first = String.valueOf(Reasons.root(error).getMessage())
                .lines()
                .findFirst()
                .orElse("");
        return first.contains(text) ? first : first + " in " + text;
    }
}
