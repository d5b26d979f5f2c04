package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * One command as the sandbox received it, with the status it decided to answer.
 *
 * @param scenarioId the scenario of the call in the path, else the request's Scenario-Id, else null
 * @param path       without the query, such as {@code /beta/app/calls/57DAB8B1894C409AB240BD8BEAE78896/answer}
 * @param query      without the question mark; null if there was none
 * @param headers    lower-case names; Authorization is left out
 * @param body       null if there was none, or none that is JSON
 * @param tenantId   tenant of the token; null when the token was refused
 * @param retryAfter of the reply, as it was written; null if it has none
 */
public record RecordedRequest(
        String scenarioId,
        String method,
        String path,
        String query,
        Map<String, String> headers,
        JsonNode body,
        int status,
        String tenantId,
        String retryAfter) {}
