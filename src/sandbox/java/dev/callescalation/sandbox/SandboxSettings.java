package dev.callescalation.sandbox;

import java.time.Duration;
import java.util.Objects;

/**
 * What a sandbox needs to know before it starts.
 *
 * @param port       0 to 65535; 0 takes any free one
 * @param appId      the bot's application id, audience of webhook tokens and the only client that gets access tokens
 * @param appSecret  the secret that client must show
 * @param tenantId   tenant of a test call that names none
 * @param webhookUrl where incoming calls are announced; null until {@link Sandbox#webhook(String)} says it
 * @param stepDelay  pause between two notifications of one scenario, zero or more
 * @param followHint a command that shows the newest escalation, part of the reply to a test call
 */
public record SandboxSettings(
        int port,
        String appId,
        String appSecret,
        String tenantId,
        String webhookUrl,
        Duration stepDelay,
        String followHint) {

    public SandboxSettings {
        Objects.requireNonNull(appId, "appId");
        Objects.requireNonNull(appSecret, "appSecret");
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(followHint, "followHint");
        if (stepDelay.isNegative()) {
            throw new IllegalArgumentException("stepDelay is " + stepDelay + "; it must be zero or more.");
        }
    }
}
