package dev.callescalation.editing;

import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.SettingRules;
import dev.callescalation.check.Settings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Settings that count from one start of the program to the next: those of its servers and of the beans that live as
 * long as it does, and those that it reads itself. All others count from the edit on.
 */
final class LastingSettings {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[?!]?(?:secret:)?([^{}:?]+)");
    private static final Pattern OF_SERVERS =
            Pattern.compile("camel\\.(server|management|health|ssl|metrics|opentelemetry2?)\\..*|camel\\.main\\.name");
    private static final Set<String> TEMPLATES = Set.of("templates");
    private static final Pattern BEAN = Pattern.compile("camel\\.beans\\.([^.]+).*");

    private final Settings started;
    private final Set<String> beans;

    /** @param started the settings that the program was started with */
    LastingSettings(Settings started) {
        this.started = started;
        this.beans = started.keys().stream()
                .map(BEAN::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .filter(name -> !ofEachVersion(name, started))
                .collect(Collectors.toSet());
    }

    /** Whether a bean was made at the start and serves all versions. */
    boolean isShared(String bean) {
        return !started.has("camel.beans." + bean) || beans.contains(bean);
    }

    /** Templates are part of a version, and so is what renders them. */
    private static boolean ofEachVersion(String bean, Settings settings) {
        String prefix = "camel.beans." + bean;
        return bean.equals("templates")
                || settings.keys().stream()
                        .filter(key -> key.startsWith(prefix + "."))
                        .anyMatch(key -> settings.value(key).equals("#bean:templates"));
    }

    /** The keys whose new value will count at the next start only. */
    Set<String> waiting(Settings edited) {
        Set<String> changed = new TreeSet<>(started.keys());
        changed.addAll(edited.keys());
        changed.removeIf(key -> {
            String before = started.inFiles(key);
            return before != null && before.equals(edited.inFiles(key));
        });
        Set<String> lasting = lasting(edited);
        lasting.addAll(lasting(started));
        changed.retainAll(lasting);
        return changed;
    }

    /** The settings of a version: the edited ones, except for those that wait and those of shared beans. */
    Properties ofVersion(Settings edited) {
        Properties settings = edited.inFiles();
        Properties before = started.inFiles();
        for (String key : waiting(edited)) {
            settings.remove(key);
            if (before.containsKey(key)) {
                settings.setProperty(key, before.getProperty(key));
            }
        }
        settings.keySet().removeIf(key -> isOfBean(key.toString(), beans) || isOfBean(key.toString(), TEMPLATES));
        return settings;
    }

    private Set<String> lasting(Settings settings) {
        Set<String> lasting = new TreeSet<>(SettingRules.readByTheProgram());
        // read with the files, each time
        lasting.remove(BundleFolder.OVERLAYS);
        settings.keys().stream()
                .filter(key -> isOfServers(key) || isOfBean(key, beans))
                .forEach(lasting::add);
        // and what they are made of
        Deque<String> open = new ArrayDeque<>(lasting);
        while (!open.isEmpty()) {
            PLACEHOLDER
                    .matcher(Objects.toString(settings.inFiles(open.remove()), ""))
                    .results()
                    .map(match -> match.group(1))
                    .filter(key -> settings.inFiles(key) != null && lasting.add(key))
                    .forEach(open::add);
        }
        return lasting;
    }

    private static boolean isOfServers(String key) {
        return OF_SERVERS.matcher(key.toLowerCase(Locale.ROOT)).matches();
    }

    private static boolean isOfBean(String key, Set<String> beans) {
        Matcher bean = BEAN.matcher(key);
        return bean.matches() && beans.contains(bean.group(1));
    }
}
