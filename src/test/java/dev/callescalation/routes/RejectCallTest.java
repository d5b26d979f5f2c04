package dev.callescalation.routes;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.RecordedRequest;
import org.junit.jupiter.api.extension.RegisterExtension;

class RejectCallTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.incoming.admission=reject",
            "calls.incoming.reject-reason=forbidden",
            "calls.webhook.public-url=https://bot.example.org/api/calls");

    @EachPrefix
    void rejectsTheCallWithTheReasonOfThePolicy(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        call.incoming();
        // then
        RecordedRequest reject = call.request("POST", call.calls() + "/" + call.callerCallId() + "/reject");
        assertThat(reject.body())
                .isEqualTo(json(call.byDialect(
                        "{\"reason\":\"forbidden\",\"callback\":\"https://bot.example.org/api/calls\"}",
                        "{\"reason\":\"forbidden\",\"callbackUri\":\"https://bot.example.org/api/calls\"}")));
        assertThat(call.phase()).isEqualTo("rejected");
    }

    @EachPrefix
    void doesNothingMoreWhenGraphTellsTheEnd(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("reject", "completed");
        // when
        call.callerDeleted();
        // then
        assertThat(call.operations()).containsExactly("reject");
        assertThat(call.phase()).isEqualTo("rejected");
    }
}
