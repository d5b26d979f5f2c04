package dev.callescalation.graph;

import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.net.URI;
import java.time.Clock;

/** What {@link GraphTokens} was told. No toString: one of these things is a secret. */
final class LoginSettings {

    private URI loginUrl;
    private URI graphUrl;
    private String appId = "";
    private String appSecret = "";
    private String scope = "";
    private int connectTimeoutMs = 5000;
    private int readTimeoutMs = 5000;

    void loginUrl(String url) {
        loginUrl = PartnerAddress.checked("calls.login.url", url);
    }

    void graphUrl(String url) {
        graphUrl = PartnerAddress.checked("calls.graph.url", url);
    }

    void appId(String id) {
        appId = id == null ? "" : id.strip();
    }

    void appSecret(String secret) {
        appSecret = secret == null ? "" : secret;
    }

    void scope(String instead) {
        scope = instead == null ? "" : instead.strip();
    }

    void connectTimeoutMs(int millis) {
        connectTimeoutMs = positive(millis, "connectTimeoutMs");
    }

    void readTimeoutMs(int millis) {
        readTimeoutMs = positive(millis, "readTimeoutMs");
    }

    /** @throws IllegalStateException when a setting is missing; the message names it */
    TokenEndpoint endpoint(Clock clock) {
        require(loginUrl != null, "calls.login.url");
        require(graphUrl != null || !scope.isEmpty(), "calls.graph.url");
        require(!appId.isEmpty(), "calls.bot.app-id");
        require(!appSecret.isBlank(), "calls.bot.app-secret");
        return new TokenEndpoint(
                loginUrl,
                new ClientSecretPost(new ClientID(appId), new Secret(appSecret)),
                Scope.parse(scope.isEmpty() ? graphUrl + "/.default" : scope),
                connectTimeoutMs,
                readTimeoutMs,
                clock);
    }

    private static void require(boolean given, String setting) {
        if (!given) {
            throw new IllegalStateException(setting + " is not set, so no token for Graph can be fetched");
        }
    }

    private static int positive(int given, String name) {
        if (given <= 0) {
            throw new IllegalArgumentException(name + " must be above zero, not " + given);
        }
        return given;
    }
}
