package dev.callescalation.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.util.function.Suppliers;

/**
 * Verifies the bearer token of a notification (Microsoft Graph: calling webhook authentication).
 *
 * <p>The settings are read at the first {@link #verify}; a setter called later changes nothing. A token that was good
 * is remembered until it expires, so the many notifications of one call cost one signature check. That also means a
 * signing key that is withdrawn holds for the tokens already seen, for the hour or so that those live.
 */
public final class WebhookTokens extends VerifierSettings {

    private static final int LONGEST_HEADER = 16 * 1024;
    private static final int REMEMBERED_TOKENS = 10_000;

    private final Clock clock;
    /**
     * By the SHA-256 of the token, so that a heap dump holds no token. Maintained by the calling thread: waking another
     * one costs more.
     */
    private final Cache<ByteBuffer, TokenVerifier.Verified> remembered = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(REMEMBERED_TOKENS)
            .build();

    private final Supplier<TokenVerifier> verifier;
    private Set<String> tenants = Set.of();

    public WebhookTokens() {
        this(Clock.systemUTC());
    }

    WebhookTokens(Clock clock) {
        this.clock = clock;
        this.verifier = Suppliers.memorize(() -> new TokenVerifier(this, clock));
    }

    /**
     * The tenant of the caller.
     *
     * @param authorizationHeader the whole value, {@code Bearer <JWT>}; null when the request had none
     * @return the token's claim {@code tid}, never blank
     * @throws TokenRefusedException when the request must be refused
     * @throws IllegalStateException when a setting is missing; the message names it
     */
    public String verify(String authorizationHeader) {
        String token = bearerToken(authorizationHeader);
        ByteBuffer digest = sha256(token);
        TokenVerifier.Verified known = remembered.getIfPresent(digest);
        if (known == null || clock.millis() >= known.goodUntil()) {
            known = verifier.get().verify(token);
            remembered.put(digest, known);
        }
        if (!tenants.isEmpty() && !tenants.contains(known.tenant().toLowerCase(Locale.ROOT))) {
            throw new TokenRefusedException(403, "tenant " + known.tenant() + " is not served", null);
        }
        return known.tenant();
    }

    /**
     * Why no token can be verified at the moment; empty while one can. Fetches the keys when there are none.
     *
     * @throws IllegalStateException when a setting is missing; the message names it
     */
    public String trouble() {
        return verifier.get().trouble();
    }

    private static String bearerToken(String header) {
        if (header == null || header.isBlank()) {
            throw new TokenRefusedException(401, "no Authorization header", null);
        }
        if (header.length() > LONGEST_HEADER) {
            throw new TokenRefusedException(401, "Authorization header longer than 16 KB", null);
        }
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new TokenRefusedException(401, "Authorization header is not a bearer token", null);
        }
        return header.substring(7).strip();
    }

    private static ByteBuffer sha256(String token) {
        try {
            byte[] text = token.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Comma-separated tenant ids that are served; blank serves every tenant whose token is good. */
    public void setTenants(String tenants) {
        this.tenants = list(tenants.toLowerCase(Locale.ROOT));
    }
}
