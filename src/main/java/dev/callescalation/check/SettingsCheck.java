package dev.callescalation.check;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.callescalation.check.SourceFile.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings can be read, are set once each, and have valid values. */
final class SettingsCheck {

    private static final Pattern KEY = Pattern.compile("\\s*([^#!\\s=:][^\\s=:]*)\\s*[=:]?.*");

    private static final Pattern CAMEL = Pattern.compile("camel\\.([^.\\[]*).*");

    /** What Camel takes behind {@code camel.}, and its command line and its Kamelets. */
    private static final Set<String> GROUPS = new TreeSet<>(List.of(
            "beans",
            "component",
            "context",
            "dataformat",
            "debug",
            "devconsole",
            "faulttolerance",
            "globaloptions",
            "health",
            "jbang",
            "kamelet",
            "language",
            "lra",
            "main",
            "management",
            "mdc",
            "metrics",
            "opentelemetry",
            "opentelemetry2",
            "resilience4j",
            "rest",
            "routecontroller",
            "routetemplate",
            "server",
            "ssl",
            "startupcondition",
            "telemetrydev",
            "threadpool",
            "trace",
            "variable",
            "vault"));

    /** Variables of components and the like, whose options are not in one list. */
    private static final Pattern OF_PARTS =
            Pattern.compile("CAMEL_(BEANS|COMPONENT|DATAFORMAT|JBANG|KAMELET|LANGUAGE|VARIABLE|VAULT)_.*");

    private SettingsCheck() {}

    static void check(Parsed bundle, Findings findings) {
        List<SourceFile> files = bundle.files().of(Kind.SETTINGS);
        files.forEach(file -> once(file, findings));
        if (bundle.files().file("application.properties").isEmpty()) {
            String instead = "name the folder that holds routes/, templates/ and application.properties";
            findings.add("application.properties", 0, "there is no such file", instead);
        }
        // each by itself too: what a profile overrides counts in the other one
        for (int i = 0; i < files.size(); i++) {
            FileSet rest = new FileSet(files.subList(i, files.size()));
            Settings settings = new Settings(rest, bundle.settings().overrides());
            SettingRules.mistakes(settings.keys(), settings::value)
                    .forEach((key, mistake) -> findings.add(settings.finding(key, mistake.wrong(), mistake.instead())));
        }
        for (SourceFile file : files) {
            int line = file.line(text -> text.strip().startsWith(BundleFolder.OVERLAYS));
            if (line > 0 && bundle.files().isOfAnOverlay(file.name())) {
                String instead = "set it in the folder of the bundle, or in the environment";
                findings.add(file.name(), line, "an overlay does not say which overlays there are", instead);
            }
        }
        // with this setting Camel reloads routes by itself, and loses them when an edit is wrong
        Settings settings = bundle.settings();
        ignored(settings, findings);
        settings.keys().stream()
                .filter(key -> flat(key).equals("camel.main.routesreloadenabled"))
                .filter(key -> !"false".equals(settings.value(key)))
                .forEach(key -> findings.add(settings.finding(
                        key,
                        key + " makes Camel reload routes without a check",
                        "remove it; calls.editing.enabled does that")));
    }

    /** Camel ignores keys of groups that it does not know, and the dry run those of what a program has once. */
    private static void ignored(Settings settings, Findings findings) {
        for (String key : settings.keys()) {
            Matcher camel = CAMEL.matcher(flat(key));
            if (!camel.matches()) {
                continue;
            }
            String group = camel.group(1);
            if (!GROUPS.contains(group)) {
                String wrong = "Camel does not know the group '" + group + "' of " + key + ", and ignores it";
                findings.add(settings.finding(key, wrong, Suggestions.hint(group, GROUPS, "remove it")));
            } else if (RoutesContext.isOfTheProgram(key)
                    && !group.equals("main")
                    && !options().contains(flat(key))) {
                String wrong = "Camel does not know " + key;
                findings.add(settings.finding(key, wrong, Suggestions.hint(flat(key), options(), "remove it")));
            }
        }
    }

    /**
     * Finds variables that seem to set an option of Camel, and set none. What no option is near to may be meant for
     * something else: {@code CAMEL_HOME}.
     *
     * @param variables names, those that Camel does not read too
     */
    static void environment(Settings settings, Set<String> variables, Findings findings) {
        List<String> ofCamel = variables.stream()
                .filter(name ->
                        name.startsWith("CAMEL_") && !OF_PARTS.matcher(name).matches())
                .toList();
        if (ofCamel.isEmpty()) {
            return;
        }
        Map<String, String> known = new TreeMap<>();
        options().forEach(option -> known.put(letters(option), option));
        settings.keys().stream().filter(key -> key.startsWith("camel.")).forEach(key -> known.put(letters(key), key));
        for (String name : ofCamel) {
            if (!known.containsKey(letters(name))) {
                Suggestions.to(letters(name), known.keySet())
                        .map(known::get)
                        .ifPresent(near -> findings.add(
                                "environment", 0, "Camel does not read " + name, "did you mean " + near + "?"));
            }
        }
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** As Camel itself lists them. */
    private static Set<String> options() {
        try (InputStream list =
                SettingsCheck.class.getResourceAsStream("/META-INF/camel-main-configuration-metadata.json")) {
            Set<String> options = new TreeSet<>();
            new JsonMapper()
                    .readTree(list)
                    .path("properties")
                    .forEach(option -> options.add(flat(option.path("name").asText())));
            return options;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String flat(String key) {
        return key.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static void once(SourceFile file, Findings findings) {
        if (file.text().startsWith(SourceFile.BYTE_ORDER_MARK)) {
            String wrong = "it begins with a byte order mark, " + SourceFile.BYTE_ORDER_MARK;
            findings.add(file.name(), 1, wrong, "save it as UTF-8 without one");
        }
        try {
            new Properties().load(new StringReader(file.text()));
        } catch (IllegalArgumentException | IOException e) {
            String wrong = "it cannot be read: " + e.getMessage();
            findings.add(Findings.Rank.UNREAD, new Finding(file.name(), 0, wrong, "write \\\\ for a backslash"));
        }
        Map<String, Integer> first = new HashMap<>();
        int line = 0;
        boolean continued = false;
        for (String text : file.lines()) {
            line++;
            Matcher matcher = KEY.matcher(text);
            Integer before = !continued && matcher.matches() ? first.putIfAbsent(matcher.group(1), line) : null;
            if (before != null) {
                String wrong = matcher.group(1) + " is here a second time (first in line " + before + ")";
                findings.add(file.name(), line, wrong, "keep one of them");
            }
            continued = text.endsWith("\\") && !text.strip().startsWith("#");
        }
    }
}
