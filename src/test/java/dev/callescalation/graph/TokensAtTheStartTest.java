package dev.callescalation.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.TestBundle;
import dev.callescalation.TestLog;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bundle asks for the token of its own tenant when it starts, so that no answer to a call has to wait for it. */
class TokensAtTheStartTest {

    /** Nobody listens there. */
    private static final String NOWHERE = "http://127.0.0.1:1";

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with("calls.meeting.subject=Tokens at the start");

    @Test
    void hasATokenBeforeTheFirstCallAndAsksForNoOtherOne() {
        // given
        await().until(BUNDLE.bundle().sandbox()::tokenRequests, requests -> requests == 1);
        // when
        BUNDLE.call("/communications").incoming().awaitOperation("answer", "completed");
        // then
        assertThat(BUNDLE.bundle().sandbox().tokenRequests()).isEqualTo(1);
        assertThat(health(BUNDLE.bundle()).path("status").asText()).isEqualTo("UP");
    }

    @Test
    void startsWithoutATokenAndSaysWhyInTheLogAndInHealth() {
        try (TestLog log = TestLog.ofEverything();
                TestBundle bundle = TestBundle.start(Path.of(""), Map.of("calls.login.url", NOWHERE))) {
            // then
            String sentence = "no token for tenant " + TestBundle.TENANT + " from 127.0.0.1: ";
            await().until(() -> health(bundle).toString(), text -> text.contains(sentence));
            assertThat(log.lines(sentence)).isNotEmpty();
            assertThat(health(bundle).path("status").asText()).isEqualTo("UP");
            // when
            bundle.call("/app").incoming();
            // then
            assertThat(bundle.get("/escalations").body()).contains("answering");
        }
    }

    private static JsonNode health(TestBundle bundle) {
        return TestBundle.json(bundle.get("/observe/health").body());
    }
}
