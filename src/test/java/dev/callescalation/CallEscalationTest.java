package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.story.FreePort;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as a process of its own: what it says when it cannot start, and how it ends. */
@Timeout(120)
class CallEscalationTest {

    @TempDir
    Path folder;

    @Test
    void namesEverythingThatIsMissingInOneMessageAndEndsWithOne() throws Exception {
        // when
        ProgramRun run = ProgramRun.of(Path.of(""), Map.of("CAMEL_SERVER_PORT", "0", "CAMEL_MANAGEMENT_PORT", "0"));
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine())
                .contains(
                        "profile prod",
                        "calls.bot.app-id is missing (environment variable CALLS_BOT_APP_ID)",
                        "CALLS_BOT_APP_SECRET",
                        "CALLS_BOT_TENANT_ID",
                        "CALLS_WEBHOOK_PUBLIC_URL",
                        "CAMEL_MAIN_PROFILE=dev");
        assertThat(run.output()).doesNotContain("\tat ");
    }

    @Test
    void saysInOneMessageAllThatProfileProdRefuses() throws Exception {
        // given
        Map<String, String> careless = ProgramRun.with(
                ProgramRun.with(ProgramRun.REGISTERED, "CALLS_BOT_APP_SECRET", "Sandbox"),
                "CALLS_WEBHOOK_PUBLIC_URL",
                "http://bot.example.org/api/calls");
        // when
        ProgramRun run = ProgramRun.of(
                Path.of(""),
                ProgramRun.with(careless, "CALLS_SANDBOX_ENABLED", "true"),
                "-Dcamel.server.port=0",
                "-Dcamel.management.port=0",
                "-Dcamel.management.host=0.0.0.0",
                "-Dcalls.traces.headers=api-key=changeme",
                "-Dcalls.traces.endpoint-url=http://traces.example.org/v1/traces",
                "-Dcalls.store.password=changeme");
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine())
                .contains(
                        "calls.sandbox.enabled is true, which profile prod refuses",
                        "calls.bot.app-secret is a word that everybody tries first",
                        "calls.store.password is a word that everybody tries first",
                        "calls.webhook.public-url must be an https address, or an http address of this machine",
                        "calls.traces.endpoint-url must be an https address, or an http address of this machine",
                        "camel.management.host is '0.0.0.0', which others can reach")
                .doesNotContain("Sandbox", "changeme");
    }

    @Test
    void takesAnHttpPublicUrlInProfileProdOnlyForLoadTests() throws Exception {
        // given
        Map<String, String> local =
                ProgramRun.with(ProgramRun.REGISTERED, "CALLS_WEBHOOK_PUBLIC_URL", "HTTP://127.0.0.1:8080/api/calls");
        String refusal = "calls.webhook.public-url is an http address, which profile prod refuses";
        // when
        ProgramRun prod = ProgramRun.of(Path.of(""), ProgramRun.with(local, "CAMEL_SERVER_PORT", "-1"));
        // then
        assertThat(prod.exitCode()).isEqualTo(1);
        assertThat(prod.lastLine()).contains(refusal);
        // when: the port keeps it from starting
        ProgramRun load = ProgramRun.of(
                Path.of(""),
                ProgramRun.with(
                        ProgramRun.with(local, "CAMEL_SERVER_PORT", "-1"),
                        "CALLS_WEBHOOK_INSECURE_PUBLIC_URL",
                        "true"));
        // then
        assertThat(load.exitCode()).isEqualTo(1);
        assertThat(load.lastLine()).contains("camel.server.port").doesNotContain("public-url");
    }

    @Test
    void refusesAShortControlTokenInProfileProd() throws Exception {
        // when
        ProgramRun run = ProgramRun.of(
                Path.of(""),
                ProgramRun.with(
                        ProgramRun.with(ProgramRun.REGISTERED, "CALLS_CONTROL_TOKEN", "0123456789012345678"),
                        "CALLS_CONTROL_VIEWER_TOKEN",
                        "0123456789012345678"),
                "-Dcamel.server.port=0",
                "-Dcamel.management.port=0");
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine())
                .contains(
                        "calls.control.token is shorter than 20 characters",
                        "calls.control.viewer-token is shorter than 20 characters",
                        "calls.control.viewer-token is the same as calls.control.token")
                // who has registered a bot needs no hint at the sandbox
                .doesNotContain("0123456789012345678", "CAMEL_MAIN_PROFILE=dev");
    }

    @Test
    void warnsInProfileProdOfDeadlinesThatGiveUpWhatCouldStillGoWell() throws Exception {
        // when: the port keeps it from starting
        ProgramRun run = ProgramRun.of(
                Path.of(""),
                ProgramRun.with(ProgramRun.REGISTERED, "CAMEL_SERVER_PORT", "-1"),
                "-Dlog.level=WARN",
                "-Dcalls.escalation.operation-deadline-ms=74999",
                "-Dcalls.escalation.established-deadline-ms=14999");
        // then
        assertThat(run.output())
                .contains("WARN", "calls.escalation.operation-deadline-ms is 74999: an invite", "make it 75000 or more")
                .contains("calls.escalation.established-deadline-ms is 14999: an answer", "make it 15000 or more");
    }

    @Test
    void refusesAProfileThatThereIsNot() throws Exception {
        // when
        ProgramRun run =
                ProgramRun.of(Path.of(""), ProgramRun.with(ProgramRun.REGISTERED, "CAMEL_MAIN_PROFILE", "test"));
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine()).contains("the profile is 'test'; it must be dev or prod");
    }

    @Test
    void refusesACommandThatThereIsNotInsteadOfStarting() throws Exception {
        // when
        ProgramRun misspelt = ProgramRun.of(folder, Map.of(), List.of("chek"));
        // then
        assertThat(misspelt.exitCode()).isEqualTo(2);
        assertThat(misspelt.output().lines())
                .containsExactly("There is no command 'chek'; did you mean 'check'?"
                        + " Commands: run, check, test, diff, adopt; without one the bundle starts.");
        // when
        ProgramRun strange = ProgramRun.of(folder, Map.of(), List.of("start-everything"));
        // then
        assertThat(strange.exitCode()).isEqualTo(2);
        assertThat(strange.output().lines())
                .containsExactly("There is no command 'start-everything'."
                        + " Commands: run, check, test, diff, adopt; without one the bundle starts.");
    }

    @Test
    void refusesAnOptionThatThereIsNotInsteadOfStarting() throws Exception {
        // when
        ProgramRun misspelt = ProgramRun.of(folder, Map.of(), List.of("--profil", "dev"));
        // then
        assertThat(misspelt.exitCode()).isEqualTo(2);
        assertThat(misspelt.output().lines())
                .containsExactly("There is no option '--profil'; did you mean '--profile'?"
                        + " usage: java -jar call-escalation.jar [-hV] [-profile=<profile>] [COMMAND]");
        // when
        ProgramRun tooMany = ProgramRun.of(folder, Map.of(), List.of("check", "here", "there"));
        // then
        assertThat(tooMany.exitCode()).isEqualTo(2);
        assertThat(tooMany.output().lines())
                .containsExactly(
                        "'there' is one argument too many." + " usage: java -jar call-escalation.jar check [folder]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "run --help", "check --help", "test -h"})
    void explainsItselfWithoutStarting(String arguments) throws Exception {
        // when
        ProgramRun run = ProgramRun.of(folder, Map.of(), List.of(arguments.split(" ")));
        // then
        assertThat(run.exitCode()).isZero();
        assertThat(run.output())
                .startsWith("Usage: java -jar call-escalation.jar ")
                .doesNotContain("CallEscalation");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "check --version"})
    void namesTheVersionThatMavenHasBuilt(String arguments) throws Exception {
        // given
        Matcher version = Pattern.compile("<artifactId>call-escalation</artifactId>\\s+<version>(.+?)</version>")
                .matcher(BundleFiles.text(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        // when
        ProgramRun run = ProgramRun.of(folder, Map.of(), List.of(arguments.split(" ")));
        // then
        assertThat(run.exitCode()).isZero();
        assertThat(run.output().lines()).containsExactly("call-escalation " + version.group(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-profile test", "--profile test", "--profile=test", "run --profile test"})
    void takesTheProfileWithAndWithoutItsCommand(String arguments) throws Exception {
        // when
        ProgramRun run = ProgramRun.of(Path.of(""), ProgramRun.REGISTERED, List.of(arguments.split(" ")));
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine()).contains("the profile is 'test'; it must be dev or prod");
    }

    @Test
    void refusesASettingThatIsMistyped() throws Exception {
        // when
        ProgramRun run = ProgramRun.of(
                Path.of(""),
                ProgramRun.with(ProgramRun.REGISTERED, "CALLS_INCOMING_ADMISSION", "anwser"),
                "-Dcalls.escalation.mode=inplace",
                "-Dcalls.escalation.also-invite=robot:r2",
                "-Dcalls.escalation.keep-alive-minutes=46",
                "-Dcalls.webhook.max-in-flight=0",
                "-Dcalls.store.url=jdbc:mysql://bot:hidden@store/calls",
                "-Dcalls.login.url=https://bot:{{hidden@login",
                "-Dcamel.server.port=0",
                "-Dcamel.management.port=0");
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine())
                .contains(
                        "calls.login.url holds {{ or }}, which Camel takes for a placeholder, and cannot be filled in",
                        "calls.escalation.keep-alive-minutes is '46'; it must be a number above 0 and at most 45",
                        "calls.incoming.admission is 'anwser'; it must be one of answer, reject, redirect, forward",
                        "calls.escalation.mode is 'inplace'; it must be one of meeting, in-place",
                        "'robot:r2' names nobody",
                        "calls.webhook.max-in-flight is '0'; it must be a number from 1 to 999999999",
                        "calls.store.url names no store; it must begin with jdbc:sqlite: or jdbc:postgresql://");
        assertThat(run.output()).doesNotContain("hidden");
    }

    @Test
    void opensTheControlPortToOthersOnlyWithAToken() throws Exception {
        // when
        ProgramRun run = ProgramRun.of(
                Path.of(""),
                ProgramRun.with(ProgramRun.REGISTERED, "CALLS_CONTROL_VIEWER_TOKEN", "0123456789-0123456789"),
                "-Dcamel.server.port=0",
                "-Dcamel.management.port=0",
                "-Dcamel.management.host=0.0.0.0");
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine())
                .contains("calls.control.viewer-token is set without calls.control.token")
                .contains("camel.management.host is '0.0.0.0', which others can reach; set calls.control.token"
                        + " (environment variable CALLS_CONTROL_TOKEN) or keep it 127.0.0.1");
        assertThat(run.output()).doesNotContain("\tat ");
    }

    @Test
    void refusesSecretsAndKeysThatCannotBeRead() throws Exception {
        // when
        ProgramRun run = ProgramRun.of(
                Path.of(""),
                ProgramRun.with(ProgramRun.REGISTERED, "CALLS_BOT_APP_SECRET_FILE", "/nowhere"),
                "-Dcamel.server.port=0",
                "-Dcamel.management.port=0",
                "-Dcalls.store.password-file=/nowhere-either",
                "-Dcalls.webhook.tls=true");
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine())
                .contains(
                        "calls.bot.app-secret and calls.bot.app-secret-file are both set; keep one of them",
                        "calls.store.password-file names /nowhere-either, which cannot be read",
                        "calls.tls.certificate-file is missing")
                .doesNotContain("a-secret");
    }

    @Test
    void endsWhenAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // when
            String port = String.valueOf(taken.getLocalPort());
            ProgramRun run =
                    ProgramRun.of(Path.of(""), ProgramRun.with(ProgramRun.REGISTERED, "CAMEL_MANAGEMENT_PORT", port));
            // then
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.lastLine()).contains("camel.management.port " + port + " cannot be opened");
        }
    }

    @Test
    void endsWhenBothPortsAreTheSame() throws Exception {
        // when
        String port = String.valueOf(FreePort.next());
        ProgramRun run = ProgramRun.of(
                Path.of(""), ProgramRun.REGISTERED, "-Dcamel.server.port=" + port, "-Dcamel.management.port=" + port);
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine())
                .contains("camel.management.port and camel.server.port are both " + port
                        + "; the control port needs one of its own");
        assertThat(run.output()).doesNotContain("\tat ");
    }

    /** Camel would look for a file whose name it has decoded. */
    private void copyWithANameThatIsNoAddress() throws Exception {
        BundleFiles.copyTo(folder);
        Files.move(folder.resolve("routes/over.camel.yaml"), folder.resolve("routes/over+ 100%,.camel.yaml"));
    }

    @Test
    void runsFromAnyFolderThatHoldsItsFilesAndEndsInOrder() throws Exception {
        // given
        copyWithANameThatIsNoAddress();
        String port = String.valueOf(FreePort.next());
        int controlPort = FreePort.next();
        Process process = ProgramRun.start(
                folder,
                ProgramRun.with(ProgramRun.REGISTERED, "CAMEL_SERVER_PORT", port),
                "-Dcamel.management.port=" + controlPort,
                "-Dcalls.shutdown.drain-ms=10000",
                "-Dcamel.main.modeline=true");
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
            // when: not by destroy of the process itself, which closes its output
            process.toHandle().destroy();
            // then: a balancer sees it before anybody is sent away
            awaitNotReady(http, controlPort);
            HttpResponse<Void> served = http.send(get, HttpResponse.BodyHandlers.discarding());
            assertThat(served.statusCode()).isEqualTo(405);
            assertThat(served.headers().firstValue("Connection")).contains("close");
            // when
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

    private static void awaitNotReady(HttpClient http, int controlPort) {
        HttpRequest ready = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + controlPort + "/observe/health/ready"))
                .build();
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> http.send(ready, HttpResponse.BodyHandlers.ofString())
                        .body()
                        .contains("about to stop"));
    }
}
