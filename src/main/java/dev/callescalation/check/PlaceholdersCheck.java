package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.check.SourceFile.Kind;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every {{placeholder}} has a key, every key is read by something, and every ${variable} is set by something. */
final class PlaceholdersCheck {

    /** Camel resolves the first in any text; simple reads the second, and takes it as it is. */
    private static final Pattern PLACEHOLDER = Pattern.compile("(?:\\{\\{|\\$\\{properties:)(\\??)([^{}]+)}");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{variable\\.([A-Za-z0-9_]+)");

    private static final String SECRET = "secret:";

    private final Parsed bundle;
    private final Findings findings;
    private final Set<String> read = new TreeSet<>(SettingRules.readByTheProgram());
    private final Set<String> known;
    private final Set<String> missing = new TreeSet<>();
    private final Set<String> meant = new TreeSet<>();

    private PlaceholdersCheck(Parsed bundle, Findings findings) {
        this.bundle = bundle;
        this.findings = findings;
        this.known = bundle.settings().keys();
        known.addAll(SettingRules.secrets());
    }

    static void check(Parsed bundle, Findings findings) {
        PlaceholdersCheck check = new PlaceholdersCheck(bundle, findings);
        check.inSettings();
        bundle.walk(check::inFile);
        if (bundle.complete()) {
            check.unread();
            check.variables();
        }
    }

    private void inSettings() {
        for (SourceFile file : bundle.files().of(Kind.SETTINGS)) {
            String[] lines = file.text().split("\\R");
            for (int i = 0; i < lines.length; i++) {
                if (!lines[i].strip().matches("[#!].*")) {
                    placeholders(file.name(), i + 1, lines[i], Set.of());
                }
            }
        }
    }

    private void inFile(YamlFile file, String pointer, String name, JsonNode value) {
        if (value.isTextual()) {
            Set<String> own = new TreeSet<>();
            file.at("/spec/definition/properties").fieldNames().forEachRemaining(own::add);
            placeholders(file.name(), file.line(pointer), value.asText(), own);
        }
    }

    private void placeholders(String file, int line, String text, Set<String> own) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            String key = matcher.group(2);
            boolean elsewhere = key.matches("(env|sys|bean|service|service\\.host|service\\.port|prefixed):.*");
            if (elsewhere || own.contains(key)) {
                continue;
            }
            if (key.startsWith(SECRET)) {
                secret(file, line, key.substring(SECRET.length()));
                continue;
            }
            read.add(key.replaceFirst(":.*", ""));
            boolean optional = !matcher.group(1).isEmpty() || key.contains(":");
            // a Kamelet's own names have no dots; KameletsCheck knows them
            if (!optional
                    && !known.contains(key)
                    && !bundle.settings().has(key)
                    && (own.isEmpty() || key.contains("."))) {
                missing.add(key);
                Suggestions.to(key, known).ifPresent(meant::add);
                findings.add(
                        file,
                        line,
                        "there is no setting " + key,
                        Suggestions.hint(key, known, "add it to application.properties"));
            }
        }
    }

    /** Each of them is given by a setting of its own, or by the file that another one names. */
    private void secret(String file, int line, String name) {
        read.add(name);
        read.add(name + "-file");
        if (!SettingRules.secrets().contains(name)) {
            findings.add(
                    file,
                    line,
                    "there is no secret " + name,
                    Suggestions.hint(
                            name, SettingRules.secrets(), "it is one of " + String.join(", ", SettingRules.secrets())));
        }
    }

    /** A setting that a misspelt placeholder means will be read when the placeholder is corrected. */
    private void unread() {
        read.removeAll(missing);
        read.addAll(meant);
        for (String key : bundle.settings().keys()) {
            if (key.startsWith("calls.") && !read.contains(key)) {
                findings.add(bundle.settings()
                        .finding(
                                key,
                                "nothing reads the setting " + key,
                                Suggestions.hint(key, read, "remove it, or read it in a route as {{" + key + "}}")));
            }
        }
    }

    private void variables() {
        Set<String> set = new TreeSet<>(Variables.setByTheProgram());
        set.addAll(Variables.remembered(bundle));
        Variables.written(bundle, (file, pointer, variable, removed) -> {
            if (!removed) {
                set.add(variable);
            }
        });
        bundle.walk((file, pointer, name, value) -> {
            Matcher matcher = VARIABLE.matcher(value.isTextual() ? value.asText() : "");
            while (matcher.find()) {
                if (!set.contains(matcher.group(1))) {
                    findings.add(
                            file.name(),
                            file.line(pointer),
                            "nothing sets the variable '" + matcher.group(1) + "'",
                            Suggestions.hint(matcher.group(1), set, "set it with setVariable in a route"));
                }
            }
        });
    }
}
