package dev.callescalation.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class GraphTokensSettingsTest {

    private static final String TENANT = "7c1dd2a0-4c3a-4a0b-8f6f-2f8c3f5f0b02";
    private static final String SECRET = "s3cr3t";

    @Test
    void aMissingSettingIsNamed() {
        // given
        GraphTokens unset = new GraphTokens();
        // when, then
        assertThatIllegalStateException()
                .isThrownBy(() -> unset.bearer(TENANT))
                .withMessageContaining("calls.login.url");
        unset.setLoginUrl("https://login.example.org");
        assertThatIllegalStateException()
                .isThrownBy(() -> unset.bearer(TENANT))
                .withMessageContaining("calls.graph.url");
        unset.setGraphUrl("https://graph.example.org");
        assertThatIllegalStateException()
                .isThrownBy(() -> unset.bearer(TENANT))
                .withMessageContaining("calls.bot.app-id");
        unset.setAppId("the-bot");
        assertThatIllegalStateException()
                .isThrownBy(() -> unset.bearer(TENANT))
                .withMessageContaining("calls.bot.app-secret");
    }

    @Test
    void aSecretDoesNotTravelToAPlainHttpHostAfar() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GraphTokens().setLoginUrl("http://login.example.org"))
                .withMessageContaining("calls.login.url");
    }

    @Test
    void aTimeOutOfZeroWouldBeNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new GraphTokens().setConnectTimeoutMs(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new GraphTokens().setReadTimeoutMs(-1));
    }

    @Test
    void nothingPrintsASecret() {
        GraphTokens configured = new GraphTokens();
        configured.setAppSecret(SECRET);
        assertThat(configured.toString()).doesNotContain(SECRET);
        assertThat(GraphToken.of("Bearer t1", 0, 1000).toString()).doesNotContain("t1");
    }
}
