package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The media a call may have (Microsoft Graph v1.0, call: requestedModalities). */
final class Modalities {

    /** What an answer may accept (call: answer). */
    static final List<String> ANSWERED = List.of("audio", "video", "videoBasedScreenSharing");

    private static final List<String> KNOWN = List.of("audio", "video", "videoBasedScreenSharing", "data");

    private Modalities() {}

    /** Empty when the JSON is not a list, or has something unknown on it. */
    static Optional<List<String>> read(JsonNode json) {
        if (!json.isArray()) {
            return Optional.empty();
        }
        List<String> modalities = new ArrayList<>();
        for (JsonNode one : json) {
            if (!KNOWN.contains(one.asText())) {
                return Optional.empty();
            }
            modalities.add(one.asText());
        }
        return Optional.of(List.copyOf(modalities));
    }

    static String words() {
        return String.join(", ", KNOWN);
    }
}
