package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/** How the media of a call are hosted (Microsoft Graph v1.0, serviceHostedMediaConfig and appHostedMediaConfig). */
final class MediaConfig {

    private static final String SERVICE_HOSTED = "#microsoft.graph.serviceHostedMediaConfig";
    private static final String APP_HOSTED = "#microsoft.graph.appHostedMediaConfig";

    private MediaConfig() {}

    static boolean isServiceHosted(JsonNode config) {
        return config.path("@odata.type").asText().equals(SERVICE_HOSTED);
    }

    static void check(GraphBody config) {
        String type = config.text("@odata.type");
        if (type.equals(APP_HOSTED)) {
            config.knowsOnly("blob", "removeFromDefaultAudioGroup").text("blob");
            return;
        }
        if (!type.equals(SERVICE_HOSTED)) {
            throw config.wrong("@odata.type", "must be " + SERVICE_HOSTED + " or " + APP_HOSTED);
        }
        config.knowsOnly("preFetchMedia", "removeFromDefaultAudioGroup");
        if (config.has("preFetchMedia")) {
            String address = config.form().property("url");
            for (GraphBody media : config.objects("preFetchMedia")) {
                media.knowsOnly(address, "resourceId");
                media.text(address);
                media.text("resourceId");
            }
        }
    }
}
