package dev.callescalation.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a command leads to: a reply, the notifications that follow it, and what happens some time after them. */
record Reaction(Reply reply, List<WebhookMessage> notifications, Optional<Later> later) {

    /** @param event what happens then; returns its notifications */
    record Later(Duration after, Supplier<List<WebhookMessage>> event) {}

    Reaction(Reply reply, List<WebhookMessage> notifications) {
        this(reply, notifications, Optional.empty());
    }

    static Reaction of(Reply reply) {
        return new Reaction(reply, List.of());
    }
}
