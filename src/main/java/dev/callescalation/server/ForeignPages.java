package dev.callescalation.server;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Keeps out what the web page of a stranger makes a browser on this machine send. A page may post to any address as
 * text or as a form, and its own name may lead to this machine (DNS rebinding). But the browser always sends the name
 * and the origin, and asks before it posts JSON.
 */
public final class ForeignPages {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final String host;
    private final Set<String> names;
    private final String furtherNames;

    /**
     * @param host         that the port is bound to; it counts as a name
     * @param names        further names, in lower case and without a port; pages of theirs may use the port
     * @param furtherNames where a name can be added, as the end of a sentence; may be empty
     */
    public ForeignPages(String host, Set<String> names, String furtherNames) {
        this.host = host;
        this.names = Set.copyOf(names);
        this.furtherNames = furtherNames;
    }

    /** Refuses a request for a name that is not one of this port: its page may have made that name lead here. */
    public boolean refusesName(RoutingContext context) {
        String name = name(asked(context.request()));
        return !LOOPBACK.contains(name)
                && !host.equalsIgnoreCase(name)
                && !names.contains(name)
                && refuse(
                        context,
                        403,
                        "The Host header does not name this port. Use 127.0.0.1 or localhost" + furtherNames + ".");
    }

    /** Refuses a request from a page of another origin. Programs send no Origin. */
    public boolean refusesOrigin(RoutingContext context) {
        HttpServerRequest request = context.request();
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        String from = authority(origin);
        return !from.equalsIgnoreCase(asked(request))
                && !names.contains(name(from))
                && refuse(
                        context,
                        403,
                        "A web page of another origin may not use this port. Send no Origin header" + furtherNames
                                + ".");
    }

    /** Refuses a request of which no page of this port is said to be the origin; a browser says it with a cookie. */
    boolean refusesWithoutOrigin(RoutingContext context) {
        return context.request().getHeader("Origin") == null
                && refuse(
                        context,
                        403,
                        "With a cookie, this must come from the page of this port. Send the token instead:"
                                + " Authorization: Bearer.");
    }

    /**
     * Refuses a POST that is not plain JSON, even one without a body: a page may post anything else unasked. Before
     * another method that changes something a browser asks; only a body of it must be JSON.
     */
    public boolean refusesBody(RoutingContext context) {
        HttpServerRequest request = context.request();
        String type = request.getHeader("Content-Type");
        if (RequestLimits.isCompressed(request)) {
            return refuse(context, 415, "The body must not be compressed.");
        }
        boolean mayBeBare = request.method() != HttpMethod.POST && type == null && !hasBody(request);
        return !READING.contains(request.method())
                && !mayBeBare
                && !isJson(type)
                && refuse(
                        context, 415, "The body must be JSON, or empty. Send it with Content-Type: application/json.");
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return request.getHeader("Transfer-Encoding") != null || length != null && !"0".equals(length);
    }

    private static boolean isJson(String type) {
        return type != null && "application/json".equalsIgnoreCase(type.split(";", 2)[0].strip());
    }

    static boolean refuse(RoutingContext context, int status, String sentence) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end(sentence + "\n");
        return true;
    }

    /** The name and port that it was sent to; HTTP/2 has no Host header. Empty for none. */
    private static String asked(HttpServerRequest request) {
        String host = request.getHeader("Host");
        return host != null ? host : Objects.toString(request.authority(), "");
    }

    /** Without its port, in lower case. */
    private static String name(String authority) {
        return authority.replaceFirst(":[0-9]*$", "").toLowerCase(Locale.ROOT);
    }

    /** Empty where there is none, as in {@code null}, the origin of a page without one. */
    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
