package dev.callescalation.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.callescalation.escalation.JournalEntry.Acted;
import dev.callescalation.notification.MalformedMessageException;
import dev.callescalation.notification.StrictJson;
import io.vertx.ext.auth.User;

/** Reads what a person says of what they do: who they are, and why. */
public final class ActionReader {

    private static final int LONGEST_REASON = 500;

    private ActionReader() {}

    /**
     * The body of an action.
     *
     * @param body null or empty for none
     * @return an object, empty where there is no body
     * @throws MalformedMessageException when it is something else
     */
    public static JsonNode read(byte[] body) {
        JsonNode root = body == null || body.length == 0
                ? JsonNodeFactory.instance.objectNode()
                : StrictJson.read(StrictJson.READER, body, "");
        if (!root.isObject()) {
            throw new MalformedMessageException("The body must be a JSON object.");
        }
        return root;
    }

    /** @throws MalformedMessageException when the reason is no text, or too long */
    public static Acted who(User user, JsonNode body) {
        JsonNode reason = body.path("reason");
        if (!reason.isMissingNode() && !reason.isNull() && !reason.isTextual()
                || reason.asText("").length() > LONGEST_REASON) {
            throw new MalformedMessageException(
                    "reason must be a string of at most " + LONGEST_REASON + " characters.");
        }
        String line = reason.asText("")
                .replaceAll("[\\s\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ")
                .strip();
        return new Acted(user.principal().getString("username"), line);
    }
}
