package dev.callescalation.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The service signs with new keys from one moment to the next, and publishes the old ones no longer. */
class KeyRotationTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with("calls.meeting.subject=Keys rotate");

    @Test
    void noNotificationIsRefused() {
        // given
        List<TestCall> calls = List.of(
                BUNDLE.call("/app"),
                BUNDLE.call("/applications/8A34A46B-3D17-4ADC-8DCE-DC4E7D572698"),
                BUNDLE.call("/communications"));
        calls.forEach(TestCall::incoming);
        String unseen = BUNDLE.bundle().sandbox().webhookToken("a-tenant-that-never-came");
        // when
        assertThat(rotate().statusCode()).isEqualTo(204);
        // then: twenty at once are signed with the new key, and one of them looks for it
        assertThat(IntStream.range(0, 20)
                        .parallel()
                        .mapToObj(i -> established(calls.get(i % calls.size())).statusCode()))
                .containsOnly(202);
        calls.forEach(call -> call.awaitOperation("join", "completed"));
        // then: what the old key signed, and nobody has seen, is worth nothing any more
        assertThat(post(unseen).statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> established(TestCall call) {
        return call.post("", call.callItem("updated", call.callerCallId(), "established"));
    }

    private static HttpResponse<String> rotate() {
        TestBundle bundle = BUNDLE.bundle();
        return bundle.send(HttpRequest.newBuilder(URI.create(bundle.sandbox().url() + "/sandbox/keys/rotate"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private static HttpResponse<String> post(String token) {
        return BUNDLE.bundle()
                .send(HttpRequest.newBuilder(URI.create(BUNDLE.bundle().webhook()))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"value\":[]}"))
                        .build());
    }
}
