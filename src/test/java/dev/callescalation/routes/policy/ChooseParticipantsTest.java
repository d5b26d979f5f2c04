package dev.callescalation.routes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChooseParticipantsTest {

    @RegisterExtension
    static final BundleExtension NOBODY = BundleExtension.with();

    @RegisterExtension
    static final BundleExtension ALL_KINDS =
            BundleExtension.with("calls.escalation.also-invite= plain , user:u@contoso,"
                    + "phone:+4930123456,guest:g,,application:a, applicationInstance:ai@contoso ");

    @EachPrefix
    void invitesNobodyElseUnlessTheSettingSaysSo(String prefix) {
        // when
        TestCall call = NOBODY.call(prefix).untilEscalated();
        // then
        assertThat(call.phase()).isEqualTo("escalated");
        assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
    }

    @EachPrefix
    void invitesThePeopleOfTheSettingEachAsItsKind(String prefix) {
        // given
        TestCall call = ALL_KINDS.call(prefix);
        // when
        call.untilEscalated();
        // then
        call.awaitOperation("invite-participants-2", "running").awaitOperation("invite-participants-1", "running");
        assertThat(identity(call, "plain")).isEqualTo("user plain ");
        assertThat(identity(call, "u")).isEqualTo("user u contoso");
        assertThat(identity(call, "+4930123456")).isEqualTo("phone +4930123456 ");
        assertThat(identity(call, "g")).isEqualTo(call.byDialect("user", "guest") + " g ");
        assertThat(identity(call, "a")).isEqualTo("application a ");
        assertThat(identity(call, "ai")).isEqualTo("applicationInstance ai contoso");
    }

    private static String identity(TestCall call, String id) {
        return call.requests().stream()
                .filter(request -> request.path().endsWith("/participants/invite"))
                .flatMap(request -> request.body().findParents("id").stream()
                        .filter(identity -> identity.path("id").asText().equals(id))
                        .map(identity -> kind(request.body(), identity) + " " + id + " "
                                + identity.path("tenantId").asText("")))
                .findFirst()
                .orElse("not invited");
    }

    private static String kind(JsonNode body, JsonNode wanted) {
        for (JsonNode participant : body.path("participants")) {
            for (var identity : participant.path("identity").properties()) {
                if (identity.getValue().equals(wanted)) {
                    return identity.getKey();
                }
            }
        }
        return "";
    }
}
