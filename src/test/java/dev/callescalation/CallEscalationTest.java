package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own: what it says when it cannot start, and how it ends. */
@Timeout(120)
class CallEscalationTest {

    private static final Map<String, String> REGISTERED = Map.of(
            "CALLS_BOT_APP_ID", "11111111-2222-4333-8444-555555555555",
            "CALLS_BOT_APP_SECRET", "a-secret",
            "CALLS_BOT_TENANT_ID", "72f988bf-0000-4000-8000-2d7cd011db47",
            "CALLS_WEBHOOK_PUBLIC_URL", "https://bot.example.org/api/calls");

    @TempDir
    Path folder;

    @Test
    void namesEverythingThatIsMissingInOneMessageAndEndsWithOne() throws Exception {
        // when
        Run run = run(Path.of(""), Map.of("CAMEL_SERVER_PORT", "0", "CAMEL_MANAGEMENT_PORT", "0"));
        // then
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.lastLine())
                .contains(
                        "profile prod",
                        "calls.bot.app-id is missing (environment variable CALLS_BOT_APP_ID)",
                        "CALLS_BOT_APP_SECRET",
                        "CALLS_BOT_TENANT_ID",
                        "CALLS_WEBHOOK_PUBLIC_URL",
                        "CAMEL_MAIN_PROFILE=dev");
        assertThat(run.output).doesNotContain("\tat ");
    }

    @Test
    void saysInOneMessageAllThatProfileProdRefuses() throws Exception {
        // given
        Map<String, String> careless = with(
                with(REGISTERED, "CALLS_BOT_APP_SECRET", "Sandbox"),
                "CALLS_WEBHOOK_PUBLIC_URL",
                "http://bot.example.org/api/calls");
        // when
        Run run = run(
                Path.of(""),
                with(careless, "CALLS_SANDBOX_ENABLED", "true"),
                "-Dcamel.server.port=0",
                "-Dcamel.management.port=0",
                "-Dcamel.management.host=0.0.0.0",
                "-Dcalls.store.password=changeme");
        // then
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.lastLine())
                .contains(
                        "calls.sandbox.enabled is true, which profile prod refuses",
                        "calls.bot.app-secret is a word that everybody tries first",
                        "calls.store.password is a word that everybody tries first",
                        "calls.webhook.public-url must be an https address, or an http address of this machine",
                        "camel.management.host is '0.0.0.0', which others can reach")
                .doesNotContain("Sandbox", "changeme");
    }

    @Test
    void refusesAShortControlTokenInProfileProd() throws Exception {
        // when
        Run run = run(
                Path.of(""),
                with(REGISTERED, "CALLS_CONTROL_TOKEN", "0123456789012345678"),
                "-Dcamel.server.port=0",
                "-Dcamel.management.port=0");
        // then
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.lastLine())
                .contains("calls.control.token is shorter than 20 characters")
                .doesNotContain("0123456789012345678");
    }

    @Test
    void refusesAProfileThatThereIsNot() throws Exception {
        // when
        Run run = run(Path.of(""), with(REGISTERED, "CAMEL_MAIN_PROFILE", "test"));
        // then
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.lastLine()).contains("the profile is 'test'; it must be dev or prod");
    }

    @Test
    void refusesASettingThatIsMistyped() throws Exception {
        // when
        Run run = run(
                Path.of(""),
                with(REGISTERED, "CALLS_INCOMING_ADMISSION", "anwser"),
                "-Dcalls.escalation.mode=inplace",
                "-Dcalls.escalation.also-invite=robot:r2",
                "-Dcalls.escalation.keep-alive-minutes=46",
                "-Dcalls.webhook.max-in-flight=0",
                "-Dcamel.server.port=0",
                "-Dcamel.management.port=0");
        // then
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.lastLine())
                .contains(
                        "calls.escalation.keep-alive-minutes is '46'; it must be a number above 0 and at most 45",
                        "calls.incoming.admission is 'anwser'; it must be one of answer, reject, redirect, forward",
                        "calls.escalation.mode is 'inplace'; it must be one of meeting, in-place",
                        "'robot:r2' names nobody",
                        "calls.webhook.max-in-flight is '0'; it must be a number from 1 to 999999999");
    }

    @Test
    void opensTheControlPortToOthersOnlyWithAToken() throws Exception {
        // when
        Run run = run(
                Path.of(""),
                REGISTERED,
                "-Dcamel.server.port=0",
                "-Dcamel.management.port=0",
                "-Dcamel.management.host=0.0.0.0");
        // then
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.lastLine())
                .contains("camel.management.host is '0.0.0.0', which others can reach; set calls.control.token"
                        + " (environment variable CALLS_CONTROL_TOKEN) or keep it 127.0.0.1");
        assertThat(run.output).doesNotContain("\tat ");
    }

    @Test
    void refusesSecretsAndKeysThatCannotBeRead() throws Exception {
        // when
        Run run = run(
                Path.of(""),
                with(REGISTERED, "CALLS_BOT_APP_SECRET_FILE", "/nowhere"),
                "-Dcamel.server.port=0",
                "-Dcamel.management.port=0",
                "-Dcalls.store.password-file=/nowhere-either",
                "-Dcalls.webhook.tls=true");
        // then
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.lastLine())
                .contains(
                        "calls.bot.app-secret and calls.bot.app-secret-file are both set; keep one of them",
                        "calls.store.password-file names /nowhere-either, which cannot be read",
                        "calls.tls.key-file names ''")
                .doesNotContain("a-secret");
    }

    @Test
    void endsWhenAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // when
            String port = String.valueOf(taken.getLocalPort());
            Run run = run(Path.of(""), with(REGISTERED, "CAMEL_MANAGEMENT_PORT", port));
            // then
            assertThat(run.exitCode).isEqualTo(1);
            assertThat(run.lastLine()).contains("camel.management.port " + port + " cannot be opened");
        }
    }

    @Test
    void saysWhereItHasToBeStarted() throws Exception {
        // when
        Run run = run(folder, REGISTERED);
        // then
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.lastLine())
                .contains("There is no application.properties in " + folder.toRealPath(), "routes/, templates/");
    }

    @Test
    void checksAFolderAndSaysItByItsExitCode() throws Exception {
        // given
        for (String name : List.of("routes", "templates", "application.properties")) {
            copy(Path.of(name), folder.resolve(name));
        }
        // when
        Run right = check(folder.toString());
        // then
        assertThat(right.output).isEmpty();
        assertThat(right.exitCode).isZero();
        // given
        Path route = folder.resolve("routes/call-progressed.camel.yaml");
        Files.writeString(route, Files.readString(route).replace("name: escalate-call", "name: escalate-cal"));
        // when
        Run wrong = check(folder.toString());
        // then
        assertThat(wrong.exitCode).isEqualTo(1);
        assertThat(wrong.output.lines())
                .containsExactly("routes/call-progressed.camel.yaml:17: there is no route from direct:escalate-cal;"
                        + " did you mean 'escalate-call'?");
        // when
        Run nowhere = check(folder.resolve("routes").toString());
        // then
        assertThat(nowhere.exitCode).isEqualTo(2);
        assertThat(nowhere.output).contains("There is no application.properties in", "check [folder]");
    }

    @Test
    void endsAtTheStartWithAllThatIsWrongWithItsFiles() throws Exception {
        // given
        for (String name : List.of("routes", "templates", "application.properties")) {
            copy(Path.of(name), folder.resolve(name));
        }
        Path route = folder.resolve("routes/call-progressed.camel.yaml");
        Files.writeString(route, Files.readString(route).replace("name: escalate-call", "name: escalate-cal"));
        Path template = folder.resolve("templates/app/answer.jslt");
        Files.writeString(template, Files.readString(template).replace(":", ""));
        // when
        Run run = run(folder, REGISTERED, "-Dcamel.server.port=0", "-Dcamel.management.port=0");
        // then
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.lastLine())
                .contains(
                        "The bundle cannot start: its files are wrong: routes/call-progressed.camel.yaml:17: there is no"
                                + " route from direct:escalate-cal; did you mean 'escalate-call'? | templates/app/answer.jslt:",
                        "it does not compile");
        assertThat(run.output).doesNotContain("\tat ");
    }

    @Test
    void runsFromAnyFolderThatHoldsItsFilesAndEndsInOrder() throws Exception {
        // given
        for (String name : List.of("routes", "templates", "application.properties")) {
            copy(Path.of(name), folder.resolve(name));
        }
        String port = freePort();
        Process process =
                start(folder, with(REGISTERED, "CAMEL_SERVER_PORT", port), "-Dcamel.management.port=" + freePort());
        try {
            // when
            HttpRequest get = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/calls"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            HttpClient http = HttpClient.newHttpClient();
            Set<Integer> seen = new HashSet<>();
            int status = Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(
                            () -> {
                                int now = http.send(get, HttpResponse.BodyHandlers.discarding())
                                        .statusCode();
                                seen.add(now);
                                return now;
                            },
                            s -> s == 405);
            // then
            assertThat(status).isEqualTo(405);
            assertThat(seen).isSubsetOf(405, 503);
            // when
            // not by destroy of the process itself, which closes its output
            process.toHandle().destroy();
            while (process.isAlive()) {
                try {
                    seen.add(http.send(get, HttpResponse.BodyHandlers.discarding())
                            .statusCode());
                } catch (IOException gone) {
                    break;
                }
            }
            // then
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(seen).isSubsetOf(405, 503);
            assertThat(process.exitValue()).isZero();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContain("ERROR");
        } finally {
            process.destroyForcibly();
        }
    }

    private record Run(int exitCode, String output) {

        /** Of the bundle itself; Camel may have something to say on the way down. */
        private String lastLine() {
            return output.lines()
                    .filter(line -> line.contains("CallEscalation"))
                    .reduce((first, second) -> second)
                    .orElse(output);
        }
    }

    private static Run run(Path folder, Map<String, String> environment, String... options) throws Exception {
        Process process = start(folder, environment, options);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private static Run check(String folder) throws Exception {
        Process process = start(Path.of(""), Map.of(), List.of("check", folder), "-XX:TieredStopAtLevel=1");
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private static Process start(Path folder, Map<String, String> environment, String... options) throws IOException {
        return start(folder, environment, List.of(), options);
    }

    private static Process start(
            Path folder, Map<String, String> environment, List<String> arguments, String... options)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        String classes = Path.of("target/classes").toAbsolutePath().toString();
        command.addAll(List.of(
                "-cp",
                classes + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                "dev.callescalation.CallEscalation"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("CALLS_") || name.startsWith("CAMEL_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Map<String, String> with(Map<String, String> environment, String name, String value) {
        Map<String, String> more = new java.util.HashMap<>(environment);
        more.put(name, value);
        return more;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return String.valueOf(socket.getLocalPort());
        }
    }
}
