package dev.callescalation.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Checks the files of a bundle as one set, without starting anything. Camel itself builds the
 * routes at the end, unless an earlier check has found a mistake that would only be repeated.
 */
public final class BundleCheck {

    private final SchemaCheck schema = new SchemaCheck();
    private final TemplatesCheck templates = new TemplatesCheck();
    private final Map<SourceFile, YamlFile> trees = new HashMap<>();

    /**
     * All mistakes in the files of a folder, causes first, by file and line; empty when there are none.
     *
     * @throws UnreadableException when the files cannot be read
     */
    public List<Finding> check(BundleFolder folder) {
        return check(folder.read(), folder.overrides());
    }

    List<Finding> check(FileSet files, Properties overrides) {
        Findings findings = new Findings();
        Parsed bundle = parse(files, overrides, findings);
        read(bundle, findings);
        environment(bundle, findings);
        build(bundle, findings);
        return findings.sorted();
    }

    /** Finds settings of this process that nothing reads: those that -D and environment variables give. */
    public void environment(Parsed bundle, Findings findings) {
        Map<String, String> given = new TreeMap<>(System.getenv());
        System.getProperties().stringPropertyNames().forEach(key -> given.put(key, System.getProperty(key)));
        PlaceholdersCheck.environment(bundle, given, findings);
    }

    /** Reads the files that have changed since the last time into trees. */
    public Parsed parse(FileSet files, Properties overrides, Findings findings) {
        files.all().stream().filter(file -> file.brokenAt() > 0).forEach(file -> {
            String instead = "save it as UTF-8, or retype this line";
            findings.addOnly(file.name(), file.brokenAt(), "it is not UTF-8", instead);
        });
        return Parsed.of(files, new Settings(files, overrides), trees, findings);
    }

    /** Runs every check that does not need Camel. */
    public void read(Parsed bundle, Findings findings) {
        for (SourceFile unread : bundle.files().of(SourceFile.Kind.UNREAD)) {
            findings.add(unread.name(), 0, "nothing reads this file", readable(unread));
        }
        SettingsCheck.check(bundle, findings);
        schema.check(bundle, findings);
        RouteGraph graph = new RouteGraph(bundle);
        new NamesCheck(bundle, graph, findings).check();
        new PhasesCheck(bundle, graph, findings).check();
        PlaceholdersCheck.check(bundle, findings);
        FactsCheck.check(bundle, findings);
        BeansCheck.check(bundle, findings);
        new FunctionsCheck(bundle, CommandsCheck.check(bundle, findings), findings).check();
        new ConditionsCheck(bundle, findings).check();
        new KameletsCheck(bundle, findings).check();
        templates.check(bundle, findings);
    }

    private static String readable(SourceFile unread) {
        String name = unread.name();
        if (name.endsWith(".camel.yaml")) {
            return "add its folder to camel.main.routes-include-pattern, or move it";
        }
        if (name.endsWith(".kamelet.yaml")) {
            return "move it to the folder of camel.component.kamelet.location";
        }
        return name.endsWith(".jslt")
                ? "move it to templates/app or templates/communications"
                : "name it " + unread.baseName() + ".camel.yaml, or remove it";
    }

    /**
     * Checks that each phase which stories name is one that steps of the bundle enter.
     *
     * @param named the places where a story names a phase
     */
    public static void phases(Parsed bundle, Stream<Property> named, Findings findings) {
        Set<String> known = PhasesCheck.known(bundle, new RouteGraph(bundle));
        named.forEach(at -> PhasesCheck.named(at, at.value().asText(), known, findings));
    }

    /** What the routes of a bundle ask of Graph, as stories write it: {@code POST {caller}/answer}. */
    public static Set<String> requests(Parsed bundle) {
        return CommandsCheck.requests(bundle);
    }

    /** Builds the beans and routes in a Camel context apart from the one that runs, and reports what Camel refuses. */
    public void build(Parsed bundle, Findings findings) {
        boolean buildable = Stream.of(SourceFile.Kind.SETTINGS, SourceFile.Kind.KAMELET)
                .flatMap(kind -> bundle.files().of(kind).stream())
                .noneMatch(file -> findings.in(file.name()));
        if (buildable) {
            new DryRun(bundle, findings, true).run();
        }
    }

    /** Builds only the beans of the settings, and no route, apart from the context that runs. */
    public void buildSettings(Parsed bundle, Findings findings) {
        new DryRun(bundle, findings, false).run();
    }
}
