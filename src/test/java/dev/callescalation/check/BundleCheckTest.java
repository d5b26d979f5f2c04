package dev.callescalation.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the bundle pass; each mistake is found, with its place and what to write instead. */
class BundleCheckTest {

    private static final BundleCheck CHECK = new BundleCheck();
    private static final String FACT = "(?:\\.set|Map\\.entry)\\(\\s*\"([A-Za-z]+)\"";
    private static final FileSet FILES = new BundleFolder(Path.of(""), "dev", new Properties()).read();

    static Stream<Mistake> mistakes() {
        return Mistakes.all();
    }

    @Test
    void findsNothingWrongWithTheBundleItself() {
        assertThat(CHECK.check(FILES, new Properties())).isEmpty();
    }

    @Test
    void knowsTheVariablesThatStepsSet() throws IOException {
        // given
        Set<String> set = inSources("setVariable\\(\\s*\"([A-Za-z]+)\"");
        set.addAll(in(Path.of("src/main/java/dev/callescalation/decision/Facts.java"), FACT));
        // then
        assertThat(Variables.setByTheProgram()).isEqualTo(set);
    }

    @Test
    void knowsTheSettingsThatTheProgramReads() throws IOException {
        // given
        Set<String> read = inSources("setting\\(context, \"(calls\\.[a-z.-]+)\"|\\{\\{\\??(calls\\.[a-z.-]+)}}");
        // then
        assertThat(SettingRules.readByTheProgram()).containsAll(read);
    }

    /** Whatever the first group of the pattern is in the sources of the program. */
    private static Set<String> inSources(String pattern) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> in(file, pattern).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> in(Path file, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text(file))
                .results()
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                .collect(Collectors.toSet());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void saysWhereAMistakeIsAndWhatToWriteInstead(Mistake mistake) {
        // given
        FileSet edited = mistake.applyTo(FILES);
        // when
        List<Finding> findings = CHECK.check(edited, new Properties());
        // then
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.toString()).contains(mistake.says());
            assertThat(finding.toString()).doesNotContain("\n").doesNotContain("Exception");
            // in the mistakes that is a passcode, or the key of a signed address
            assertThat(finding.toString()).doesNotContain("xY9zzQ");
        });
        if (!mistake.at().isEmpty()) {
            String text = edited.file(mistake.file()).orElseThrow().text();
            assertThat(findings).anySatisfy(finding -> {
                assertThat(finding.file()).isEqualTo(mistake.file());
                assertThat(finding.line()).isEqualTo(mistake.line(text));
            });
        }
    }

    static Stream<Mistake> variants() {
        return Mistakes.of("/variants.yaml");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variants")
    void findsNothingWrongWith(Mistake variant) {
        assertThat(CHECK.check(variant.applyTo(FILES), new Properties())).isEmpty();
    }

    @Test
    void findsWhatNothingReadsInTheEnvironment() {
        // given
        Findings findings = new Findings();
        Map<String, String> given = Map.ofEntries(
                Map.entry("CALLS_WEBHOOK_TENANT", "a"),
                Map.entry("CALLS_SANDBOX_PORT", "8082"),
                Map.entry("calls.metting.subject", "b"),
                Map.entry("CAMEL_MAIN_SHUTDOWN_TIMEOT", "9"),
                Map.entry("CAMEL_SERVER_HOSTS", "0.0.0.0"),
                // right
                Map.entry("CALLS_WEBHOOK_TENANTS", "c"),
                Map.entry("CALLS_STORE_PASSWORD", "d"),
                Map.entry("CALLS_TLS_PASSWORD_FILE", "e"),
                Map.entry("calls.meeting.subject", "f"),
                Map.entry("CAMEL_MAIN_SHUTDOWN_TIMEOUT", "9"),
                Map.entry("CAMEL_SERVER_PORT", "80"),
                Map.entry("CAMEL_COMPONENT_KAFKA_BROKERS", "k:9092"),
                Map.entry("CAMEL_COMPONENT_HTTP_SOCKET_TIMEOUT", "5"),
                Map.entry("CAMEL_HOME", "/opt/camel"),
                Map.entry("CAMEL_OPTS", ""),
                Map.entry("CAMEL_VERSION", "4.18.0"),
                // of services in Kubernetes
                Map.entry("CALLS_SERVICE_HOST", "10.0.0.1"),
                Map.entry("CALLS_BOT_SERVICE_PORT_HTTP", "80"),
                Map.entry("CALLS_BOT_PORT", "tcp://10.0.0.1:80"),
                Map.entry("CALLS_PORT_80_TCP_ADDR", "10.0.0.1"));
        // when
        PlaceholdersCheck.environment(CHECK.parse(FILES, new Properties(), findings), given, findings);
        // then
        assertThat(findings.sorted())
                .extracting(Finding::toString)
                .containsExactlyInAnyOrder(
                        "environment: nothing reads CALLS_WEBHOOK_TENANT; did you mean 'CALLS_WEBHOOK_TENANTS'?",
                        "environment: nothing reads calls.metting.subject; did you mean 'calls.meeting.subject'?",
                        "environment: Camel does not read CALLS_SANDBOX_PORT, as its name ends with _PORT;"
                                + " give it by -D",
                        "environment: Camel does not read CAMEL_MAIN_SHUTDOWN_TIMEOT; did you mean"
                                + " camel.main.shutdown-timeout?",
                        "environment: Camel does not read CAMEL_SERVER_HOSTS; did you mean camel.server.host?");
    }
}
