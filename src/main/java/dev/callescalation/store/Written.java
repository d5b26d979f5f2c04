package dev.callescalation.store;

import dev.callescalation.escalation.EscalationStore.Commit;
import java.util.List;

/** A commit and its JSON, which is written before the one thread that stores takes it. */
record Written(Commit commit, String entry, String payload, String state, String origin, List<String> commands) {

    /** @param payloads whether what was told and sent is kept word for word */
    Written(Commit commit, boolean payloads) {
        this(
                commit,
                commit.entry() == null ? "" : Json.entry(commit.entry()),
                commit.entry() == null || !payloads ? null : Json.payload(commit.entry()),
                commit.after() == null ? "" : Json.state(commit.after()),
                commit.after() == null || commit.before() != null ? "" : Json.origin(commit.after()),
                commit.queued().stream().map(Json::command).toList());
    }
}
