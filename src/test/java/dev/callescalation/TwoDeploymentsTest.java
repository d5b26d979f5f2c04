package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bot for several deployments: the first one takes all calls, and gives those of a tenant to another. */
class TwoDeploymentsTest {

    private static final String PARTNER = "0fb12345-0000-4000-8000-000000000001";

    @TempDir
    Path folder;

    @Test
    void takeTheCallsOfATenantEach() throws Exception {
        // given
        try (TestBundle second = TestBundle.start(Map.of());
                TestBundle first = TestBundle.start(forwardsThePartner(), ofTheSameGraph(second))) {
            second.sandbox().webhook(first.webhook());
            for (String form : new String[] {"app", "applications", "communications"}) {
                // when
                String ours = place(second, form, TestBundle.TENANT);
                String theirs = place(second, form, PARTNER);
                // then
                awaitMoved(first, ours);
                awaitMoved(second, theirs);
                assertThat(first.get("/escalations?search=" + theirs).body()).doesNotContain("\"phase\"");
                assertThat(second.get("/escalations?search=" + ours).body()).doesNotContain("\"phase\"");
            }
        }
    }

    private Path forwardsThePartner() throws Exception {
        BundleFiles.copyTo(folder);
        Path policy = folder.resolve("routes/policy/admit-call.camel.yaml");
        String shipped = Files.readString(policy);
        String edited = shipped.replaceFirst(
                "constant:\\s+expression: \"\\{\\{calls.incoming.admission}}\"",
                "simple: {expression: \"\\${iif(\\${variable.tenantId} == '" + PARTNER
                        + "',forward,{{calls.incoming.admission}})}\"}");
        assertThat(edited).isNotEqualTo(shipped);
        Files.writeString(policy, edited);
        return folder;
    }

    private static Map<String, String> ofTheSameGraph(TestBundle second) {
        String graph = second.sandbox().url();
        return Map.of(
                "calls.graph.url",
                graph,
                "calls.login.url",
                graph,
                "calls.webhook.openid-url",
                graph + "/v1/.well-known/OpenIdConfiguration",
                "calls.incoming.forward-url",
                second.webhook(),
                "calls.store.url",
                TestStore.newUrl());
    }

    /** The id of the scenario. */
    private static String place(TestBundle graph, String form, String tenant) {
        String scenario = UUID.randomUUID().toString();
        graph.sandbox()
                .order("{\"scenario\":\"" + scenario + "\",\"form\":\"" + form + "\",\"tenantId\":\"" + tenant + "\"}")
                .join();
        return scenario;
    }

    private static void awaitMoved(TestBundle bundle, String scenario) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(
                                bundle.get("/escalations?search=" + scenario).body())
                        .containsPattern("\"phase\" : \"(escalated|ended)\""));
    }
}
