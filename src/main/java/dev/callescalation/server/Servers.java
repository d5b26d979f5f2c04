package dev.callescalation.server;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.callescalation.secret.CertificateMeter;
import dev.callescalation.secret.KeyFiles;
import dev.callescalation.secret.Secrets;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vertx.ext.auth.authentication.AuthenticationProvider;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationConfigEntry;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationHandlerFactory;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.HttpServerConfigurationProperties;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.function.Suppliers;

/**
 * Makes Camel's servers with a doorkeeper each. It takes the place of Camel's authentication, which is the one thing
 * that Camel puts before everything else, and before a server listens.
 */
public final class Servers extends DefaultMainHttpServerFactory implements MeterBinder {

    static final String SIGNED_IN = "signedIn";

    private static final List<String> TOKENS =
            List.of(Secrets.file(Secrets.CONTROL_TOKEN), Secrets.file(Secrets.VIEWER_TOKEN));

    private static final List<String> TLS =
            List.of("calls.tls.certificate-file", "calls.tls.key-file", Secrets.file(Secrets.TLS_PASSWORD));

    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration UNDER_WAY = Duration.ofSeconds(10);

    private LimitedVertx vertx;
    private String userHeader = "";
    private String controlHostNames = "";
    private long maxBodyBytes = 2_097_152;
    private boolean webhookTls;
    private boolean controlTls;
    private String certificateFile = "";
    private String keyFile = "";
    private Secrets secrets;
    private volatile KeyFiles certificate;
    /** The same for both servers: the files are read once, and watched once. */
    private final Supplier<SSLContextParameters> tls = Suppliers.memorize(this::tls);

    private int drainMs;
    private RequestLimits limits;
    private Service webhook;
    private volatile boolean leaving;
    private volatile boolean ending;

    public void setVertx(LimitedVertx vertx) {
        this.vertx = vertx;
    }

    /** Further names of the control port, comma-separated. */
    public void setControlHostNames(String controlHostNames) {
        this.controlHostNames = controlHostNames;
    }

    /** Header of the control port in which a proxy names the user; empty for none. */
    public void setUserHeader(String userHeader) {
        this.userHeader = userHeader;
    }

