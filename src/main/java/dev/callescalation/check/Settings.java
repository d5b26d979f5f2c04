package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings as the files give them, with what overrides them from outside: the environment, -D, and the program
 * that starts the bundle. The first file wins, as for Camel.
 */
public final class Settings {

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{\\{\\??([^!?{}:][^{}:?]*)(?::([^{}]*?))?(?:\\?nested=\\w+)?}}");
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

    ClassLoader classes() {
        return files.classes();
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
        return Optional.ofNullable(overrides.getProperty(key))
                .or(() -> Optional.ofNullable(System.getenv(SettingRules.environmentVariable(key))))
                .or(() -> Optional.ofNullable(System.getProperty(key)))
                .or(() -> Optional.ofNullable(inFiles.getProperty(key)));
    }

    private String fill(String text, int depth) {
        if (depth > DEEPEST || !text.contains("{{")) {
            return text;
        }
        String filled = PLACEHOLDER.matcher(text).replaceAll(match -> Matcher.quoteReplacement(filling(match)));
        return filled.equals(text) ? text : fill(filled, depth + 1);
    }

    /** The value of a placeholder; the placeholder itself where its value is known only in the running program. */
    private String filling(MatchResult placeholder) {
        String key = placeholder.group(1);
        String behind = placeholder.group(2);
        if (behind == null) {
            return raw(key).orElse(placeholder.group());
        }
        if (key.equals("env")) {
            String[] nameAndDefault = behind.split(":", 2);
            String otherwise = nameAndDefault.length > 1 ? nameAndDefault[1] : placeholder.group();
            return Objects.requireNonNullElse(System.getenv(nameAndDefault[0]), otherwise);
        }
        return FUNCTIONS.contains(key) ? placeholder.group() : raw(key).orElse(behind);
    }

    /** A finding about a key: in the line that sets it, or else in the last settings file as a whole. */
    Finding finding(String key, String wrong, String instead) {
        Pattern setting = Pattern.compile("\\s*" + Pattern.quote(key) + "\\s*([=:].*)?");
        String last = "application.properties";
        for (SourceFile file : files.of(Kind.SETTINGS)) {
            last = file.name();
            int line = file.line(setting.asMatchPredicate());
            if (line > 0) {
                return new Finding(file.name(), line, wrong, instead);
            }
        }
        return new Finding(last, 0, wrong, instead);
    }
}
