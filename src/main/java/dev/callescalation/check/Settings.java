package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings as the files give them, with what overrides them from outside: the environment, -D, and the program
 * that starts the bundle. The first file wins, as for Camel.
 */
public final class Settings {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([^{}:]+)(?::([^{}]*))?}}");
    /** Functions whose answer is known only where the program runs. */
    private static final Set<String> FUNCTIONS = Set.of("secret", "sys", "bean", "service", "prefixed");

    private static final int DEEPEST = 10;

    private final FileSet files;
    private final Properties inFiles = new Properties();
    private final Properties overrides;

    /** @param overrides settings that win over those in the files */
    public Settings(FileSet files, Properties overrides) {
        this.files = files;
        this.overrides = overrides;
        for (SourceFile file : files.of(Kind.SETTINGS)) {
            read(file).forEach(inFiles::putIfAbsent);
        }
    }

    private static Properties read(SourceFile file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(file.text()));
        } catch (IOException e) {
            throw new IllegalStateException("A text in memory can be read", e);
        } catch (IllegalArgumentException expected) {
            // a broken \\u escape; SettingsCheck says so
            properties.clear();
        }
        return properties;
    }

    /** What the files say, without overrides. */
    public Properties inFiles() {
        Properties copy = new Properties();
        copy.putAll(inFiles);
        return copy;
    }

    /** What the files say of one key, or null. */
    public String inFiles(String key) {
        return inFiles.getProperty(key);
    }

    Properties overrides() {
        return overrides;
    }

    public Set<String> keys() {
        return new TreeSet<>(inFiles.stringPropertyNames());
    }

    /** Whether there is a value from anywhere. */
    public boolean has(String key) {
        return raw(key).isPresent();
    }

    /** The value with its placeholders filled in, or empty. What cannot be filled in stays as it is. */
    public String value(String key) {
        return fill(raw(key).orElse(""), 0);
    }

    /** A text of a route with its placeholders filled in. What cannot be filled in stays as it is. */
    String filled(String text) {
        return fill(text, 0);
    }

    private Optional<String> raw(String key) {
        String override = overrides.getProperty(key);
        if (override == null) {
            override = System.getenv(SettingRules.environmentVariable(key));
        }
        if (override == null) {
            override = System.getProperty(key);
        }
        return Optional.ofNullable(override == null ? inFiles.getProperty(key) : override);
    }

    private String fill(String text, int depth) {
        if (depth > DEEPEST || !text.contains("{{")) {
            return text;
        }
        Matcher matcher = PLACEHOLDER.matcher(text);
        String filled = matcher.replaceAll(match -> {
            String key = match.group(1);
            if (key.equals("env") && match.group(2) != null) {
                String[] nameAndDefault = match.group(2).split(":", 2);
                String value = System.getenv(nameAndDefault[0]);
                String otherwise = nameAndDefault.length > 1 ? nameAndDefault[1] : match.group();
                return Matcher.quoteReplacement(value == null ? otherwise : value);
            }
            if (FUNCTIONS.contains(key) && match.group(2) != null) {
                return Matcher.quoteReplacement(match.group());
            }
            String otherwise = match.group(2) == null ? match.group() : match.group(2);
            return Matcher.quoteReplacement(raw(key).orElse(otherwise));
        });
        return filled.equals(text) ? text : fill(filled, depth + 1);
    }

    /** A finding about a key: in the line that sets it, or else in the last settings file as a whole. */
    Finding finding(String key, String wrong, String instead) {
        Pattern setting = Pattern.compile("\\s*" + Pattern.quote(key) + "\\s*([=:].*)?");
        String last = "application.properties";
        for (SourceFile file : files.of(Kind.SETTINGS)) {
            last = file.name();
            String[] lines = file.text().split("\\R");
            for (int i = 0; i < lines.length; i++) {
                if (setting.matcher(lines[i]).matches()) {
                    return new Finding(file.name(), i + 1, wrong, instead);
                }
            }
        }
        return new Finding(last, 0, wrong, instead);
    }
}