    /** Largest body that the control port takes, in bytes. The webhook's is a setting of Camel's server. */
    public void setMaxBodyBytes(long maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    /** Milliseconds between {@link #leave} and the end of the routes. */
    public void setDrainMs(int drainMs) {
        this.drainMs = drainMs;
    }

    public int drainMs() {
        return drainMs;
    }

    public void setWebhookTls(boolean webhookTls) {
        this.webhookTls = webhookTls;
    }

    public void setControlTls(boolean controlTls) {
        this.controlTls = controlTls;
    }

    /** PEM, or PKCS #12 with the key in it. Read when a server with TLS is made. */
    public void setCertificateFile(String certificateFile) {
        this.certificateFile = certificateFile;
    }

    /** PEM; blank when the certificate is in a PKCS #12 file. */
    public void setKeyFile(String keyFile) {
        this.keyFile = keyFile;
    }

    /** Asked for the tokens and for the password, which are then taken as they are given, and may be rotated. */
    public void setSecrets(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        CertificateMeter.bind(registry, "tls", () -> certificate);
    }

    @Override
    public Service newHttpServer(CamelContext camelContext, HttpServerConfigurationProperties settings) {
        MainHttpServer server = (MainHttpServer) super.newHttpServer(camelContext, settings);
        limits = new RequestLimits(
                () -> !ending && camelContext.getStatus().isStarted(),
                this::isLeaving,
                vertx.slowClients(),
                vertx.refusals(),
                vertx.maxInFlight(),
                vertx.bodySizes());
        first(server.getConfiguration(), limits);
        if (webhookTls) {
            server.getConfiguration().setSslContextParameters(tls.get());
        }
        onceListening(camelContext, this::quiet);
        webhook = server;
        return server;
    }

    @Override
    public Service newHttpManagementServer(
            CamelContext camelContext, HttpManagementServerConfigurationProperties settings) {
        ManagementHttpServer server = (ManagementHttpServer) super.newHttpManagementServer(camelContext, settings);
        server.setMaxBodySize(maxBodyBytes);
        boolean prod = "prod".equals(camelContext.getCamelContextExtension().getProfile());
        Visitors visitors =
                new Visitors(secrets.rotating(TOKENS, () -> tokens(prod)), userHeader, Ticker.systemTicker());
        first(
                server.getConfiguration(),
                new ControlToken(
                        vertx.slowClients(),
                        vertx.refusals(),
                        new ForeignPages(
                                settings.getHost(), controlNames(), ", or name it in calls.control.host-names"),
                        visitors,
                        settings.getHealthPath(),
                        new PublicReadiness(() -> isReady(camelContext))));
        if (controlTls) {
            server.getConfiguration().setSslContextParameters(tls.get());
        }
        SignIn signIn = new SignIn(visitors, Ticker.systemTicker());
        onceListening(camelContext, router -> {
            if (router.isManagementServer()) {
                signIn.mount(router);
            }
        });
        return server;
    }

    private ControlTokens tokens(boolean prod) {
        ControlTokens tokens =
                new ControlTokens(secrets.value(Secrets.CONTROL_TOKEN), secrets.value(Secrets.VIEWER_TOKEN));
        List<String> mistakes = tokens.mistakes(prod);
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
        return tokens;
    }

    private static boolean isReady(CamelContext camelContext) {
        return HealthCheckHelper.invokeReadiness(camelContext).stream()
                .noneMatch(result -> result.getState() == HealthCheck.State.DOWN);
    }

    private Set<String> controlNames() {
        return Stream.of(controlHostNames.split(","))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Whether who has sent a request to the control port may still see what it shows. */
    public static BooleanSupplier signedIn(RoutingContext request) {
        return request.get(SIGNED_IN);
    }

    /** The program is about to stop: clients are served as before, but are asked for no further request. */
    public void leave() {
        leaving = true;
        vertx.slowClients().closeIdle();
    }

    public boolean isLeaving() {
        return leaving;
    }

    /**
     * The routes are about to end: the port of the webhook is closed as soon as no request is being served. Clients
     * that do not leave that much room are asked to retry until then.
     */
    public void closeWebhook() {
        leaving = true;
        if (webhook != null) {
            boolean quiet = limits.awaitIdle(QUIET);
            ending = true;
            if (!quiet) {
                limits.awaitIdle(UNDER_WAY);
            }
            webhook.stop();
        }
        vertx.refusals().report();
    }

    /** Ends the Vert.x that the servers ran on: Camel leaves one alone that it has not made itself. */
    public void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The certificate that a server shows, in the form that Camel's servers take it. */
    private SSLContextParameters tls() {
        String inMemory = UUID.randomUUID().toString();
        KeyStore rotating = KeyFiles.emptyKeyStore();
        secrets.rotating(TLS, () -> {
            certificate = KeyFiles.read("tls", certificateFile, keyFile, secrets.value(Secrets.TLS_PASSWORD));
            certificate.takeThePlaceIn(rotating, inMemory.toCharArray());
            return certificate;
        });
        KeyStoreParameters store = new KeyStoreParameters();
        store.setKeyStore(rotating);
        KeyManagersParameters keys = new KeyManagersParameters();
        // the one of Java that reads the store with each handshake
        keys.setAlgorithm("PKIX");
        keys.setKeyStore(store);
        keys.setKeyPassword(inMemory);
        SSLContextParameters tls = new SSLContextParameters();
        tls.setKeyManagers(keys);
        return tls;
    }

    private static void onceListening(CamelContext camelContext, Consumer<VertxPlatformHttpRouter> what) {
        try {
            camelContext.addStartupListener((context, alreadyStarted) -> context.getRegistry()
                    .findByType(VertxPlatformHttpRouter.class)
                    .forEach(what));
        } catch (Exception e) {
            throw new IllegalStateException("The servers cannot be prepared", e);
        }
    }

    /** What a client did wrong is answered by its status; Vert.x would log an ERROR with a stack trace besides. */
    private void quiet(VertxPlatformHttpRouter router) {
        router.route().order(Integer.MAX_VALUE).failureHandler(this::answerFailure);
    }

    private void answerFailure(RoutingContext context) {
        if (!context.response().ended() && !context.response().closed()) {
            int status = context.statusCode();
            context.response().setStatusCode(status < 400 ? 500 : status).end();
        }
    }

    private static void first(VertxPlatformHttpServerConfiguration server, AuthenticationHandler doorkeeper) {
        AuthenticationConfigEntry everything = new AuthenticationConfigEntry();
        everything.setPath("/*");
        everything.setAuthenticationProviderFactory(vertx -> null);
        everything.setAuthenticationHandlerFactory(new AuthenticationHandlerFactory() {
            @Override
            public <T extends AuthenticationProvider> AuthenticationHandler createAuthenticationHandler(T provider) {
                return doorkeeper;
            }
        });
        server.getAuthenticationConfig().setEnabled(true);
        server.getAuthenticationConfig().getEntries().add(everything);
    }
}
