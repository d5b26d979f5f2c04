package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A command as it came in.
 *
 * @param call     empty where the sandbox does not know the call of the path, and for a join
 * @param scenario that of the call, else that of the request's Scenario-Id, known or not
 * @param body     null if there was none
 * @param tenantId the tenant of the access token
 */
record Asked(CommandPath path, Optional<Call> call, Scenario scenario, JsonNode body, String tenantId) {

    Form form() {
        return path.form();
    }

    /** The call of the path; one that the sandbox has never seen is taken for good. */
    Call callOrStranger() {
        return call.orElseGet(() -> Call.stranger(path.callId(), form(), Scenario.unknown(scenario.id())));
    }
}
