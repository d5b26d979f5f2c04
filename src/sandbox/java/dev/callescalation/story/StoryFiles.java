package dev.callescalation.story;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.check.BundleCheck;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.Finding;
import dev.callescalation.check.Findings;
import dev.callescalation.check.Parsed;
import dev.callescalation.check.Property;
import dev.callescalation.check.SchemaCheck;
import dev.callescalation.check.SettingRules;
import dev.callescalation.check.Settings;
import dev.callescalation.check.SourceFile;
import dev.callescalation.check.Suggestions;
import dev.callescalation.check.YamlFile;
import dev.callescalation.sandbox.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The stories of a bundle, and the mistakes in them. */
public final class StoryFiles {

    private static final List<String> DEEDS = List.of("call", "tell", "post", "invite", "meeting", "until", "pauseMs");
    private static final List<String> NEWS = List.of("caller", "meeting", "operation", "roster");

    /** The player of a story sets these, so that the story reaches nothing but the sandbox. */
    private static final Pattern GIVEN_BY_THE_PLAYER = Pattern.compile("camel\\..*|calls\\.("
            + "bot\\..*|graph\\.url|login\\.url|webhook\\.(path|public-url|openid-url|issuers|tls)"
            + "|store\\.(url|user|password.*)|control\\..*|tls\\..*|editing\\..*|sandbox\\..*)");

    private final SchemaCheck schema;
    private final Parsed bundle;
    private final Settings settings;
    /** What the routes ask of Graph. */
    private final Set<String> requests;

    private final Findings findings = new Findings();
    private final List<StoryFile> stories = new ArrayList<>();

    /** Where stories name a phase. */
    private final List<Property> named = new ArrayList<>();

    private StoryFiles(BundleFolder folder, SchemaCheck schema) {
        this.schema = schema;
        this.bundle = new BundleCheck().parse(folder.read(), new Properties(), new Findings());
        this.settings = bundle.settings();
        this.requests = BundleCheck.requests(bundle);
        for (SourceFile source : folder.others("scenarios/**.yaml")) {
            if (!source.name().endsWith(".scenario.yaml")) {
                findings.add(
                        source.name(),
                        0,
                        "nothing reads this file",
                        "name it " + source.baseName() + ".scenario.yaml, or remove it");
                continue;
            }
            YamlFile file = YamlFile.read(source, findings);
            if (file != null) {
                stories.add(new StoryFile(file));
                check(file);
            }
        }
        BundleCheck.phases(bundle, named.stream(), findings);
    }

    /** @throws java.io.UncheckedIOException when a file cannot be read */
    public static StoryFiles of(BundleFolder folder) {
        return new StoryFiles(
                folder, new SchemaCheck("/dev/callescalation/story/story.schema.json", "a story should be"));
    }

    /** Those that are YAML, by name. */
    public List<StoryFile> stories() {
        return List.copyOf(stories);
    }

    /** By file and line. */
    public List<Finding> findings() {
        return findings.sorted();
    }

    private void check(YamlFile file) {
        schema.check(file, findings);
        if (findings.in(file.name())) {
            return;
        }
        settings(file.at("/given/settings"));
        file.at("/given/faults").children().forEach(this::fault);
        file.at("/when").children().forEach(this::step);
        Property expected = file.at("/then");
        Stream.concat(file.at("/when").children().map(step -> step.at("until/phase")), Stream.of(expected.at("phase")))
                .filter(phase -> phase.value().isTextual())
                .forEach(named::add);
        expected.at("never").children().map(command -> command.at("request")).forEach(this::never);
        if (!expected.value().has("commands") && expected.value().has("order")) {
            String wrong = "'order' without 'commands' orders nothing";
            findings.add(expected.at("order"), wrong, "add 'commands', or remove it");
        }
    }

    /** Of a request that no route makes, it would always be true that it is never sent. */
    private void never(Property request) {
        String named = request.value().asText();
        if (bundle.complete()
                && requests.stream()
                        .noneMatch(
                                asked -> CallPlaceholders.fits(named, asked) || CallPlaceholders.fits(asked, named))) {
            String instead = Suggestions.hint(named, requests, "the routes send " + String.join(", ", requests));
            findings.add(request, "no route sends " + named, instead);
        }
    }

    private void settings(Property story) {
        Map<String, String> given = new TreeMap<>();
        story.children().forEach(setting -> {
            String key = setting.name();
            given.put(key, setting.value().asText());
            if (GIVEN_BY_THE_PLAYER.matcher(key).matches()) {
                String instead = "remove it; stories meet the sandbox only";
                findings.add(setting, key + " is not for a story to set", instead);
            } else if (!settings.keys().contains(key)) {
                Set<String> known = new TreeSet<>(settings.keys());
                known.removeIf(other -> GIVEN_BY_THE_PLAYER.matcher(other).matches());
                String instead = Suggestions.hint(key, known, "see application.properties for those there are");
                findings.add(setting, "there is no setting " + key, instead);
            }
        });
        SettingRules.mistakes(given.keySet(), key -> given.getOrDefault(key, settings.value(key)))
                .forEach((key, mistake) -> findings.add(story.at(key), mistake.wrong(), mistake.instead()));
    }

    /** The sandbox reads it as it will when the story is played. */
    private void fault(Property fault) {
        try {
            Fault.of(fault.value().toString());
        } catch (IllegalArgumentException e) {
            findings.add(fault, e.getMessage().replaceFirst("\\.$", ""), "");
        }
    }

    private void step(Property step) {
        JsonNode given = step.value();
        one(step, DEEDS);
        boolean request = given.has("tell") || given.has("post") || given.has("invite");
        for (String option : List.of("times", "answered")) {
            if (given.has(option) && !request) {
                findings.add(step.at(option), "'" + option + "' goes with tell, post or invite", "remove it");
            }
        }
        together(step.at("until"), "operation", "status");
        Property told = step.at("tell");
        if (told.value().isObject()) {
            news(told);
        } else {
            told.children().forEach(this::news);
        }
    }

    private void news(Property news) {
        one(news, NEWS);
        together(news, "operation", "ended");
        together(news, "roster", "people");
    }

    private void together(Property given, String one, String other) {
        if (given.value().has(one) != given.value().has(other)) {
            findings.add(given, "'" + one + "' and '" + other + "' go together", "give both");
        }
    }

    private void one(Property given, List<String> words) {
        List<String> there = words.stream().filter(given.value()::has).toList();
        if (there.size() != 1) {
            String wrong = there.isEmpty()
                    ? "nothing is said to happen"
                    : "it says " + String.join(" and ", there) + " at once";
            findings.add(given, wrong, "give one of " + String.join(", ", words));
        }
    }
}
