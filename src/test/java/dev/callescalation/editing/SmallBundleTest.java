package dev.callescalation.editing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.TestLog;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.timer.TimerComponent;
import org.apache.camel.component.timer.TimerEndpoint;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle of one route, without a program around it: what is told when its files cannot be looked at. */
class SmallBundleTest {

    private static final String SETTINGS = "application.properties";

    private static final String ROUTE = """
            - routeConfiguration:
                id: failures
                onException:
                  - onException:
                      exception:
                        - java.lang.Exception
                      handled:
                        constant:
                          expression: "true"
            - route:
                id: one
                routeConfigurationId: failures
                from:
                  uri: timer
                  parameters:
                    timerName: one
                  steps:
                    - log:
                        id: one.say
                        message: it is time
            """;

    @TempDir
    Path folder;

    private final LiveBundle bundle = new LiveBundle();
    private final DefaultRegistry program = new DefaultRegistry();

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/one.camel.yaml"), ROUTE);
        Files.writeString(folder.resolve(SETTINGS), "");
        bundle.setLookPeriodMs(20);
        bundle.build(new BundleFolder(folder, "dev", new Properties()), "dev", program);
        bundle.open();
    }

    @AfterEach
    void stop() {
        bundle.close();
    }

    @Test
    void tellsOnceThatALinkLeadsBackAndGoesOnWhenItIsGone() throws IOException {
        try (TestLog log = TestLog.of(FolderWatch.class.getName())) {
            // when
            Path link = Files.createSymbolicLink(folder.resolve("routes/all"), folder.resolve("routes"));
            Files.writeString(folder.resolve(SETTINGS), "camel.main.routes-include-pattern = routes/**/*.camel.yaml");
            Awaitility.await().until(() -> bundle.status().unseen().isPresent());
            // then
            assertThat(bundle.status().unseen().orElseThrow())
                    .hasToString("routes/all: this link leads back to a folder that it is in; remove it");
            // when
            Files.delete(link);
            Awaitility.await().until(() -> bundle.status().unseen().isEmpty());
            // then
            assertThat(log.lines("Edits are not seen")).hasSize(1);
            assertThat(log.lines("Edits are seen again")).hasSize(1);
        }
    }

    @Test
    void tellsThatAPatternIsNone() throws IOException {
        // when
        Files.writeString(folder.resolve(SETTINGS), "\ncamel.main.routes-include-pattern = routes/[*.camel.yaml");
        Awaitility.await().until(() -> bundle.status().unseen().isPresent());
        // then
        assertThat(bundle.status().unseen().orElseThrow().toString())
                .startsWith("application.properties:2: camel.main.routes-include-pattern is 'routes/[*.camel.yaml',"
                        + " which is no pattern: ")
                .endsWith("; a * matches a name or a part of one, ** folders too");
    }

    @Test
    void refusesAnEditWhoseRouteLacksALibraryWhenItStarts() throws IOException {
        // given
        String runs = bundle.status().hash();
        program.bind("timer", new LacksALibrary());
        // when
        Files.writeString(folder.resolve("routes/one.camel.yaml"), ROUTE.replace("it is time", "it is late"));
        Awaitility.await().until(() -> bundle.status().refused().isPresent());
        // then
        assertThat(bundle.status().refused().orElseThrow().summary())
                .isEqualTo("routes/one.camel.yaml: it could not be taken up: java.lang.NoClassDefFoundError:"
                        + " org/example/Missing");
        assertThat(bundle.status().hash()).isEqualTo(runs);
        // when
        program.unbind("timer");
        Files.writeString(folder.resolve("routes/one.camel.yaml"), ROUTE.replace("it is time", "it is over"));
        // then
        Awaitility.await().until(() -> !bundle.status().hash().equals(runs));
    }

    @Test
    void hasAsManySeriesAfterTenEditsAsAfterOne() throws IOException {
        try (Metrics metrics = new Metrics()) {
            bundle.bindTo(metrics.registry());
            edit(0);
            Set<String> series = Awaitility.await()
                    .until(
                            () -> series(metrics),
                            all -> all.stream().anyMatch(one -> one.startsWith("calls_bundle_info{")));
            for (int i = 1; i < 10; i++) {
                edit(i);
            }
            Awaitility.await()
                    .untilAsserted(() -> assertThat(metrics.scrape(Metrics.contentType(null)))
                            .contains("calls_bundle_info{version=\""
                                    + bundle.status().hash() + "\"} 1\n")
                            .contains("calls_bundle_edits_total{result=\"taken-up\"} 10.0\n"));
            assertThat(series(metrics)).isEqualTo(series);
        }
    }

    private void edit(int number) throws IOException {
        String runs = bundle.status().hash();
        Files.writeString(folder.resolve("routes/one.camel.yaml"), ROUTE.replace("it is time", "it is " + number));
        Awaitility.await().until(() -> !bundle.status().hash().equals(runs));
    }

    /** Their values left out, and the version, which is another one after each edit. */
    private static Set<String> series(Metrics metrics) {
        return metrics.scrape(Metrics.contentType(null))
                .lines()
                .filter(line -> line.startsWith("calls_"))
                .map(line -> line.replaceFirst(" .*", "").replaceFirst("version=.*", ""))
                .collect(Collectors.toSet());
    }

    private static final class LacksALibrary extends TimerComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
                throws Exception {
            parameters.clear();
            return new TimerEndpoint(uri, this, remaining) {

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new DefaultConsumer(this, processor) {

                        @Override
                        protected void doStart() {
                            throw new NoClassDefFoundError("org/example/Missing");
                        }
                    };
                }
            };
        }
    }

    @Test
    void takesUpEditsOfAnOverlay() throws IOException {
        // given
        String shipped = bundle.status().hash();
        Files.createDirectories(folder.resolve("mine/routes"));
        Path own = folder.resolve("mine/routes/one.camel.yaml");
        // when
        Files.writeString(folder.resolve(SETTINGS), "calls.bundle.overlays = mine");
        Awaitility.await().until(() -> bundle.status().layers().containsKey("mine"));
        Files.writeString(own, ROUTE.replace("it is time", "it is mine"));
        // then
        Awaitility.await().until(() -> bundle.status().files().contains("mine/routes/one.camel.yaml"));
        assertThat(bundle.status().files()).doesNotContain("routes/one.camel.yaml");
        assertThat(bundle.status().atNextStart()).isEmpty();
        // when
        Files.writeString(own, ROUTE.replace("uri: timer", "uri: tmer"));
        // then
        Awaitility.await().until(() -> bundle.status().refused().isPresent());
        assertThat(bundle.status().refused().orElseThrow().summary()).startsWith("mine/routes/one.camel.yaml:14: ");
        // when the shipped one counts again
        Files.delete(own);
        Awaitility.await().until(() -> bundle.status().files().contains("routes/one.camel.yaml"));
        assertThat(bundle.status().hash()).isNotEqualTo(shipped);
    }

    @Test
    void tellsItsVersionWhileItEnds() {
        // when
        bundle.close();
        // then: whoever asks for health at this moment gets an answer
        assertThat(bundle.status().hash()).hasSize(12);
    }
}
