package dev.callescalation.routes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.TestLog;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdmitCallTest {

    @RegisterExtension
    static final BundleExtension ANSWER = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension REJECT =
            BundleExtension.with("calls.incoming.admission=reject", "calls.incoming.reject-reason=forbidden");

    @RegisterExtension
    static final BundleExtension REDIRECT =
            BundleExtension.with("calls.incoming.admission=redirect", "calls.incoming.redirect-to=agent-1");

    @RegisterExtension
    static final BundleExtension FORWARD = BundleExtension.with(
            "calls.incoming.admission=forward", "calls.incoming.forward-url=https://other.example.org/api/calls");

    @RegisterExtension
    static final BundleExtension NONSENSE = BundleExtension.with(
            "calls.editing.start-when-wrong=true",
            "camel.main.routes-include-pattern="
                    + "file:routes/*.camel.yaml,file:routes/operators/*.camel.yaml,"
                    + "file:routes/policy/after*.camel.yaml,file:routes/policy/c*.camel.yaml,"
                    + "file:routes/policy/m*.camel.yaml,file:src/test/resources/unclear-policies/*.camel.yaml");

    @RegisterExtension
    static final BundleExtension BY_CALLER = BundleExtension.with(
            "camel.main.routes-include-pattern="
                    + "file:routes/*.camel.yaml,file:routes/operators/*.camel.yaml,"
                    + "file:routes/policy/after*.camel.yaml,file:routes/policy/c*.camel.yaml,"
                    + "file:routes/policy/m*.camel.yaml,file:src/test/resources/caller-policies/*.camel.yaml",
            "calls.editing.start-when-wrong=true");

    @RegisterExtension
    static final BundleExtension IN_PLACE = BundleExtension.with("calls.escalation.mode=in-place");

    @EachPrefix
    void answersEveryCallUnlessTheSettingSaysOtherwise(String prefix) {
        // when
        TestCall call = ANSWER.call(prefix).incoming();
        // then
        assertThat(call.phase()).isEqualTo("answering");
        assertThat(call.view().path("mode").asText()).isEqualTo("meeting");
    }

    @EachPrefix
    void canDecideOnWhoCalls(String prefix) {
        // when
        TestCall known = BY_CALLER.call(prefix).incoming("{\"phone\":{\"id\":\"+4930123456\"}}");
        TestCall other = BY_CALLER.call(prefix).incoming("{\"phone\":{\"id\":\"+4930123457\"}}");
        TestCall user = BY_CALLER.call(prefix).incoming("{\"user\":{\"id\":\"+4930123456\"}}");
        TestCall nobody = BY_CALLER.call(prefix).incoming("{\"encrypted\":{\"id\":\"x\"}}");
        // then
        assertThat(known.phase()).isEqualTo("rejected");
        assertThat(other.phase()).isEqualTo("answering");
        assertThat(user.phase()).isEqualTo("answering");
        assertThat(nobody.phase()).isEqualTo("answering");
    }

    @EachPrefix
    void rejectsWithTheReasonOfTheSetting(String prefix) {
        // when
        TestCall call = REJECT.call(prefix).incoming();
        // then
        assertThat(call.phase()).isEqualTo("rejected");
        assertThat(call.request("POST", call.calls() + "/" + call.callerCallId() + "/reject")
                        .body()
                        .path("reason")
                        .asText())
                .isEqualTo("forbidden");
    }

    @EachPrefix
    void redirectsToThePeopleOfTheSetting(String prefix) {
        // when
        TestCall call = REDIRECT.call(prefix).incoming();
        // then
        assertThat(call.phase()).isEqualTo("redirected");
        assertThat(call.request("POST", call.calls() + "/" + call.callerCallId() + "/redirect")
                        .body()
                        .at("/targets/0/identity/user/id")
                        .asText())
                .isEqualTo("agent-1");
    }

    @EachPrefix
    void forwardsToTheDeploymentOfTheSetting(String prefix) {
        // given
        TestCall call = FORWARD.call(prefix);
        // when
        HttpResponse<String> reply = call.post("", call.incomingItem("{\"user\":{\"id\":\"u\"}}"));
        // then
        assertThat(reply.statusCode()).isEqualTo(302);
        assertThat(reply.headers().firstValue("Location")).contains("https://other.example.org/api/calls");
    }

    @EachPrefix
    void parksACallWhereTheEditedPolicySaysNoneOfThese(String prefix) {
        // given
        TestCall call = NONSENSE.call(prefix);
        try (TestLog log = TestLog.of("decide")) {
            // when
            call.incoming();
            // then: nothing is named that nobody can look up
            assertThat(log.lines(call.callerCallId()))
                    .singleElement()
                    .asString()
                    .startsWith("decide call=" + call.callerCallId());
        }
        assertThat(NONSENSE.bundle().get("/escalations/" + call.callerCallId()).statusCode())
                .isEqualTo(404);
        assertThat(call.deadLetter().path("error").asText()).contains("it must be answer, reject, redirect or forward");
        assertThat(call.requests()).isEmpty();
    }

    @EachPrefix
    void choosesTheModeOfTheSetting(String prefix) {
        // when
        TestCall call = IN_PLACE.call(prefix).incoming();
        // then
        assertThat(call.view().path("mode").asText()).isEqualTo("in-place");
    }
}
