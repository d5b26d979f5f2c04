package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a bot says when it takes a call (Microsoft Graph v1.0, call: answer). */
record Answer(String callback, List<String> modalities, boolean serviceHosted) {

    static Answer of(JsonNode json, Form form) {
        GraphBody body = new GraphBody("answer", json, form);
        if (form.old()) {
            body.knowsOnly("callback", "acceptModalities", "mediaConfig");
        } else {
            body.knowsOnly("callbackUri", "acceptedModalities", "mediaConfig", "callOptions", "participantCapacity");
        }
        String accepted = form.property("acceptModalities");
        MediaConfig.check(body.object("mediaConfig"));
        boolean serviceHosted = MediaConfig.isServiceHosted(json.path("mediaConfig"));
        Answer answer = new Answer(body.callback(), body.modalities(accepted), serviceHosted);
        if (!Modalities.ANSWERED.containsAll(answer.modalities())) {
            throw body.wrong(accepted, "must be a list of " + String.join(", ", Modalities.ANSWERED));
        }
        return answer;
    }
}
