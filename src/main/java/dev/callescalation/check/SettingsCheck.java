package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings can be read, are set once each, and have valid values. */
final class SettingsCheck {

    private static final Pattern KEY = Pattern.compile("\\s*([^#!\\s=:][^\\s=:]*)\\s*[=:]?.*");
    /** With this setting Camel reloads routes by itself, and loses them when an edit is wrong. */
    private static final Set<String> LEFT_ALONE = Set.of("camel.main.routesreloadenabled");

    private SettingsCheck() {}

    static void check(Parsed bundle, Findings findings) {
        for (SourceFile file : bundle.files().of(Kind.SETTINGS)) {
            once(file, findings);
        }
        if (bundle.files().file("application.properties").isEmpty()) {
            findings.add(
                    "application.properties",
                    0,
                    "there is no such file",
                    "name the folder that holds routes/, templates/ and application.properties");
        }
        // each by itself too: what a profile overrides counts in the other one
        List<SourceFile> files = bundle.files().of(Kind.SETTINGS);
        for (int i = 0; i < files.size(); i++) {
            values(
                    new Settings(
                            new FileSet(files.subList(i, files.size())),
                            bundle.settings().overrides()),
                    findings);
        }
        Settings settings = bundle.settings();
        for (String key : settings.keys()) {
            if (LEFT_ALONE.contains(key.replace("-", "").toLowerCase(Locale.ROOT))
                    && !"false".equals(settings.value(key))) {
                findings.add(settings.finding(
                        key,
                        key + " makes Camel reload routes without a check",
                        "remove it; calls.editing.enabled does that"));
            }
        }
    }

    private static void values(Settings settings, Findings findings) {
        SettingRules.mistakes(settings.keys(), settings::value)
                .forEach((key, mistake) -> findings.add(settings.finding(key, mistake.wrong(), mistake.instead())));
    }

    private static void once(SourceFile file, Findings findings) {
        try {
            new Properties().load(new StringReader(file.text()));
        } catch (IllegalArgumentException | IOException e) {
            findings.addUnread(
                    new Finding(file.name(), 0, "it cannot be read: " + e.getMessage(), "write \\\\ for a backslash"));
        }
        Map<String, Integer> first = new HashMap<>();
        String[] lines = file.text().split("\\R", -1);
        boolean continued = false;
        for (int i = 0; i < lines.length; i++) {
            Matcher matcher = KEY.matcher(lines[i]);
            if (!continued && matcher.matches()) {
                Integer before = first.putIfAbsent(matcher.group(1), i + 1);
                if (before != null) {
                    findings.add(
                            file.name(),
                            i + 1,
                            matcher.group(1) + " is here a second time (first in line " + before + ")",
                            "keep one of them");
                }
            }
            continued = lines[i].endsWith("\\") && !lines[i].strip().startsWith("#");
        }
    }
}
