package dev.callescalation.webhook;

import dev.callescalation.graph.Outbound;
import dev.callescalation.graph.PartnerAddress;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What counts as a good token. A getter of a required setting fails with the name of the setting. */
public abstract class VerifierSettings {

    static final String OPENID_URL = "calls.webhook.openid-url";

    private URI openidUrl;
    private Outbound outbound = new Outbound();
    private Set<String> issuers = Set.of();
    private String appId = "";
    private int clockSkewSeconds = 300;
    private int keysMaxAgeMinutes = 120;
    private int minRefreshSeconds = 30;

    /**
     * Where the OpenID metadata is, which names the address of the keys.
     *
     * @throws IllegalArgumentException for anything but https, or http towards this machine
     */
    public void setOpenidUrl(String openidUrl) {
        this.openidUrl = PartnerAddress.checked(OPENID_URL, openidUrl);
    }

    /** The way to the metadata and to the keys. */
    public void setOutbound(Outbound outbound) {
        this.outbound = outbound;
    }

    /** Comma-separated. Compared to the letter: a trailing slash is accepted only where it is listed. */
    public void setIssuers(String issuers) {
        this.issuers = list(issuers);
    }

    /** The bot's app id, the only audience accepted. */
    public void setAppId(String appId) {
        this.appId = appId.strip();
    }

    /** How far this machine's clock may be off, for {@code exp} and {@code nbf}. Default 300. */
    public void setClockSkewSeconds(int clockSkewSeconds) {
        this.clockSkewSeconds = atLeast(0, clockSkewSeconds, "clockSkewSeconds");
    }

    /** How old metadata and keys may become, at least 1. Default 120. */
    public void setKeysMaxAgeMinutes(int keysMaxAgeMinutes) {
        this.keysMaxAgeMinutes = atLeast(1, keysMaxAgeMinutes, "keysMaxAgeMinutes");
    }

    /** How long a token with an unknown key id must wait before the keys are fetched again. Default 30. */
    public void setMinRefreshSeconds(int minRefreshSeconds) {
        this.minRefreshSeconds = atLeast(1, minRefreshSeconds, "minRefreshSeconds");
    }

    final URI openidUrl() {
        return required(openidUrl != null, openidUrl, OPENID_URL);
    }

    final Outbound outbound() {
        return outbound;
    }

    final Set<String> issuers() {
        return required(!issuers.isEmpty(), issuers, "calls.webhook.issuers");
    }

    final String appId() {
        return required(!appId.isEmpty(), appId, "calls.bot.app-id");
    }

    final int clockSkewSeconds() {
        return clockSkewSeconds;
    }

    final long keysMaxAgeMillis() {
        return keysMaxAgeMinutes * 60_000L;
    }

    final long minRefreshMillis() {
        return minRefreshSeconds * 1000L;
    }

    static Set<String> list(String commaSeparated) {
        return Stream.of(commaSeparated.split(","))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static <T> T required(boolean given, T value, String setting) {
        if (!given) {
            throw new IllegalStateException(setting + " is not set, so no token can be verified");
        }
        return value;
    }

    private static int atLeast(int least, int given, String name) {
        if (given < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + given);
        }
        return given;
    }
}
