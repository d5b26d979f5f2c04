package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
import dev.callescalation.decision.Lookups;
import dev.callescalation.secret.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every {{placeholder}} has a key, and every key is read by something. */
final class PlaceholdersCheck {

    /** Camel resolves the first in any text; simple reads the second, and takes it as it is. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile("(?:\\{\\{|\\$(?:simple)?\\{properties:)([?!]?)([^{}]+?)(?:\\?nested=\\w+)?}");

    /** The name of a setting that is known only when another one is filled in, or when a message comes. */
    private static final Pattern COMPUTED =
            Pattern.compile("(?:\\{\\{[?!]?|\\{properties(?:Exist)?:)([^{}]+)(?:\\{\\{|\\$\\{)");

    private static final Pattern EXISTS = Pattern.compile("\\{propertiesExist:!?([^{}]+)}");

    /** Functions of placeholders that other products have, or Camel with a library more. */
    private static final Set<String> ELSEWHERE =
            Set.of("file", "base64", "configmap", "aws", "gcp", "azure", "hashicorp", "ibm", "vault");

    private static final String ENVIRONMENT = "environment";

    /** What Kubernetes sets for each service, of which Camel reads nothing. */
    private static final Pattern OF_A_SERVICE = Pattern.compile(".*_(SERVICE_(HOST|PORT.*)|PORT_[0-9]+_.*)");

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
        check.placeholders();
        if (bundle.complete()) {
            check.unread();
            VariablesCheck.check(bundle, findings);
        }
    }

    /**
     * Finds settings in the environment that nothing reads. They are not those of a bundle: an edit is not to blame.
     *
     * @param environment variables, which are in upper case, and properties of the JVM
     */
    static void environment(Parsed bundle, Map<String, String> environment, Findings findings) {
        if (!bundle.complete()) {
            return;
        }
        PlaceholdersCheck check = new PlaceholdersCheck(bundle, new Findings());
        check.placeholders();
        check.read.addAll(check.known);
        Set<String> variables = check.read.stream()
                .filter(key -> key.startsWith("calls."))
                .map(SettingRules::environmentVariable)
                .collect(Collectors.toCollection(TreeSet::new));
        SettingsCheck.environment(bundle.settings(), environment.keySet(), findings);
        environment.forEach((name, value) -> {
            boolean variable = name.startsWith("CALLS_");
            Set<String> there = variable ? variables : check.read;
            if (variable && name.endsWith("_PORT") && there.contains(name) && value.matches("[0-9]+")) {
                String wrong = "Camel does not read " + name + ", as its name ends with _PORT";
                findings.add(ENVIRONMENT, 0, wrong, "give it by -D");
            } else if ((variable || name.startsWith("calls.")) && !there.contains(name) && !ofAService(name, value)) {
                String meant = Suggestions.hint(name, there, "remove it");
                findings.add(ENVIRONMENT, 0, "nothing reads " + name, meant);
            }
        });
    }

    private static boolean ofAService(String name, String value) {
        return OF_A_SERVICE.matcher(name).matches() || name.endsWith("_PORT") && value.contains("://");
    }

    private void placeholders() {
        bundle.files().of(Kind.SETTINGS).forEach(this::inSettings);
        bundle.properties().forEach(this::inFile);
        KameletCall.of(bundle, "lookup").forEach(call -> {
            String secret = Lookups.secret(call.parameter("name"));
            read.add(secret);
            read.add(Secrets.file(secret));
        });
    }

    private void inSettings(SourceFile file) {
        List<String> lines = file.lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            String key = line.replaceFirst("\\s*[=:].*", "");
            if (SettingRules.secrets().contains(key)) {
                secretAsGiven(file.name(), i + 1, line, key);
            } else if (!line.matches("[#!].*")) {
                COMPUTED.matcher(line).results().forEach(computed -> computed(computed.group(1)));
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
        property.matches(EXISTS).forEach(asked -> read.add(asked.group(1)));
        NamedSettings.read(property).forEach(read::add);
        property.matches(COMPUTED).forEach(computed -> computed(computed.group(1)));
        if (PLACEHOLDER.matcher(property.text()).find()) {
            YamlFile file = property.file();
            placeholders(file.name(), property.line(), property.text(), KameletParameter.names(file));
        }
    }

    private void computed(String beginning) {
        known.stream().filter(key -> key.startsWith(beginning)).forEach(read::add);
    }

    private void placeholders(String file, int line, String text, Set<String> own) {
        PLACEHOLDER.matcher(text).results().forEach(placeholder -> {
            String key = placeholder.group(2);
            boolean elsewhere = key.matches("(env|sys|bean|service|service\\.host|service\\.port|prefixed):.*");
            boolean optional = placeholder.group(1).equals("?") || key.contains(":");
            String function = key.contains(":") ? key.substring(0, key.indexOf(':')) : "";
            if (ELSEWHERE.contains(function) && !isThere(function) && !isFunction(function)) {
                String wrong = "there is no function '" + function + "', so this is the text behind the colon";
                findings.add(file, line, wrong, "a secret in a file is given by a setting that ends with -file");
            } else if (key.startsWith(SECRET)) {
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

    /** Whether a library brings it along. */
    private boolean isFunction(String name) {
        return getClass().getResource("/META-INF/services/org/apache/camel/properties-function/" + name) != null;
    }

    private boolean isThere(String key) {
        return known.contains(key) || bundle.settings().has(key);
    }

    /** Each of them is given by a setting of its own, or by the file that another one names. */
    private void secret(String file, int line, String name) {
        read.add(name);
        read.add(name + "-file");
        Set<String> secrets = SettingRules.secrets();
        boolean own = bundle.settings().has(name) || bundle.settings().has(name + "-file");
        if (!secrets.contains(name) && !own) {
            String instead = Suggestions.hint(name, secrets, "add " + name + "-file = to application.properties");
            findings.add(file, line, "there is no secret " + name, instead);
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
                Finding finding = bundle.settings().finding(key, wrong, instead);
                // the file of an overlay may replace one that reads what is set below it
                boolean below =
                        !bundle.files().layers().isEmpty() && !bundle.files().isOfAnOverlay(finding.file());
                if (!below) {
                    findings.add(Findings.Rank.USELESS, finding);
                }
            }
        }
    }
}
