package dev.callescalation.metrics;

import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.routes.NextReply;
import dev.callescalation.sandbox.CommandKind;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Calls that have something of everything that is counted: they go well, are missed, fail, and are refused. */
final class Traffic {

    private Traffic() {}

    static TestBundle start(Path folder, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "calls.escalation.established-deadline-ms",
                "1000",
                "calls.escalation.watch-period-ms",
                "50",
                "calls.graph.resend-period-ms",
                "20"));
        settings.putAll(more);
        return TestBundle.start(folder, settings);
    }

    static void play(TestBundle bundle, String prefix) {
        bundle.call(prefix).untilEscalated();
        bundle.call(prefix).untilEscalated().callerDeleted().meetingDeleted().awaitPhase("ended");
        bundle.call(prefix).incoming().callerDeleted().awaitPhase("missed");
        // Graph reports nothing more, and is asked
        bundle.call(prefix).incoming().awaitOperation("join", "completed");
        TestCall failed = bundle.call(prefix);
        new NextReply(bundle, failed, CommandKind.JOIN).is(403);
        failed.incoming().callerIs("established").awaitPhase("failed");
        TestCall throttled = bundle.call(prefix);
        new NextReply(bundle, throttled, CommandKind.ANSWER).is(429, Map.of("Retry-After", "0.1"), null);
        throttled.untilEscalated();
        TestCall refused = bundle.call(prefix);
        new NextReply(bundle, refused, CommandKind.ANSWER)
                .is(403, Map.of(), "{\"error\":{\"code\":\"7504\",\"message\":\"no\"}}");
        refused.incoming().awaitOperation("answer", "failed");
        bundle.post("/dead-letters/" + refused.deadLetter().path("id").asText() + "/dismiss", "");
        unknown(bundle, prefix);
        TestCall kept = bundle.call(prefix);
        new NextReply(bundle, kept, CommandKind.ANSWER).is(400);
        kept.incoming().awaitOperation("answer", "failed");
    }

    /** Without a token. */
    private static void unknown(TestBundle bundle, String prefix) {
        bundle.call(prefix).callerIs("established");
        bundle.send(HttpRequest.newBuilder(URI.create(bundle.webhook()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build());
    }
}
