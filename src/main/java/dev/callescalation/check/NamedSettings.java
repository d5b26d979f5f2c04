package dev.callescalation.check;

import dev.callescalation.clock.OpeningHours;
import dev.callescalation.decision.SettingFunction;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings that a function such as {@code ${isOpen('desk')}} reads are there, and can be read. */
record NamedSettings(Parsed bundle, Findings findings) {

    private static final String NAME = "([A-Za-z][\\w.-]*)";
    private static final Pattern NAMED = Pattern.compile("\\s*(['\"]?)\\s*" + NAME + "\\s*\\1\\s*");
    /** In a condition, Camel would break it up at a comma or at quotes. */
    private static final Pattern WITH_VALUE = Pattern.compile("\\s*()" + NAME + "\\s*:[^,'\"]*[^,'\"\\s][^,'\"]*");

    /** Names and values of their own quotes are found too: they are a mistake, but what they mean is read. */
    private static final Pattern CALL = Pattern.compile("\\{\\s*("
            + Stream.of(SettingFunction.values()).map(SettingFunction::getName).collect(Collectors.joining("|"))
            + ")\\s*\\(\\s*['\"]?\\s*" + NAME);

    private static final Map<String, Consumer<String>> READERS =
            Map.of("hours", OpeningHours::shifts, "zone", OpeningHours::zone, "holidays", OpeningHours::holidays);

    /** Every setting that a text reads by such functions. */
    static Stream<String> read(Property at) {
        return at.matches(CALL)
                .flatMap(call -> Stream.of(SettingFunction.values())
                        .filter(function -> function.getName().equals(call.group(1)))
                        .flatMap(NamedSettings::ends)
                        .map(end -> call.group(2) + "." + end));
    }

    private static Stream<String> ends(SettingFunction function) {
        return Stream.of(function.needed(), function.possible()).flatMap(each -> each.stream());
    }

    /** @param given what is in the brackets of the function */
    void asked(Property at, SettingFunction function, String given) {
        Matcher matcher = (function.takesValue() ? WITH_VALUE : NAMED).matcher(given);
        if (!matcher.matches()) {
            String takes = function.takesValue() ? "a name, a colon and a value, without quotes" : "a name";
            findings.add(at, "'" + function.getName() + "' takes " + takes, "write " + function.example());
            return;
        }
        String name = matcher.group(2);
        Settings settings = bundle.settings();
        if (ends(function).noneMatch(end -> settings.has(name + "." + end))) {
            Set<String> names = names(function);
            String end = name + "." + ends(function).findFirst().orElseThrow();
            String instead = "add " + end + " = to application.properties";
            findings.add(at, "there is no setting " + end, Suggestions.hint(name, names, instead));
            return;
        }
        for (String end : function.needed()) {
            if (settings.value(name + "." + end).isBlank()) {
                String instead = "add " + name + "." + end + " = to application.properties";
                findings.add(at, "there is nothing in the setting " + name + "." + end, instead);
            }
        }
        ends(function).forEach(end -> readable(name + "." + end, READERS.getOrDefault(end, text -> {})));
    }

    /** The names that there are settings of. */
    private Set<String> names(SettingFunction function) {
        return ends(function)
                .flatMap(end -> bundle.settings().keys().stream()
                        .filter(key -> key.endsWith("." + end))
                        .map(key -> key.substring(0, key.length() - end.length() - 1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void readable(String key, Consumer<String> reader) {
        String text = bundle.settings().value(key);
        if (text.isBlank() || text.contains("{{")) {
            return;
        }
        try {
            reader.accept(text);
        } catch (IllegalArgumentException e) {
            Finding finding = bundle.settings().finding(key, key + ": " + e.getMessage(), "correct it");
            findings.add(finding);
        }
    }
}
