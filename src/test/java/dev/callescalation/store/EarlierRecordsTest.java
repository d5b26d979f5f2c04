package dev.callescalation.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.escalation.CallerMedia;
import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.Operation;
import org.junit.jupiter.api.Test;

class EarlierRecordsTest {

    @Test
    void whatEarlierVersionsHaveFollowedIsAnInvite() {
        // when
        Escalation escalation = Json.escalation("""
                {"id":"e-1","version":3,"phase":"moving",
                 "origin":{"prefix":"/communications","tenantId":"t","createdAt":1764547200000},
                 "callerCall":{"id":"c","state":"established"},
                 "operations":[{"key":"answer","command":"answer","callId":"c","status":"completed"},
                  {"key":"invite-caller","command":"invite-caller","callId":"m","clientContext":"e-1/invite-caller",
                   "status":"running","invited":["u-1"]}]}
                """, null);
        // then
        assertThat(escalation.operations()).extracting(Operation::isInvite).containsExactly(false, true);
        assertThat(escalation.media()).isEqualTo(CallerMedia.NONE);
    }
}
