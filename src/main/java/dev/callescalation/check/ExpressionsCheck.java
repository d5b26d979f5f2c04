package dev.callescalation.check;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.spi.Language;

/** Expressions compile, as a condition where a condition is asked for. */
record ExpressionsCheck(Parsed bundle, Findings findings, CamelContext context) {

    private static final Set<String> CONDITIONS =
            Set.of("when", "filter", "validate", "onWhen", "completionPredicate", "handled", "continued", "retryWhile");
    private static final Set<String> COMPILED = Set.of("simple", "jsonpath", "jq", "xpath");

    /** Expressions that have compiled: an edit changes a few of some hundred. Emptied when it has grown too large. */
    private static final Set<Compiled> PASSED = ConcurrentHashMap.newKeySet();

    private static final int MOST_PASSED = 10_000;
    /** The step that an expression is for, and its name. */
    private static final Pattern AROUND =
            Pattern.compile("(.*/(?!expression/|[0-9]+/)([^/]+))(/expression|/[0-9]+)*/[^/]+");

    private static final Pattern UNKNOWN_FUNCTION = Pattern.compile("Unknown function:\\s*(\\w+)");

    private record Compiled(String language, boolean condition, String filled) {}

    /** Those of Kamelets are compiled with their parameters, where a route uses them. */
    void check() {
        bundle.routes().stream().flatMap(file -> file.properties().stream()).forEach(this::visit);
    }

    private void visit(Property property) {
        if (COMPILED.contains(property.name())) {
            Property text = property.value().isTextual() ? property : property.at("expression");
            compile(text, property.name(), isCondition(property));
        } else if (property.name().equals("log")) {
            compile(property.value().isTextual() ? property : property.at("message"), "simple", false);
        }
    }

    /** Whether a text is an expression in simple, and is asked for yes or no. */
    static boolean isConditionInSimple(Property text) {
        String pointer = text.pointer();
        Property language = text.name().equals("expression")
                ? text.file().at(pointer.substring(0, pointer.lastIndexOf('/')))
                : text;
        return language.name().equals("simple") && isCondition(language);
    }

    /** @param language at {@code …/when/0/expression/simple} */
    private static boolean isCondition(Property language) {
        Matcher around = AROUND.matcher(language.pointer());
        return around.matches()
                && (CONDITIONS.contains(around.group(2))
                        || around.group(2).equals("loop")
                                && language.file()
                                        .at(around.group(1))
                                        .get("doWhile")
                                        .equals("true"));
    }

    private void compile(Property text, String language, boolean condition) {
        String written = text.value().asText();
        try {
            Compiled compiled = new Compiled(language, condition, context.resolvePropertyPlaceholders(written));
            if (!PASSED.contains(compiled)) {
                compile(compiled);
                remember(compiled);
            }
        } catch (NoSuchLanguageException e) {
            String instead = "write it in simple, or add the jar of camel-" + language;
            findings.add(text, "there is no language '" + language + "'", instead);
        } catch (RuntimeException e) {
            String all = String.valueOf(e.getMessage());
            // FunctionsCheck may have reported the same function
            if (!findings.at(text) && !all.contains("roperty placeholder") && !all.contains("with key [")) {
                String first = String.valueOf(Reasons.root(e).getMessage())
                        .lines()
                        .findFirst()
                        .orElse("");
                String message = first.contains(written) ? first : first + " in " + written;
                findings.add(text, "this does not compile: " + message, instead(message));
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
        String otherwise = "check brackets, quotes and operators";
        return unknown.find()
                ? Suggestions.hint(unknown.group(1), FunctionsCheck.FUNCTIONS.keySet(), otherwise)
                : otherwise;
    }

    private static void remember(Compiled compiled) {
        if (PASSED.size() >= MOST_PASSED) {
            PASSED.clear();
        }
        PASSED.add(compiled);
    }
}
