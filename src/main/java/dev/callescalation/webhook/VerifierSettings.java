package dev.callescalation.webhook;

import dev.callescalation.graph.PartnerAddress;
import java.net.URI;
import java.util.Set;

/** What {@link WebhookTokens} was told. A getter of a required setting fails with the name of the setting. */
final class VerifierSettings {

    static final String OPENID_URL = "calls.webhook.openid-url";

    private URI openidUrl;
    private Set<String> issuers = Set.of();
    private String appId = "";
    private int clockSkewSeconds = 300;
    private int keysMaxAgeMinutes = 120;
    private int minRefreshSeconds = 30;

    void openidUrl(String url) {
        openidUrl = PartnerAddress.checked(OPENID_URL, url);
    }

    void issuers(Set<String> accepted) {
        issuers = accepted;
    }

    void appId(String id) {
        appId = id == null ? "" : id.strip();
    }

    void clockSkewSeconds(int seconds) {
        clockSkewSeconds = atLeast(0, seconds, "clockSkewSeconds");
    }

    void keysMaxAgeMinutes(int minutes) {
        keysMaxAgeMinutes = atLeast(1, minutes, "keysMaxAgeMinutes");
    }

    void minRefreshSeconds(int seconds) {
        minRefreshSeconds = atLeast(1, seconds, "minRefreshSeconds");
    }

    URI openidUrl() {
        require(openidUrl != null, OPENID_URL);
        return openidUrl;
    }

    Set<String> issuers() {
        require(!issuers.isEmpty(), "calls.webhook.issuers");
        return issuers;
    }

    String appId() {
        require(!appId.isEmpty(), "calls.bot.app-id");
        return appId;
    }

    int clockSkewSeconds() {
        return clockSkewSeconds;
    }

    long keysMaxAgeMillis() {
        return keysMaxAgeMinutes * 60_000L;
    }

    long minRefreshMillis() {
        return minRefreshSeconds * 1000L;
    }

    private static void require(boolean given, String setting) {
        if (!given) {
            throw new IllegalStateException(setting + " is not set, so no token can be verified");
        }
    }

    private static int atLeast(int least, int given, String name) {
        if (given < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + given);
        }
        return given;
    }
}
