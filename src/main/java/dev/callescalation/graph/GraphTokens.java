package dev.callescalation.graph;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.callescalation.metrics.Metrics;
import dev.callescalation.secret.CertificateMeter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.util.function.Suppliers;

/**
 * Tokens for Graph, one per tenant, fetched when first needed and kept until shortly before they end (Microsoft
 * identity platform: OAuth 2.0 client credentials flow). The settings are read at the first use.
 */
public final class GraphTokens extends LoginSettings implements MeterBinder {

    private static final int KNOWN_TENANTS = 10_000;
    private static final int BACKGROUND_THREADS = 4;
    /** An id or a domain name. It becomes a part of a path, so it must not be one that goes up. */
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,127}");

    private final Clock clock;
    private final Executor background;
    // maintained by the calling thread: waking another one costs more
    private final Cache<String, TenantToken> tenants = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(KNOWN_TENANTS)
            .build();

    private final Supplier<TokenEndpoint> endpoint;
    private volatile TokenMeters meters = new TokenMeters(Metrics.nowhere());

    public GraphTokens() {
        // Daemon threads that end when idle, so they keep no process alive.
        this(Clock.systemUTC(), new ForkJoinPool(BACKGROUND_THREADS));
    }

    GraphTokens(Clock clock, Executor background) {
        this.clock = clock;
        this.background = background;
        this.endpoint = Suppliers.memorize(() -> endpoint(clock));
    }

    /**
     * The value of the Authorization header. Waits for the login host only while there is no token that still lives;
     * all who wait for one tenant wait for one request.
     *
     * @param tenantId id or domain name of the tenant in which the call is
     * @throws GraphTokenException      when the login host gave none; asked again in the second after that, the same
     *                                  failure without another request
     * @throws IllegalArgumentException when the tenant cannot be part of a URL
     * @throws IllegalStateException    when a setting is missing; the message names it
     */
    public String bearer(String tenantId) {
        return tenant(tenantId).bearer();
    }

    /** Fetches in the background what {@link #bearer} will need. Returns at once; a failure shows in the log only. */
    public void prefetch(String tenantId) {
        tenant(tenantId).prefetch();
    }

    /**
     * Forgets a token that Graph refused with 401. Does nothing when it is no longer the one in use, so that ten
     * requests refused at once cause one new token.
     *
     * @param bearer as {@link #bearer} returned it
     */
    public void drop(String tenantId, String bearer) {
        tenant(tenantId).drop(bearer);
    }

    /** For each tenant whose token cannot be had at the moment, why that is, in one sentence. */
    public List<String> troubles() {
        return tenants.asMap().values().stream()
                .map(TenantToken::trouble)
                .filter(trouble -> !trouble.isEmpty())
                .toList();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        meters = new TokenMeters(registry);
        Gauge.builder("calls_tokens_seconds_left", this, GraphTokens::secondsLeft)
                .description("How long the token lives that ends first; NaN while there is none")
                .register(registry);
        CertificateMeter.bind(registry, "bot", this::certificate);
    }

    private double secondsLeft() {
        return tenants.asMap().values().stream()
                .flatMapToLong(token -> token.endsAt().stream())
                .mapToDouble(endsAt -> Math.max(0, endsAt - clock.millis()) / 1000.0)
                .min()
                .orElse(Double.NaN);
    }

    /** Whether that can be asked for: an id or a domain name. */
    public static boolean isTenant(String tenantId) {
        return tenantId != null && TENANT.matcher(tenantId).matches();
    }

    private TenantToken tenant(String tenantId) {
        if (!isTenant(tenantId)) {
            throw new IllegalArgumentException(
                    "a tenant is an id or a domain name of up to 128 letters, digits, dots and dashes");
        }
        TokenEndpoint login = endpoint.get();
        return tenants.get(
                tenantId.toLowerCase(Locale.ROOT),
                tenant -> new TenantToken(() -> meters.counted(() -> login.fetch(tenant)), background, clock));
    }
}
