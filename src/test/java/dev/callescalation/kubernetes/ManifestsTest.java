package dev.callescalation.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleFiles;
import dev.callescalation.ProgramRun;
import dev.callescalation.check.SettingRules;
import dev.callescalation.secret.Secrets;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests of deploy/kubernetes: whether a cluster takes them, and whether they fit the program. */
class ManifestsTest {

    private static final Properties SETTINGS = settings();
    /** In docs/operations.md: what a stop may take besides the drain, in seconds. */
    private static final int LONGEST_END = 45;

    private static final Map<String, Manifests> RENDERED = new HashMap<>();

    @BeforeAll
    static void render(@TempDir Path folder) throws Exception {
        Manifests.copyTo(folder);
        RENDERED.put("try", Manifests.render(folder.resolve(Manifests.TRY)));
        RENDERED.put("production", Manifests.render(folder.resolve(Manifests.PRODUCTION)));
        RENDERED.put("with the files of the bundle", Manifests.render(folder));
        Path production = folder.resolve(Manifests.PRODUCTION).resolve("kustomization.yaml");
        Manifests.replace(production, "components/ingress", "components/gateway");
        Manifests.replace(production, "components:\n", "components:\n  - ../../components/postgresql\n");
        RENDERED.put("with Gateway and PostgreSQL", Manifests.render(folder));
    }

