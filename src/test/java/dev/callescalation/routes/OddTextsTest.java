package dev.callescalation.routes;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Texts from outside that mean something to Camel. */
class OddTextsTest {

    private static final List<String> ODD_TEXTS = List.of(
            "null",
            "\"null\"",
            "'x'",
            "\"x\"",
            "x",
            "true",
            "42",
            "${body}",
            "$simple{body}",
            "a,b",
            "a)",
            "(b",
            "}",
            "{{calls.bot.app-id}}",
            "bean:store",
            "#class:java.lang.String",
            "java.lang.String.class",
            "String x",
            "*",
            " x ",
            "a\nb",
            "\\n");

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    /** Data is never read as an expression, a literal or a list of arguments. */
    @EachPrefix
    void areClientContextsLikeAnyOther(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).untilEscalated();
        TestCall waiting = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
        for (int i = 0; i < ODD_TEXTS.size(); i++) {
            String request = request(ODD_TEXTS.get(i));
            for (TestCall one : List.of(call, waiting)) {
                // when
                HttpResponse<String> reply = invite(one.callerCallId(), request);
                HttpResponse<String> repeat = invite(one.callerCallId(), request);
                // then
                assertThat(reply.statusCode()).as(ODD_TEXTS.get(i)).isEqualTo(202);
                assertThat(repeat.statusCode()).as(ODD_TEXTS.get(i)).isEqualTo(202);
                assertThat(json(repeat.body()).path("operations"))
                        .as(ODD_TEXTS.get(i))
                        .hasSize(one == call ? 1 : 0);
            }
            assertThat(call.clientContext("invite-participants-" + (i + 1))).isEqualTo(ODD_TEXTS.get(i));
        }
        // when
        waiting.callerIs("established").awaitOperation("join", "completed").meetingIs("established");
        waiting.awaitOperation("invite-caller", "running");
        waiting.tell(waiting.endItem("invite-caller", "completed"));
        // then
        for (int i = 0; i < ODD_TEXTS.size(); i++) {
            assertThat(waiting.clientContext("invite-participants-" + (i + 1))).isEqualTo(ODD_TEXTS.get(i));
        }
    }

    @EachPrefix
    void areIdsLikeAnyOther(String prefix) {
        for (String id : List.of("null", "true", "bean", "body")) {
            assertThat(invite(id, request("")).statusCode()).as(id).isEqualTo(404);
        }
    }

    private static HttpResponse<String> invite(String callId, String body) {
        return BUNDLE.bundle().post("/calls/" + callId + "/participants", body);
    }

    private static String request(String clientContext) {
        ObjectNode request = (ObjectNode) json("{\"participants\":[{\"identity\":{\"user\":{\"id\":\"u\"}}}]}");
        return request.put("clientContext", clientContext).toString();
    }
}
