package dev.callescalation.store;

import dev.callescalation.escalation.EscalationStore.Commit;
import java.util.List;

/**
 * A commit and its JSON. The thread that has decided writes the JSON, so that the transaction is short.
 *
 * @param origin  of a new escalation; else null
 * @param payload null if there is none, or if none is kept
 * @param acted   null if no person did anything
 */
record CommitJson(
        Commit commit, String entry, String payload, String state, String origin, List<String> commands, String acted) {

    /** @param payloads whether the messages received and sent are kept */
    CommitJson(Commit commit, boolean payloads) {
        this(
                commit,
                commit.entry() == null ? "" : Json.entry(commit.entry()),
                commit.entry() == null || !payloads ? null : Json.payload(commit.entry()),
                commit.after() == null ? "" : Json.write(commit.after()),
                commit.after() == null || commit.before() != null ? null : Json.origin(commit.after()),
                commit.queued().stream().map(Json::write).toList(),
                commit.acted() == null ? null : Json.entry(commit.acted()));
    }
}
