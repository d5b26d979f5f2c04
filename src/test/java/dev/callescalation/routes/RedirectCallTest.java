package dev.callescalation.routes;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.RecordedRequest;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedirectCallTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(
            "calls.incoming.admission=redirect",
            "calls.incoming.redirect-to=user:agent-1@tenant-1, phone:+4930123456",
            "calls.webhook.public-url=https://bot.example.org/api/calls");

    @EachPrefix
    void letsTheCallRingWhereThePolicySays(String prefix) {
        // given
        TestCall call = BUNDLE.call(prefix);
        // when
        call.incoming();
        // then
        RecordedRequest redirect = call.request("POST", call.calls() + "/" + call.callerCallId() + "/redirect");
        assertThat(redirect.body()).isEqualTo(json(call.byDialect("""
                {"targets":[
                   {"@odata.type":"#microsoft.graph.invitationParticipantInfo",
                    "identity":{"user":{"id":"agent-1","tenantId":"tenant-1"}}},
                   {"@odata.type":"#microsoft.graph.invitationParticipantInfo",
                    "identity":{"phone":{"id":"+4930123456"}}}],
                 "targetDisposition":"default","callback":"https://bot.example.org/api/calls"}""", """
                {"targets":[
                   {"@odata.type":"#microsoft.graph.invitationParticipantInfo",
                    "identity":{"@odata.type":"#microsoft.graph.identitySet",
                      "user":{"@odata.type":"#microsoft.graph.identity","id":"agent-1","tenantId":"tenant-1"}}},
                   {"@odata.type":"#microsoft.graph.invitationParticipantInfo",
                    "identity":{"@odata.type":"#microsoft.graph.identitySet",
                      "phone":{"@odata.type":"#microsoft.graph.identity","id":"+4930123456"}}}],
                 "callbackUri":"https://bot.example.org/api/calls"}""")));
        assertThat(call.phase()).isEqualTo("redirected");
    }
}
