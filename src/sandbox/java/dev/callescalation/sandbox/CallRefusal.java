package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;

/**
 * Ways of not taking a call: to reject it, or to redirect it to others (Microsoft Graph v1.0, call: reject and call:
 * redirect).
 *
 * @param callback null when notifications go where they went before
 */
record CallRefusal(String callback) {

    private static final Set<String> REASONS = Set.of("none", "busy", "forbidden");
    private static final int MOST_TARGETS = 25;
    private static final int SHORTEST_TIMEOUT = 15;
    private static final int LONGEST_TIMEOUT = 90;

    static CallRefusal reject(JsonNode json, Form form) {
        String callback = form.property("callback");
        GraphBody body = new GraphBody("reject", json, form).knowsOnly("reason", callback);
        if (body.has("reason") && !REASONS.contains(body.text("reason").toLowerCase(Locale.ROOT))) {
            throw body.wrong("reason", "must be none, busy or forbidden");
        }
        return new CallRefusal(body.has(callback) ? body.callback() : null);
    }

    static CallRefusal redirect(JsonNode json, Form form) {
        String callback = form.property("callback");
        GraphBody body = new GraphBody("redirect", json, form)
                .knowsOnly(
                        "targets",
                        "targetDisposition",
                        "timeout",
                        "maskCallee",
                        "maskCaller",
                        "routingPolicies",
                        callback);
        int targets = body.objects("targets").size();
        if (targets < 1 || targets > MOST_TARGETS) {
            throw body.wrong("targets", "must name 1 to " + MOST_TARGETS);
        }
        body.objects("targets").forEach(IdentityRules::identity);
        if (body.has("timeout")) {
            int seconds = body.json().get("timeout").asInt();
            if (seconds < SHORTEST_TIMEOUT || seconds > LONGEST_TIMEOUT) {
                throw body.wrong(
                        "timeout", "must lie between " + SHORTEST_TIMEOUT + " and " + LONGEST_TIMEOUT + " seconds");
            }
        }
        return new CallRefusal(body.has(callback) ? body.callback() : null);
    }
}
