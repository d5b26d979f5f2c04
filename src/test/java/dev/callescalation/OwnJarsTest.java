package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.check.BundleCheck;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.Finding;
import dev.callescalation.sandbox.Form;
import dev.callescalation.story.RunningBundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar in lib/ of the bundle's folder has a component, a class for a bean, and a type converter. */
class OwnJarsTest {

    private static final String GREETED = "own.greeted";
    private static final String COMPONENTS = "META-INF/services/org/apache/camel/component/";
    private static final String CONVERTERS = "META-INF/services/org/apache/camel/TypeConverterLoader";
    private static final Path MOMENTS = Path.of("routes/policy/moments.camel.yaml");

    private static final Map<String, String> SOURCES = Map.of(
            "own/Greeter.java", """
            package own;
            public class Greeter {
                public void greet(@org.apache.camel.Body Name name) {
                    System.setProperty("own.greeted", name.text());
                }
            }
            """,
            "own/Name.java", "package own; public record Name(String text) {}",
            "own/Names.java", """
            package own;
            public class Names implements org.apache.camel.spi.TypeConverterLoader {
                public void load(org.apache.camel.spi.TypeConverterRegistry registry) {
                    registry.addTypeConverter(Name.class, String.class,
                            new org.apache.camel.support.SimpleTypeConverter(
                                    false, (type, exchange, text) -> new Name((String) text)));
                }
            }
            """,
            "own/Place.java", """
            package own;
            public class Place extends org.apache.camel.support.DefaultEndpoint {
                Place(String uri, Greet component) { super(uri, component); }
                public boolean isLenientProperties() { return true; }
                public boolean isSingleton() { return true; }
                public org.apache.camel.Producer createProducer() {
                    return new org.apache.camel.support.DefaultProducer(this) {
                        public void process(org.apache.camel.Exchange exchange) {}
                    };
                }
                public org.apache.camel.Consumer createConsumer(org.apache.camel.Processor next) { return null; }
            }
            """,
            "own/Greet.java", """
            package own;
            import org.apache.camel.Endpoint;
            public class Greet extends org.apache.camel.support.DefaultComponent {
                protected Endpoint createEndpoint(String uri, String name, java.util.Map<String, Object> options) {
                    return new Place(uri, this);
                }
            }
            """);

    private static final String OPTIONS = """
            {"component": {"kind": "component", "name": "greet", "scheme": "greet", "syntax": "greet:name",
             "title": "Greet", "description": "Greets", "javaType": "own.Greet", "groupId": "own", "artifactId": "own",
             "version": "1", "producerOnly": true},
             "properties": {"name": {"kind": "path", "type": "string", "required": true}}}
            """;

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void addAJar() throws Exception {
        System.clearProperty(GREETED);
        folder = temporary.resolve("a folder of 100%25 + more");
        Files.createDirectory(folder);
        BundleFiles.copyTo(folder, "application-dev.properties");
        Path classes = Files.createDirectories(folder.resolve("build/own")).getParent();
        for (Map.Entry<String, String> source : SOURCES.entrySet()) {
            Files.writeString(classes.resolve(source.getKey()), source.getValue());
        }
        List<String> options = Stream.concat(
                        Stream.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString()),
                        SOURCES.keySet().stream()
                                .map(name -> classes.resolve(name).toString()))
                .toList();
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options.toArray(String[]::new)))
                .isZero();
        write(classes, COMPONENTS + "greet", "class=own.Greet");
        write(classes, COMPONENTS + "plain", "class=own.Greet");
        write(classes, CONVERTERS, "own.Names");
        write(classes, "META-INF/own/greet.json", OPTIONS);
        Files.createDirectory(folder.resolve("lib"));
        try (OutputStream file = Files.newOutputStream(folder.resolve("lib/own-1.jar"));
                JarOutputStream jar = new JarOutputStream(file);
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, jar);
            }
        }
        Files.writeString(
                folder.resolve("application.properties"),
                Files.readString(folder.resolve("application.properties"))
                        + "\ncamel.beans.greeter = #class:own.Greeter\n");
    }

    @Test
    void isKnownToTheCheckWithTheOptionsOfItsComponent() throws Exception {
        assertThat(findings("- to: {uri: greet, parameters: {name: Ada}}")).isEmpty();
        assertThat(findings("- to: {uri: plain, parameters: {anything: 1}}")).isEmpty();
        assertThat(findings("- to: {uri: greet, parameters: {nmae: Ada}}"))
                .contains("'greet' has no option 'nmae'; did you mean 'name'?");
        assertThat(findings("- bean: {ref: greeter, method: gret}"))
                .contains("the bean 'greeter' has no method 'gret'; did you mean 'greet'?");
    }

    @Test
    void isUsedByTheRoutesAndByThoseOfALiveEdit() throws Exception {
        // given
        answered("- setBody: {constant: {expression: Ada}}\n        - bean: {ref: greeter, method: greet}");
        try (RunningBundle bundle = RunningBundle.start(
                folder, Map.of("calls.editing.enabled", "true", "calls.editing.look-period-ms", "20"))) {
            // when
            bundle.call(Form.COMMUNICATIONS, "{}").awaitPhase("escalated");
            // then
            await().untilAsserted(() -> assertThat(System.getProperty(GREETED)).isEqualTo("Ada"));
            // when
            answered("- setBody: {constant: {expression: Grace}}\n        - bean: {ref: greeter, method: greet}");
            // then
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                bundle.call(Form.COMMUNICATIONS, "{}").awaitPhase("escalated");
                assertThat(System.getProperty(GREETED)).isEqualTo("Grace");
            });
        }
    }

    private List<String> findings(String step) throws IOException {
        answered(step);
        return new BundleCheck()
                .check(new BundleFolder(folder, "dev", new Properties())).stream()
                        .map(Finding::toString)
                        .map(finding -> finding.replaceFirst(".*?: ", ""))
                        .toList();
    }

    /** The steps of the moment call-answered, in place of its log. */
    private void answered(String steps) throws IOException {
        String moments = Files.readString(MOMENTS);
        Files.writeString(
                folder.resolve(MOMENTS),
                moments.replaceFirst("- log:\n *message: [^\n]*\n", Matcher.quoteReplacement(steps) + "\n"));
    }

    private static void write(Path classes, String name, String text) throws IOException {
        Files.createDirectories(classes.resolve(name).getParent());
        Files.writeString(classes.resolve(name), text);
    }
}
