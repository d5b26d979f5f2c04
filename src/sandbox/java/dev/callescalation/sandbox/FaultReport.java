package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.sandbox.Fault.FailedOperation;
import dev.callescalation.sandbox.Fault.FailedTransfer;
import dev.callescalation.sandbox.Fault.HangUp;
import dev.callescalation.sandbox.Fault.LateAudio;
import dev.callescalation.sandbox.Fault.Lobby;
import dev.callescalation.sandbox.Fault.Misdelivery;
import dev.callescalation.sandbox.Fault.OvertakenReply;
import dev.callescalation.sandbox.Fault.Prompt;
import dev.callescalation.sandbox.Fault.Reply;
import dev.callescalation.sandbox.Fault.SlowReply;
import java.util.Locale;

/** A fault as the JSON by which it can be armed again. */
final class FaultReport {

    private FaultReport() {}

    /**
     * @param scenarioId null for every scenario
     * @param left       how many times it will still strike
     */
    static ObjectNode of(String scenarioId, Fault fault, int left) {
        ObjectNode json = SandboxJson.object();
        if (scenarioId != null) {
            json.put("scenario", scenarioId);
        }
        if (fault instanceof Reply reply) {
            json.put("fault", "reply").put("on", reply.on()).put("status", reply.status());
            json.set("headers", SandboxJson.tree(reply.headers()));
            if (reply.body() != null) {
                json.set("body", reply.body());
            }
        } else if (fault instanceof SlowReply slow) {
            json.put("fault", "slow-reply").put("on", slow.on());
            json.put("delayMs", slow.delay().toMillis());
        } else if (fault instanceof OvertakenReply overtaken) {
            json.put("fault", "overtaken-reply").put("on", overtaken.on());
        } else if (fault instanceof Misdelivery misdelivery) {
            json.put("fault", misdelivery.how().name().toLowerCase(Locale.ROOT));
            json.put("notification", misdelivery.notification().word());
        } else if (fault instanceof FailedOperation failed) {
            json.put("fault", "failed-operation").put("code", failed.code()).put("subcode", failed.subcode());
            if (failed.message() != null) {
                json.put("message", failed.message());
            }
        } else if (fault instanceof Lobby lobby) {
            json.put("fault", "lobby");
            if (lobby.admittedAfter() != null) {
                json.put("admittedAfterMs", lobby.admittedAfter().toMillis());
            }
        } else if (fault instanceof Prompt prompt) {
            json.put("fault", "prompt");
            if (prompt.endsAfter() != null) {
                json.put("endsAfterMs", prompt.endsAfter().toMillis());
            }
            if (prompt.failure() != null) {
                json.put("code", prompt.failure().code())
                        .put("subcode", prompt.failure().subcode());
            }
        } else if (fault instanceof FailedTransfer transfer) {
            json.put("fault", "failed-transfer").put("code", transfer.code());
            if (transfer.subcode() != null) {
                json.put("subcode", transfer.subcode());
            }
        } else if (fault instanceof LateAudio audio) {
            json.put("fault", "late-audio").put("afterMs", audio.after().toMillis());
        } else if (fault instanceof HangUp hangUp) {
            json.put("fault", "hang-up").put("when", hangUp.when().word());
        }
        Repetition often = fault.often();
        return often.byPercent() ? json.put("percent", often.percent()) : json.put("times", left);
    }
}
