package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.decision.DecisionFunction;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.spi.Language;

/** Expressions compile, as a condition where a condition is asked for. */
final class ExpressionsCheck {

    private static final Set<String> CONDITIONS =
            Set.of("when", "filter", "validate", "onWhen", "completionPredicate", "handled", "continued", "retryWhile");
    private static final Set<String> COMPILED = Set.of("simple", "jsonpath", "jq", "xpath");

    /** Expressions that have compiled: an edit changes a few of some hundred. Emptied when it has grown too large. */
    private static final Set<Compiled> PASSED = ConcurrentHashMap.newKeySet();

    private static final int MOST_PASSED = 10_000;
    private static final Pattern UNKNOWN_FUNCTION = Pattern.compile("Unknown function:\\s*(\\w+)");

    private final Findings findings;
    private final CamelContext context;

    private record Compiled(String language, boolean condition, String filled) {}

    private ExpressionsCheck(Findings findings, CamelContext context) {
        this.findings = findings;
        this.context = context;
    }

    static void check(Parsed bundle, Findings findings, CamelContext context) {
        ExpressionsCheck check = new ExpressionsCheck(findings, context);
        // those of Kamelets are compiled with their parameters, where a route uses them
        bundle.routes().forEach(file -> file.walk((pointer, name, value) -> check.visit(file, pointer, name, value)));
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

    /** @param pointer to the language: {@code …/when/0/expression/simple} */
    static boolean isCondition(YamlFile file, String pointer) {
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
        } catch (NoSuchLanguageException e) {
            findings.add(
                    file.name(),
                    file.line(pointer),
                    "there is no language '" + language + "'",
                    "write it in simple, or add the jar of camel-" + language);
        } catch (RuntimeException e) {
            // FunctionsCheck may have reported the same function
            if (!findings.at(file.name(), file.line(pointer))
                    && !String.valueOf(e.getMessage()).contains("roperty placeholder")
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

    private static String instead(String message) {
        Matcher unknown = UNKNOWN_FUNCTION.matcher(message);
        List<String> functions =
                DecisionFunction.all().stream().map(DecisionFunction::getName).toList();
        String otherwise = "check brackets, quotes and operators";
        return unknown.find() ? Suggestions.hint(unknown.group(1), functions, otherwise) : otherwise;
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
