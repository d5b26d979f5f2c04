package dev.callescalation.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.check.SourceFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that Kaoto has saved means what it meant before, and looks much the same. */
class KaotoTest {

    /** Without where a definition was read, what it belongs to, and how many there were before it. */
    private static final RecursiveComparisonConfiguration MEANING = RecursiveComparisonConfiguration.builder()
            .withIgnoredFieldsMatchingRegexes(".*(camelContext|resource|location|lineNumber|parent|index)")
            .withStrictTypeChecking(true)
            .build();

    private static final String SEED = """
            # A route to be spoilt.
            - route:
                id: seed
                from:
                  id: seed.asked
                  uri: direct
                  parameters:
                    name: seed
                  steps:
                    - setBody:
                        id: seed.body
                        expression:
                          constant:
                            expression: "007"
            """;

    static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("routes"))) {
            return all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void isInTheFormThatKaotoWrites(Path file) throws IOException {
        assertThat(shortForms(file.toString(), Files.readString(file))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void hasCommentsOnlyWhereKaotoKeepsThem(Path file) throws IOException {
        assertThat(KaotoSave.lostComments(Files.readString(file)))
                .as("%s: lines of comments below its first entry, which are lost; say it in a note", file)
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void meansTheSameWhenKaotoHasSavedIt(Path file) throws Exception {
        String text = Files.readString(file);
        String saved = KaotoSave.of(text);
        assertThat(models(file.toString(), saved))
                .as("%s", changed(file.toString(), text, saved))
                .usingRecursiveComparison(MEANING)
                .isEqualTo(models(file.toString(), text));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            uri: direct              | uri: direct:seed?block=true | seed.camel.yaml:6: Kaoto takes the uri direct:seed?block=true apart
            expression: "007"        | expression: &a "007"        | seed.camel.yaml:14: an anchor (&) hides what is meant
            constant:                | constant: "007"             | seed.camel.yaml:13: 'constant' is in a short form, which Kaoto rewrites
            - setBody:               | - log: hello                | seed.camel.yaml:10: 'log' is in a short form, which Kaoto rewrites
            id: seed.body            | simple: hello               | seed.camel.yaml:11: 'simple' is in a short form, which Kaoto rewrites
            - route:                 | - routeTemplate:            | seed.camel.yaml:2: Kaoto draws a route and a routeConfiguration here
            """)
    void findsWhatKaotoWouldRewrite(String right, String wrong, String finding) {
        String text = SEED.replaceFirst("(?m)^( *)\\Q" + right + "\\E$", "$1" + wrong);
        if (right.endsWith(":") && !wrong.endsWith(":")) {
            text = text.substring(0, text.indexOf(wrong) + wrong.length());
        }
        assertThat(shortForms("seed.camel.yaml", text))
                .anySatisfy(found -> assertThat(found).startsWith(finding));
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({"007, 7", "1.0, 1", "1e3, 1000", "0x1F, 31", "12345678901234567890, 12345678901234567000", "~, null"})
    void findsWhatWouldMeanSomethingElse(String bare, String afterwards) throws Exception {
        String text = SEED.replace("\"007\"", bare);
        String saved = KaotoSave.of(text);
        assertThat(saved).contains("expression: " + afterwards + "\n");
        assertThat(changed("seed.camel.yaml", text, saved)).startsWith("seed.camel.yaml:14: " + bare + " is saved as ");
        assertThat(models("seed.camel.yaml", saved))
                .usingRecursiveComparison(MEANING)
                .isNotEqualTo(models("seed.camel.yaml", text));
    }

    @ParameterizedTest
    @CsvSource({"007", "true", "yes", "on", "null", "~", "1.0", "1e3", "' padded '", "${body}\\n", "2026-11-24"})
    void keepsWhatIsQuoted(String quoted) throws Exception {
        String text = SEED.replace("\"007\"", '"' + quoted + '"');
        assertThat(models("seed.camel.yaml", KaotoSave.of(text)))
                .usingRecursiveComparison(MEANING)
                .isEqualTo(models("seed.camel.yaml", text));
    }

    @Test
    void findsACommentInTheMiddleAndOneBehindAValue() {
        String text = SEED.replace("      steps:", "      # the why\n      steps:")
                .replace("id: seed.body", "id: seed.body # x");
        assertThat(KaotoSave.lostComments(text)).containsOnlyKeys(9, 12);
        assertThat(KaotoSave.lostComments(SEED)).isEmpty();
    }

    private static List<String> shortForms(String name, String text) {
        Findings findings = new Findings();
        YamlFile file = YamlFile.read(source(name, text), findings);
        if (findings.isEmpty()) {
            ExplicitForm.check(file, findings);
        }
        return findings.sorted().stream().map(Finding::toString).toList();
    }

    private static SourceFile source(String name, String text) {
        return new SourceFile(name.endsWith(".kamelet.yaml") ? Kind.KAMELET : Kind.ROUTES, name, text);
    }

    /** Values that are written otherwise, by file and line; they explain a model that differs. */
    private static String changed(String name, String text, String saved) {
        List<String> lines = new ArrayList<>();
        RawYaml before = RawYaml.of(text);
        RawYaml after = RawYaml.of(saved);
        before.values().forEach((pointer, value) -> {
            String now = after.values().get(pointer);
            if (!value.equals(now)) {
                lines.add(
                        name + ":" + before.lines().get(pointer) + ": " + value + " is saved as " + now + "; quote it");
            }
        });
        return String.join("\n", lines);
    }

    /** The models that Camel makes of a file: routes, route configurations, route templates. */
    private static List<Object> models(String name, String text) throws Exception {
        List<Object> models = new ArrayList<>();
        try (CamelContext context = new DefaultCamelContext()) {
            Collection<RoutesBuilder> builders = PluginHelper.getRoutesLoader(context)
                    .findRoutesBuilders(ResourceHelper.fromString("file:" + name, text));
            for (RoutesBuilder one : builders) {
                RouteBuilder builder = (RouteBuilder) one;
                builder.setCamelContext(context);
                builder.configure();
                if (builder instanceof RouteConfigurationBuilder configurations) {
                    configurations.configuration();
                    models.addAll(
                            configurations.getRouteConfigurationCollection().getRouteConfigurations());
                }
                models.addAll(builder.getRouteCollection().getRoutes());
                models.addAll(builder.getRouteTemplateCollection().getRouteTemplates());
            }
        }
        assertThat(models).as("%s: models", name).isNotEmpty();
        return models;
    }
}
