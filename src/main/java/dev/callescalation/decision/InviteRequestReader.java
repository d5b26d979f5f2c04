package dev.callescalation.decision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.callescalation.clock.SteadyClock;
import dev.callescalation.escalation.InviteRequest;
import dev.callescalation.notification.CallId;
import dev.callescalation.notification.Identities;
import dev.callescalation.notification.MalformedMessageException;
import dev.callescalation.notification.StrictJson;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/**
 * Reads the body of a request to invite people. It is the body of Graph's own "participant: invite": participants with
 * identity, endpointType, languageId, region, replacesCallId, and clientContext.
 */
public final class InviteRequestReader {

    /** Microsoft Graph, participant: invite: clientContext is at most 256 characters long. */
    private static final int LONGEST_CLIENT_CONTEXT = 256;

    /** More people in one request are more likely a mistake than a wish: the largest meeting has 1,000. */
    private static final int MOST_PARTICIPANTS = 1000;

    private final Clock clock = SteadyClock.ofThisProgram();

    /**
     * Takes a request apart.
     *
     * @param body    may be null or empty
     * @param charset charset of the Content-Type; null or empty for JSON's own, UTF-8
     * @throws MalformedMessageException with one sentence that says what to correct
     */
    public InviteRequest read(
            @Header("callId") String callId,
            @Body byte[] body,
            @ExchangeProperty(Exchange.CHARSET_NAME) String charset) {
        JsonNode root = StrictJson.read(StrictJson.READER, body == null ? new byte[0] : body, charset);
        if (!root.isObject()) {
            throw new MalformedMessageException("The body must be a JSON object with an array named participants.");
        }
        JsonNode participants = root.path("participants");
        if (!participants.isArray() || participants.isEmpty()) {
            throw new MalformedMessageException("participants must be an array of at least one participant.");
        }
        if (participants.size() > MOST_PARTICIPANTS) {
            throw new MalformedMessageException("participants holds more than " + MOST_PARTICIPANTS + " entries.");
        }
        List<JsonNode> people = new ArrayList<>();
        for (JsonNode participant : participants) {
            people.add(participant(participant, "participants[" + people.size() + "]"));
        }
        JsonNode clientContext = root.path("clientContext");
        boolean readable = clientContext.isMissingNode() || clientContext.isNull() || clientContext.isTextual();
        if (!readable || clientContext.asText("").length() > LONGEST_CLIENT_CONTEXT) {
            throw new MalformedMessageException("clientContext must be a string of at most 256 characters.");
        }
        return new InviteRequest(clock.instant(), callId, people, clientContext.asText(""), root);
    }

    private static ObjectNode participant(JsonNode participant, String where) {
        ObjectNode read = Identities.participant(participant);
        if (!Identities.isKnown(read.path("identity"))) {
            throw new MalformedMessageException(where
                    + ".identity must name a user, phone, guest, application, applicationInstance, acsUser or"
                    + " azureCommunicationServicesUser by id.");
        }
        for (String property : Identities.PLACE) {
            if (!read.has(property) && participant.hasNonNull(property)) {
                throw new MalformedMessageException(where + "." + property + " must be a string.");
            }
        }
        JsonNode replacesCallId = participant.path("replacesCallId");
        if (participant.hasNonNull("replacesCallId")) {
            read.put("replacesCallId", CallId.bare(replacesCallId.asText("")));
        }
        return read;
    }
}
