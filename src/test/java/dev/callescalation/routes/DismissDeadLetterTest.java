package dev.callescalation.routes;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DismissDeadLetterTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(MeetingBook.SETTINGS);

    @EachPrefix
    void closesItAndLeavesTheEscalationAlone(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        JsonNode letter = call.callerIs("established").deadLetter();
        JsonNode before = call.view();
        // when
        HttpResponse<String> reply = post(letter, "dismiss");
        // then
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(json(reply.body()).path("id")).isEqualTo(letter.path("id"));
        assertThat(json(reply.body()).path("state").asText()).isEqualTo("dismissed");
        assertThat(json(reply.body()).path("closedAt").asText()).isNotEmpty();
        assertThat(call.view().path("operations")).isEqualTo(before.path("operations"));
        assertThat(call.phase()).isEqualTo(before.path("phase").asText());
    }

    @EachPrefix
    void closesItForGood(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        JsonNode letter = call.callerIs("established").deadLetter();
        post(letter, "dismiss");
        for (String again : new String[] {"dismiss", "replay"}) {
            // when
            HttpResponse<String> reply = post(letter, again);
            // then
            assertThat(reply.statusCode()).as(again).isEqualTo(409);
            assertThat(reply.body()).isEqualTo("It is closed already.\n");
            assertThat(call.deadLetter().path("state").asText()).isEqualTo("dismissed");
        }
    }

    @Test
    void knowsNoDeadLetterOfThatId() {
        // when
        HttpResponse<String> reply = BUNDLE.bundle().post("/dead-letters/x/dismiss", "");
        // then
        assertThat(reply.statusCode()).isEqualTo(404);
        assertThat(reply.body()).isEqualTo("No such dead letter.\n");
    }

    private static HttpResponse<String> post(JsonNode letter, String what) {
        return BUNDLE.bundle().post("/dead-letters/" + letter.path("id").asText() + "/" + what, "");
    }
}
