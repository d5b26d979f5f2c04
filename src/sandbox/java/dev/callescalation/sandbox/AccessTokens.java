package dev.callescalation.sandbox;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The access tokens that were handed out. They are opaque, as Graph's are to its clients. */
final class AccessTokens {

    /** Of Microsoft's login service: one second less than an hour. */
    static final Duration LIFETIME = Duration.ofSeconds(3_599);

    /** Older ones are deleted, and refused from then on. */
    private static final int MOST = 10_000;

    private static final int BYTES = 32;
    private static final String BEARER = "Bearer ";

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> issued = new LinkedHashMap<>();

    AccessTokens(Clock clock) {
        this.clock = clock;
    }

    String issue(String tenantId) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(token, new Issued(tenantId, clock.instant().plus(LIFETIME)));
        if (issued.size() > MOST) {
            issued.remove(issued.keySet().iterator().next());
        }
        return token;
    }

    /**
     * The tenant for which a token was handed out; none, a foreign and an old one are a GraphError.
     *
     * @param authorization the header; null if there was none
     */
    String tenantOf(String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            throw GraphError.badToken("Access token is empty.");
        }
        Issued token = issued.get(authorization.substring(BEARER.length()));
        if (token == null || !clock.instant().isBefore(token.expiry())) {
            throw GraphError.badToken("Access token validation failure: it was not issued here, or has expired.");
        }
        return token.tenantId();
    }

    private record Issued(String tenantId, Instant expiry) {}
}
