package dev.callescalation.graph;

import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import dev.callescalation.secret.KeyFiles;
import dev.callescalation.secret.Secrets;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.util.function.Suppliers;

/** How to get tokens from the login host. No toString: one of the settings is a secret. */
public abstract class LoginSettings {

    private static final List<String> PROOF =
            List.of(Secrets.file(Secrets.APP_SECRET), "calls.bot.certificate-file", "calls.bot.key-file");

    private URI loginUrl;
    private URI graphUrl;
    private String appId = "";
    private Supplier<String> appSecret = () -> "";
    private Secrets secrets;
    private String certificateFile = "";
    private String keyFile = "";
    private String scope = "";
    private Outbound outbound = new Outbound();
    private int connectTimeoutMs = 5000;
    private int readTimeoutMs = 5000;
    private int maxReplyBytes = 1_048_576;
    private volatile KeyFiles certificate;

    /** @throws IllegalArgumentException for anything but https, or http towards this machine */
    public void setLoginUrl(String loginUrl) {
        this.loginUrl = PartnerAddress.checked("calls.login.url", loginUrl);
    }

    /** @throws IllegalArgumentException for anything but https, or http towards this machine */
    public void setGraphUrl(String graphUrl) {
        this.graphUrl = PartnerAddress.checked("calls.graph.url", graphUrl);
    }

    public void setAppId(String appId) {
        this.appId = appId.strip();
    }

    /** Taken as it is, blanks too: a secret may end in anything. */
    public void setAppSecret(String appSecret) {
        this.appSecret = () -> appSecret;
    }

    /** Asked for the secret of the bot, which is then taken as it is given. It and the certificate may be rotated. */
    public void setSecrets(Secrets secrets) {
        this.secrets = secrets;
        this.appSecret = () -> secrets.value(Secrets.APP_SECRET);
    }

    /** Of the bot, PEM or PKCS #12; it then proves itself with its key instead of the secret. Blank for the secret. */
    public void setCertificateFile(String certificateFile) {
        this.certificateFile = certificateFile.strip();
    }

    /** PEM; blank when the key is in the PKCS #12 file, whose password the app secret then is. */
    public void setKeyFile(String keyFile) {
        this.keyFile = keyFile.strip();
    }

    /** Blank for {@code <Graph's address>/.default}, which is right in every cloud. */
    public void setScope(String scope) {
        this.scope = scope.strip();
    }

    /** The way to the login host. */
    public void setOutbound(Outbound outbound) {
        this.outbound = outbound;
    }

    /** Milliseconds, above zero. Default 5000. */
    public void setConnectTimeoutMs(int connectTimeoutMs) {
        this.connectTimeoutMs = positive(connectTimeoutMs, "connectTimeoutMs");
    }

    /** Milliseconds, above zero. Default 5000. */
    public void setReadTimeoutMs(int readTimeoutMs) {
        this.readTimeoutMs = positive(readTimeoutMs, "readTimeoutMs");
    }

    /** Of an answer of the login host, above zero. Default 1048576. A longer one counts as none. */
    public void setMaxReplyBytes(int maxReplyBytes) {
        this.maxReplyBytes = positive(maxReplyBytes, "maxReplyBytes");
    }

    /**
     * @throws IllegalStateException    when a setting is missing; the message names it
     * @throws IllegalArgumentException when the certificate or its key cannot be read; the message names the setting
     */
    final TokenEndpoint endpoint(Clock clock) {
        require(loginUrl != null, "calls.login.url");
        require(graphUrl != null || !scope.isEmpty(), "calls.graph.url");
        require(!appId.isEmpty(), "calls.bot.app-id");
        require(!certificateFile.isEmpty() || !appSecret.get().isBlank(), "calls.bot.app-secret");
        Supplier<BotProof> proof =
                secrets == null ? Suppliers.constant(proof(clock)) : secrets.rotating(PROOF, () -> proof(clock));
        Scope asked = Scope.parse(scope.isEmpty() ? graphUrl + "/.default" : scope);
        return new TokenEndpoint(
                loginUrl, proof, asked, outbound.client(connectTimeoutMs, readTimeoutMs, maxReplyBytes), clock);
    }

    private BotProof proof(Clock clock) {
        ClientID bot = new ClientID(appId);
        if (certificateFile.isEmpty()) {
            return BotProof.secret(bot, appSecret.get());
        }
        KeyFiles files = KeyFiles.read("bot", certificateFile, keyFile, appSecret.get());
        BotProof proof = BotProof.certificate(bot, files, clock);
        certificate = files;
        return proof;
    }

    /** The certificate of the bot and its key; null while they have not been read, and for the secret. */
    final KeyFiles certificate() {
        return certificate;
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
