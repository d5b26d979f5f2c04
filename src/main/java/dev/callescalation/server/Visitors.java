package dev.callescalation.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Who comes to the control port: with a token, or with the session that a token has begun. Where no token is set,
 * anybody is the operator. Sessions are kept in memory: a restart ends them, and so do other tokens.
 */
final class Visitors {

    static final String COOKIE = "session";
    static final String OPERATOR = "operator";
    static final String VIEWER = "viewer";

    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Duration LONGEST_UNUSED = Duration.ofMinutes(30);
    private static final int MOST_SESSIONS = 1_000;
    private static final int BYTES_OF_AN_ID = 32;
    private static final int LONGEST_NAME = 100;
    private static final String BEARER = "Bearer ";

    private final SecureRandom random = new SecureRandom();
    private final Ticker ticker;
    private final Cache<String, Session> sessions;
    private final Supplier<ControlTokens> tokens;
    private final String userHeader;

    private record Session(ControlTokens tokens, String role, long began) {}

    /**
     * @param tokens     those that count at the moment
     * @param userHeader header in which a proxy names the user; empty for none
     */
    Visitors(Supplier<ControlTokens> tokens, String userHeader, Ticker ticker) {
        this.tokens = tokens;
        this.userHeader = userHeader.strip();
        this.ticker = ticker;
        this.sessions = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterAccess(LONGEST_UNUSED)
                .maximumSize(MOST_SESSIONS)
                .build();
    }

    boolean needToken() {
        return !tokens.get().operators().isEmpty();
    }

    /** Who that is: {@code username}, {@code role} and {@code signedIn}. Empty for a stranger. */
    Optional<User> find(HttpServerRequest request) {
        return role(request)
                .map(role -> User.create(new JsonObject()
                        .put("username", name(request, role))
                        .put("role", role)
                        .put("signedIn", needToken())));
    }

    private Optional<String> role(HttpServerRequest request) {
        if (!needToken()) {
            return Optional.of(OPERATOR);
        }
        List<String> shown = request.headers().getAll("Authorization");
        if (shown.isEmpty()) {
            return open(session(request)).map(Session::role);
        }
        boolean one = shown.size() == 1 && shown.get(0).regionMatches(true, 0, BEARER, 0, BEARER.length());
        return one ? role(shown.get(0).substring(BEARER.length()).strip()) : Optional.empty();
    }

    /** What somebody with that token may be. It takes as long for a wrong one, wherever its first wrong letter is. */
    Optional<String> role(String shown) {
        ControlTokens known = tokens.get();
        boolean viewer = !known.viewers().isEmpty() && isSame(shown, known.viewers());
        return isSame(shown, known.operators())
                ? Optional.of(OPERATOR)
                : Optional.of(VIEWER).filter(v -> viewer);
    }

    private static boolean isSame(String shown, String token) {
        return MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /** The name that the proxy gives, without what would break a line; else the role. */
    private String name(HttpServerRequest request, String role) {
        String given = userHeader.isEmpty() ? null : request.getHeader(userHeader);
        String name = given == null
                ? ""
                : given.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ").strip();
        return name.isEmpty() ? role : name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    /** The id that the request names; empty for none. */
    static String session(HttpServerRequest request) {
        Cookie cookie = request.getCookie(COOKIE);
        return cookie == null ? "" : cookie.getValue();
    }

    /** Whether the request is let in by its cookie, which a browser sends unasked. */
    boolean comesByCookie(HttpServerRequest request) {
        return needToken() && !request.headers().contains("Authorization");
    }

    /** Begins a session. Its id is always a new one. */
    String begin(String role) {
        byte[] id = new byte[BYTES_OF_AN_ID];
        random.nextBytes(id);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        sessions.put(text, new Session(tokens.get(), role, ticker.read()));
        return text;
    }

    /** A session that has not ended. To ask for it is to use it. */
    private Optional<Session> open(String id) {
        return Optional.ofNullable(sessions.getIfPresent(id)).filter(this::lasts);
    }

    /** Whether what has let the request in still would; to ask for that is no use of a session. */
    BooleanSupplier lasts(HttpServerRequest request) {
        if (!comesByCookie(request)) {
            ControlTokens then = tokens.get();
            return () -> then.equals(tokens.get());
        }
        String id = session(request);
        return () -> lasts(sessions.policy().getIfPresentQuietly(id));
    }

    private boolean lasts(Session session) {
        return session != null
                && ticker.read() - session.began() < LONGEST.toNanos()
                && session.tokens().equals(tokens.get());
    }

    void end(String id) {
        sessions.invalidate(id);
    }
}