    private static Properties settings() {
        Properties settings = new Properties();
        try {
            settings.load(new StringReader(Files.readString(Path.of("application.properties"))));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return settings;
    }

    static Set<String> overlays() {
        return Set.of("try", "production", "with the files of the bundle", "with Gateway and PostgreSQL");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void aClusterTakesEachDocument(String overlay) {
        assertThat(RENDERED.get(overlay).documents()).isNotEmpty().allSatisfy(KubernetesTypes::validate);
    }

    @Test
    void aClusterTakesNoWordThatItDoesNotKnow() {
        for (JsonNode document : RENDERED.get("with Gateway and PostgreSQL").documents()) {
            JsonNode misspelt = KubernetesTypes.withAWordTooMany(document);
            assertThatThrownBy(() -> KubernetesTypes.validate(misspelt))
                    .as(document.path("kind").asText())
                    .hasMessageContaining("wordTooMany");
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyVariableIsASetting(String overlay) {
        Set<String> known = new TreeSet<>(List.of("LOG_FORMAT"));
        SETTINGS.stringPropertyNames().forEach(key -> known.add(SettingRules.environmentVariable(key)));
        Secrets.ALL.forEach(secret -> known.add(SettingRules.environmentVariable(secret + "-file")));
        assertThat(known).containsAll(RENDERED.get(overlay).environment().keySet());
        assertThat(BundleFiles.all(Path.of("src/main/resources"), "log4j2.properties"))
                .anySatisfy(log -> assertThat(log).content().contains("LOG_FORMAT"));
    }

    /** And each key that a file is made of is one that docs/kubernetes.md puts into the Secret. */
    @ParameterizedTest
    @MethodSource("overlays")
    void secretsAreFilesOfTheSecret(String overlay) throws IOException {
        Map<String, String> environment = RENDERED.get(overlay).environment();
        for (String secret : Secrets.ALL) {
            assertThat(environment).doesNotContainKey(SettingRules.environmentVariable(secret));
        }
        assertThat(RENDERED.get(overlay).all("Secret")).hasSize("try".equals(overlay) ? 1 : 0);
        JsonNode volume = RENDERED.get(overlay).volume("secrets").path("secret");
        assertThat(volume.path("secretName").asText()).startsWith(Manifests.NAME);
        String document = Files.readString(Path.of("docs/kubernetes.md"));
        environment.forEach((name, value) -> {
            if (name.endsWith("_FILE")) {
                assertThat(value).startsWith("/etc/call-escalation/");
                assertThat(document).contains("=" + value.replace("/etc/call-escalation/", ""));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void portsAndProbesAreThoseOfTheProgram(String overlay) throws IOException {
        JsonNode container = RENDERED.get(overlay).container();
        assertThat(container.path("ports"))
                .hasSize(2)
                .allSatisfy(port -> assertThat(SETTINGS.getProperty(
                                port.path("name").asText().equals("webhook")
                                        ? "camel.server.port"
                                        : "camel.management.port"))
                        .endsWith(":" + port.path("containerPort").asText() + "}}"));
        String operations = Files.readString(Path.of("docs/operations.md"));
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            String path = container.path(probe).at("/httpGet/path").asText();
            assertThat(path).isEqualTo("/observe/health/" + (probe.equals("livenessProbe") ? "live" : "ready"));
            assertThat(operations).contains("GET " + path + "`");
            assertThat(container.path(probe).at("/httpGet/port").asText()).isEqualTo("control");
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void aPodHasTheTimeToEndThatTheProgramTakes(String overlay) throws IOException {
        JsonNode pod = RENDERED.get(overlay).pod();
        int sleep = pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt();
        int drain = Integer.parseInt(SETTINGS.getProperty("calls.shutdown.drain-ms")) / 1000;
        assertThat(Files.readString(Path.of("docs/operations.md"))).contains("the drain and " + LONGEST_END + " s");
        assertThat(sleep).isPositive();
        assertThat(RENDERED.get(overlay).environment()).doesNotContainKey("CALLS_SHUTDOWN_DRAIN_MS");
        assertThat(pod.path("terminationGracePeriodSeconds").asInt())
                .isGreaterThanOrEqualTo(sleep + drain + LONGEST_END);
    }

    /** Neither a rollout nor a drain leaves fewer than two pods, and a pod that is not ready holds up no drain. */
    @Test
    void productionIsNeverDown() {
        Manifests production = RENDERED.get("production");
        JsonNode deployment = production.one("Deployment").path("spec");
        JsonNode budget = production.one("PodDisruptionBudget").path("spec");
        assertThat(deployment.at("/strategy/rollingUpdate/maxUnavailable").asInt(1))
                .isZero();
        assertThat(deployment.path("replicas").asInt()
                        - budget.path("maxUnavailable").asInt())
                .isGreaterThanOrEqualTo(2);
        assertThat(budget.at("/selector")).isEqualTo(deployment.path("selector"));
        assertThat(budget.path("unhealthyPodEvictionPolicy").asText()).isEqualTo("AlwaysAllow");
        assertThat(production.pod().path("topologySpreadConstraints"))
                .extracting(spread -> spread.path("topologyKey").asText())
                .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
    }

    /** A SQLite file belongs to one program. */
    @Test
    void theTryHasOnePodAtATime() {
        JsonNode deployment = RENDERED.get("try").one("Deployment").path("spec");
        assertThat(deployment.path("replicas").asInt()).isEqualTo(1);
        assertThat(deployment.path("strategy")).hasToString("{\"type\":\"Recreate\"}");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void aPodMayDoNothingThatItDoesNotNeed(String overlay) {
        RENDERED.get(overlay).documents().stream()
                .map(document -> document.at("/spec/template/spec"))
                .filter(pod -> pod.has("containers"))
                .forEach(pod -> {
                    assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
                            .isFalse();
                    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean())
                            .isTrue();
                    assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                            .isEqualTo("RuntimeDefault");
                    assertThat(Stream.of("containers", "initContainers")
                                    .flatMap(list ->
                                            StreamSupport.stream(pod.path(list).spliterator(), false)))
                            .allSatisfy(ManifestsTest::mayDoNothing);
                });
        assertThat(RENDERED.get(overlay).pod().at("/securityContext/runAsUser").asInt())
                .isEqualTo(10_001);
    }

    private static void mayDoNothing(JsonNode container) {
        JsonNode security = container.path("securityContext");
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(security.at("/capabilities/drop")).hasToString("[\"ALL\"]");
        assertThat(container.at("/resources/limits").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("memory");
    }

    /** Only the page keeps something on a pod: its sessions. */
    @ParameterizedTest
    @MethodSource("overlays")
    void theServicesLeadToThePorts(String overlay) {
        for (JsonNode service : RENDERED.get(overlay).all("Service")) {
            String name = service.at("/metadata/name").asText();
            if (name.startsWith(Manifests.NAME)) {
                boolean webhook = name.equals(Manifests.NAME);
                assertThat(service.at("/spec/sessionAffinity").asText()).isEqualTo(webhook ? "None" : "ClientIP");
                assertThat(service.at("/spec/ports/0/targetPort").asText()).isEqualTo(webhook ? "webhook" : "control");
                assertThat(RENDERED.get(overlay).one("Deployment").at("/spec/template/metadata/labels"))
                        .isEqualTo(service.at("/spec/selector"));
            }
        }
    }

    @Test
    void onlyTheWebhookIsReachedFromOutside() {
        JsonNode ingress = RENDERED.get("production").one("Ingress");
        JsonNode rule = ingress.at("/spec/rules/0");
        assertThat(ingress.at("/spec/rules")).hasSize(1);
        assertThat(rule.at("/http/paths")).hasSize(1);
        assertThat(rule.at("/http/paths/0/path").asText()).isEqualTo(SETTINGS.getProperty("calls.webhook.path"));
        assertThat(rule.at("/http/paths/0/pathType").asText()).isEqualTo("Exact");
        assertThat(rule.at("/http/paths/0/backend/service/port/name").asText()).isEqualTo("webhook");
        JsonNode annotations = ingress.at("/metadata/annotations");
        assertThat(annotations
                        .path("nginx.ingress.kubernetes.io/proxy-body-size")
                        .asText())
                .isEqualTo(SETTINGS.getProperty("calls.webhook.max-body-bytes"));
        assertThat(annotations
                        .path("nginx.ingress.kubernetes.io/proxy-next-upstream")
                        .asText())
                .isEqualTo("off");

        JsonNode route =
                RENDERED.get("with Gateway and PostgreSQL").one("HTTPRoute").path("spec");
        assertThat(route.path("rules")).hasSize(1);
        assertThat(route.at("/rules/0/matches"))
                .hasToString("[{\"method\":\"POST\",\"path\":{\"type\":\"Exact\",\"value\":\"%s\"}}]"
                        .formatted(SETTINGS.getProperty("calls.webhook.path")));
        assertThat(route.at("/rules/0/backendRefs/0/name").asText()).isEqualTo(Manifests.NAME);
        assertThat(route.at("/rules/0/backendRefs/0/port").asInt()).isEqualTo(8080);
        assertThat(route.at("/rules/0").has("retry")).isFalse();
    }

    @Test
    void theHostIsThatOfThePublicAddress(@TempDir Path folder) throws Exception {
        // given
        Manifests.copyTo(folder);
        Path production = folder.resolve(Manifests.PRODUCTION);
        Manifests.replace(production.resolve("settings.env"), "https://<host>/", "https://bot.example.org/");
        // then
        JsonNode ingress = Manifests.render(folder).one("Ingress");
        assertThat(ingress.at("/spec/rules/0/host").asText()).isEqualTo("bot.example.org");
        assertThat(ingress.at("/spec/tls/0/hosts")).hasToString("[\"bot.example.org\"]");
        // when
        Manifests.replace(production.resolve("kustomization.yaml"), "components/ingress", "components/gateway");
        // then
        assertThat(Manifests.render(folder).one("HTTPRoute").at("/spec/hostnames"))
                .hasToString("[\"bot.example.org\"]");
    }

    @Test
    void monitoringFindsWhatItWatches() throws IOException {
        Manifests production = RENDERED.get("production");
        JsonNode monitor = production.one("PodMonitor").path("spec");
        JsonNode labels = production.one("Deployment").at("/spec/template/metadata/labels");
        assertThat(labels.path(monitor.path("jobLabel").asText()).asText()).isEqualTo("call-escalation");
        assertThat(monitor.at("/selector/matchLabels")).isEqualTo(labels);
        assertThat(monitor.at("/podMetricsEndpoints/0/port").asText()).isEqualTo("control");
        assertThat(Files.readString(Path.of("docs/operations.md")))
                .contains("GET " + monitor.at("/podMetricsEndpoints/0/path").asText() + "`");
        assertThat(production.environment().get("CALLS_CONTROL_VIEWER_TOKEN_FILE"))
                .endsWith("/"
                        + monitor.at("/podMetricsEndpoints/0/authorization/credentials/key")
                                .asText());
        assertThat(production
                        .configMap("call-escalation-board")
                        .at("/data/call-escalation.json")
                        .asText())
                .isEqualTo(Files.readString(Path.of("ops/grafana/board.json")));
    }

    /** Applied as it is, production ends with one message that names all that is to be filled in. */
    @Test
    void productionDoesNotStartWithWhatIsToBeFilledIn() throws Exception {
        // when
        ProgramRun run = ProgramRun.of(Path.of(""), RENDERED.get("production").environment());
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(Stream.of(
                        "calls.bot.app-id is '<id>'",
                        "calls.bot.tenant-id is '<id>'",
                        "calls.bot.app-secret-file names /etc/call-escalation/bot-app-secret",
                        "calls.control.token-file names /etc/call-escalation/control-token",
                        "calls.store.password-file names",
                        "calls.webhook.public-url must be",
                        "calls.meeting.join-url",
                        "calls.store.url names no store"))
                .allSatisfy(finding -> assertThat(run.lastLine()).contains(finding));
    }
}
