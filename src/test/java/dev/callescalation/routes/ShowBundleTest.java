package dev.callescalation.routes;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ShowBundleTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @Test
    void showsTheVersionThatRunsAndWhatItIsMadeOf() {
        // when
        JsonNode shown = json(BUNDLE.bundle().get("/bundle").body());
        // then
        assertThat(shown.path("version").asText()).matches("[0-9a-f]{12}");
        assertThat(shown.path("since").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(shown.path("files"))
                .extracting(JsonNode::asText)
                .contains(
                        "application.properties",
                        "routes/operators/show.camel.yaml",
                        "routes/kamelets/announce.kamelet.yaml",
                        "templates/app/answer.jslt");
        assertThat(shown.has("refused")).isFalse();
    }
}
