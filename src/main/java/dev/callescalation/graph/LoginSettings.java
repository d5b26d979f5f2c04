package dev.callescalation.graph;

import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.callescalation.secret.KeyFiles;
import java.net.URI;
import java.time.Clock;

/** What {@link GraphTokens} was told. No toString: one of these things is a secret. */
final class LoginSettings {

    private URI loginUrl;
    private URI graphUrl;
    private String appId = "";
    private String appSecret = "";
    private String certificateFile = "";
    private String keyFile = "";
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

    void certificateFile(String file) {
        certificateFile = file == null ? "" : file.strip();
    }

    void keyFile(String file) {
        keyFile = file == null ? "" : file.strip();
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

    /**
     * @throws IllegalStateException    when a setting is missing; the message names it
     * @throws IllegalArgumentException when the certificate or its key cannot be read; the message names the setting
     */
    TokenEndpoint endpoint(Clock clock) {
        require(loginUrl != null, "calls.login.url");
        require(graphUrl != null || !scope.isEmpty(), "calls.graph.url");
        require(!appId.isEmpty(), "calls.bot.app-id");
        require(!appSecret.isBlank() || !certificateFile.isEmpty(), "calls.bot.app-secret");
        ClientID bot = new ClientID(appId);
        BotProof proof = certificateFile.isEmpty()
                ? BotProof.secret(bot, appSecret)
                : BotProof.certificate(bot, KeyFiles.read("bot", certificateFile, keyFile, appSecret), clock);
        return new TokenEndpoint(
                loginUrl,
                proof,
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
