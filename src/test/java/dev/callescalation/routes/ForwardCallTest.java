package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.extension.RegisterExtension;

class ForwardCallTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.incoming.admission=forward", "calls.incoming.forward-url=https://other.example.org/api/calls");

    @EachPrefix
    void sendsGraphToTheOtherDeployment(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        HttpResponse<String> reply = call.post("", call.incomingItem("{\"user\":{\"id\":\"u\"}}"));
        // then
        assertThat(reply.statusCode()).isEqualTo(302);
        assertThat(reply.headers().firstValue("Location")).contains("https://other.example.org/api/calls");
        assertThat(reply.body()).isEmpty();
    }

    @EachPrefix
    void recordsTheCallAndKeepsNoEscalation(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        call.post("", call.incomingItem("{\"user\":{\"id\":\"u\"}}"));
        // then
        assertThat(BUNDLE.bundle().get("/escalations/" + call.callerCallId()).statusCode())
                .isEqualTo(404);
        assertThat(BUNDLE.bundle().get("/notifications/unmatched").body())
                .contains(call.callerCallId())
                .contains("\"outcome\" : \"forwarded\"");
    }

    @EachPrefix
    void acknowledgesOtherNewsOfThatCall(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        HttpResponse<String> reply = call.post("", call.callItem("updated", call.callerCallId(), "established"));
        // then
        assertThat(reply.statusCode()).isEqualTo(202);
    }
}
