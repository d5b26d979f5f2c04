package dev.callescalation.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.sandbox.CommandKind;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.sandbox.Repetition;
import dev.callescalation.sandbox.Sandbox;
import java.time.Duration;
import java.util.Map;

/** Scripts what Graph replies to the next command of that kind in the name of one call. */
public final class NextReply {

    /** Long enough to tell something meanwhile, short enough to wait for. */
    private static final Duration LATE = Duration.ofSeconds(1);

    private final Sandbox sandbox;
    private final TestCall call;
    private final CommandKind command;

    public NextReply(BundleExtension bundle, TestCall call, CommandKind command) {
        this(bundle.bundle(), call, command);
    }

    public NextReply(TestBundle bundle, TestCall call, CommandKind command) {
        this.sandbox = bundle.sandbox();
        this.call = call;
        this.command = command;
    }

    /** From 400 on Graph's error body, below an empty one. */
    public void is(int status) {
        is(status, Map.of(), null);
    }

    /** @param body null for none */
    public void is(int status, Map<String, String> headers, String body) {
        JsonNode json = body == null ? null : TestBundle.json(body);
        sandbox.fault(call.scenarioId(), new Fault.Reply(command, status, headers, json, Repetition.ONCE));
    }

    public void isLate() {
        isLateBy(LATE);
    }

    public void isLateBy(Duration delay) {
        sandbox.fault(call.scenarioId(), new Fault.SlowReply(command, delay, Repetition.ONCE));
    }
}
