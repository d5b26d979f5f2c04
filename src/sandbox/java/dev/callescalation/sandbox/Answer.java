package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a bot says when it takes a call (Microsoft Graph v1.0, call: answer). */
record Answer(String callback, List<String> modalities) {

    static Answer of(JsonNode json, Form form) {
        GraphBody body = new GraphBody("answer", json, form);
        if (form.old()) {
            body.knowsOnly("callback", "acceptModalities", "mediaConfig");
        } else {
            body.knowsOnly("callbackUri", "acceptedModalities", "mediaConfig", "callOptions", "participantCapacity");
        }
        Answer answer = new Answer(body.callback(), body.modalities(form.property("acceptModalities")));
        MediaConfig.check(body.object("mediaConfig"));
        return answer;
    }
}
