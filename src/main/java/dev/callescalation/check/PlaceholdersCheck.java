package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
        bundle.files().of(Kind.SETTINGS).forEach(check::inSettings);
        bundle.properties().forEach(check::inFile);
        if (bundle.complete()) {
            check.unread();
            check.variables();
        }
    }

    private void inSettings(SourceFile file) {
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String key = line.replaceFirst("\\s*[=:].*", "");
            if (SettingRules.secrets().contains(key)) {
                secretAsGiven(file.name(), i + 1, line, key);
            } else if (!line.matches("[#!].*")) {
                placeholders(file.name(), i + 1, line, Set.of());
            }
        }
    }

    private void secretAsGiven(String file, int line, String text, String key) {
        if (PLACEHOLDER.matcher(text).find()) {
            String wrong = key + " holds a placeholder, but secrets are taken as they are";
            String instead = "set " + SettingRules.environmentVariable(key) + ", or " + key + "-file";
            findings.add(file, line, wrong, instead);
        }
    }

    private void inFile(Property property) {
        if (PLACEHOLDER.matcher(property.text()).find()) {
            YamlFile file = property.file();
            placeholders(file.name(), property.line(), property.text(), KameletParameter.names(file));
        }
    }

    private void placeholders(String file, int line, String text, Set<String> own) {
        PLACEHOLDER.matcher(text).results().forEach(placeholder -> {
            String key = placeholder.group(2);
            boolean elsewhere = key.matches("(env|sys|bean|service|service\\.host|service\\.port|prefixed):.*");
            boolean optional = !placeholder.group(1).isEmpty() || key.contains(":");
            if (key.startsWith(SECRET)) {
                secret(file, line, key.substring(SECRET.length()));
            } else if (!elsewhere && !own.contains(key)) {
                read.add(key.replaceFirst(":.*", ""));
                // a Kamelet's own names have no dots; KameletsCheck knows them
                if (!optional && !isThere(key) && (own.isEmpty() || key.contains("."))) {
                    missing.add(key);
                    Suggestions.to(key, known).ifPresent(meant::add);
                    String instead = Suggestions.hint(key, known, "add it to application.properties");
                    findings.add(file, line, "there is no setting " + key, instead);
                }
            }
        });
    }

    private boolean isThere(String key) {
        return known.contains(key) || bundle.settings().has(key);
    }

    /** Each of them is given by a setting of its own, or by the file that another one names. */
    private void secret(String file, int line, String name) {
        read.add(name);
        read.add(name + "-file");
        Set<String> secrets = SettingRules.secrets();
        if (!secrets.contains(name)) {
            findings.add(file, line, "there is no secret " + name, Suggestions.among(name, "it is one of", secrets));
        }
    }

    /** A setting that a misspelt placeholder means will be read when the placeholder is corrected. */
    private void unread() {
        read.removeAll(missing);
        read.addAll(meant);
        for (String key : bundle.settings().keys()) {
            if (key.startsWith("calls.") && !read.contains(key)) {
                String wrong = "nothing reads the setting " + key;
                String instead = Suggestions.hint(key, read, "remove it, or read it in a route as {{" + key + "}}");
                findings.add(Findings.Rank.USELESS, bundle.settings().finding(key, wrong, instead));
            }
        }
    }

    private void variables() {
        Set<String> set = Variables.all(bundle);
        bundle.properties()
                .forEach(property -> property.matches(VARIABLE)
                        .map(match -> match.group(1))
                        .filter(name -> !set.contains(name))
                        .forEach(name -> findings.add(
                                property,
                                "nothing sets the variable '" + name + "'",
                                Suggestions.hint(name, set, "set it with setVariable in a route"))));
    }
}
