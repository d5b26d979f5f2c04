package dev.callescalation.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.addon.SandboxJar;
import dev.callescalation.check.SourceFile.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The stories of a bundle, and the mistakes in them. */
public final class StoryFiles {

    private static final List<String> DEEDS = List.of("call", "tell", "post", "invite", "meeting", "until", "pauseMs");
    private static final List<String> NEWS = List.of("caller", "meeting", "operation", "roster");

    /** The player of a story sets these, so that the story reaches nothing but the sandbox. */
    private static final Pattern GIVEN_BY_THE_PLAYER = Pattern.compile("camel\\..*|calls\\.("
            + "bot\\..*|graph\\.url|login\\.url|webhook\\.(path|public-url|openid-url|issuers|tls)"
            + "|store\\.(url|user|password.*)|control\\..*|tls\\..*|editing\\..*|sandbox\\..*)");

    private final SchemaCheck schema;
    private final Settings settings;
    private final Set<String> phases;
    private final Findings findings = new Findings();
    private final List<StoryFile> stories = new ArrayList<>();

    private StoryFiles(BundleFolder folder, SchemaCheck schema) {
        this.schema = schema;
        FileSet files = folder.read();
        this.settings = new Settings(files, new Properties());
        Parsed bundle = Parsed.of(files, settings, new HashMap<>(), new Findings());
        this.phases = PhasesCheck.known(bundle, RouteGraph.of(bundle));
        for (SourceFile source : folder.stories()) {
            if (source.kind() == Kind.UNREAD) {
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
    }

    /** @throws java.io.UncheckedIOException when a file cannot be read */
    public static StoryFiles of(BundleFolder folder) {
        return new StoryFiles(
                folder, new SchemaCheck("/dev/callescalation/check/story.schema.json", "a story should be"));
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
        settings(file);
        faults(file);
        JsonNode steps = file.at("/when");
        for (int i = 0; i < steps.size(); i++) {
            step(file, "/when/" + i, steps.get(i));
        }
        for (int i = 0; i < steps.size(); i++) {
            phase(file, "/when/" + i + "/until/phase");
        }
        phase(file, "/then/phase");
        JsonNode expected = file.at("/then");
        if (!expected.has("commands") && expected.has("order")) {
            add(file, "/then/order", "'order' without 'commands' orders nothing", "add 'commands', or remove it");
        }
    }

    private void phase(YamlFile file, String pointer) {
        JsonNode phase = file.at(pointer);
        if (phase.isTextual()) {
            PhasesCheck.named(phase.asText(), phases, file, file.line(pointer), findings);
        }
    }

    private void settings(YamlFile file) {
        Map<String, String> given = new TreeMap<>();
        file.at("/given/settings").properties().forEach(setting -> {
            String key = setting.getKey();
            String pointer = "/given/settings/" + key;
            given.put(key, setting.getValue().asText());
            if (GIVEN_BY_THE_PLAYER.matcher(key).matches()) {
                add(file, pointer, key + " is not for a story to set", "remove it; stories meet the sandbox only");
            } else if (!settings.keys().contains(key)) {
                Set<String> known = new TreeSet<>(settings.keys());
                known.removeIf(other -> GIVEN_BY_THE_PLAYER.matcher(other).matches());
                add(
                        file,
                        pointer,
                        "there is no setting " + key,
                        Suggestions.hint(key, known, "see application.properties for those there are"));
            }
        });
        SettingRules.mistakes(given.keySet(), key -> given.getOrDefault(key, settings.value(key)))
                .forEach((key, mistake) -> add(file, "/given/settings/" + key, mistake.wrong(), mistake.instead()));
    }

    /** The sandbox alone knows them. Without its jar they are not checked. */
    private void faults(YamlFile file) {
        Optional<SandboxJar> sandbox = SandboxJar.find();
        JsonNode faults = file.at("/given/faults");
        for (int i = 0; i < faults.size(); i++) {
            String pointer = "/given/faults/" + i;
            JsonNode fault = faults.get(i);
            sandbox.flatMap(jar -> jar.mistakeIn(fault))
                    .ifPresent(mistake -> add(file, pointer, mistake.replaceFirst("\\.$", ""), ""));
        }
    }

    private void step(YamlFile file, String pointer, JsonNode step) {
        one(file, pointer, step, DEEDS);
        boolean request = step.has("tell") || step.has("post") || step.has("invite");
        for (String option : List.of("times", "answered")) {
            if (step.has(option) && !request) {
                add(file, pointer + "/" + option, "'" + option + "' goes with tell, post or invite", "remove it");
            }
        }
        JsonNode until = step.path("until");
        if (until.has("status") != until.has("operation")) {
            add(file, pointer + "/until", "'operation' and 'status' go together", "give both");
        }
        JsonNode told = step.path("tell");
        if (told.isObject()) {
            news(file, pointer + "/tell", told);
        }
        for (int i = 0; told.isArray() && i < told.size(); i++) {
            news(file, pointer + "/tell/" + i, told.get(i));
        }
    }

    private void news(YamlFile file, String pointer, JsonNode news) {
        one(file, pointer, news, NEWS);
        if (news.has("operation") != news.has("ended")) {
            add(file, pointer, "'operation' and 'ended' go together", "give both");
        }
        if (news.has("roster") != news.has("people")) {
            add(file, pointer, "'roster' and 'people' go together", "give both");
        }
    }

    private void one(YamlFile file, String pointer, JsonNode node, List<String> words) {
        List<String> there = words.stream().filter(node::has).toList();
        if (there.size() != 1) {
            add(
                    file,
                    pointer,
                    there.isEmpty()
                            ? "nothing is said to happen"
                            : "it says " + String.join(" and ", there) + " at once",
                    "give one of " + String.join(", ", words));
        }
    }

    private void add(YamlFile file, String pointer, String wrong, String instead) {
        findings.add(file.name(), file.line(pointer), wrong, instead);
    }
}
