package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a bot says when it takes a call (Microsoft Graph v1.0, call: answer). */
record Answer(String callback, List<String> modalities) {

    static Answer of(JsonNode json, Dialect dialect) {
        Body body = new Body("answer", json, dialect);
        if (dialect.old()) {
            body.knowsOnly("callback", "acceptModalities", "mediaConfig");
        } else {
            body.knowsOnly("callbackUri", "acceptedModalities", "mediaConfig", "callOptions", "participantCapacity");
        }
        Answer answer = new Answer(body.callback(), body.modalities(dialect.property("acceptModalities")));
        MediaConfig.check(body.object("mediaConfig"));
        return answer;
    }
}
