package dev.callescalation.sandbox;

import java.util.List;

/** What a command leads to: a reply, and the notifications that follow it. */
record Outcome(Reply reply, List<Notification> notifications) {

    static Outcome of(Reply reply) {
        return new Outcome(reply, List.of());
    }
}
