package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings can be read, are set once each, and have valid values. */
final class SettingsCheck {

    private static final Pattern KEY = Pattern.compile("\\s*([^#!\\s=:][^\\s=:]*)\\s*[=:]?.*");

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
        // with this setting Camel reloads routes by itself, and loses them when an edit is wrong
        Settings settings = bundle.settings();
        settings.keys().stream()
                .filter(key -> key.replace("-", "").toLowerCase(Locale.ROOT).equals("camel.main.routesreloadenabled"))
                .filter(key -> !"false".equals(settings.value(key)))
                .forEach(key -> findings.add(settings.finding(
                        key,
                        key + " makes Camel reload routes without a check",
                        "remove it; calls.editing.enabled does that")));
    }

    private static void once(SourceFile file, Findings findings) {
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
