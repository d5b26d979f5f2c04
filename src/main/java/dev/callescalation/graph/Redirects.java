package dev.callescalation.graph;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/**
 * Follows a redirect of Graph that keeps method and body (307, 308), a few times, and only to the host and port that
 * the request went to: another host would get the token. Any other redirect is returned as it is.
 */
final class Redirects {

    private static final Set<Integer> FOLLOWED = Set.of(307, 308);
    private static final int MOST = 3;

    private Redirects() {}

    static ClassicHttpResponse follow(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        // the chain adds headers to what it sends
        ClassicRequestBuilder again = ClassicRequestBuilder.copy(request);
        ClassicHttpRequest sent = request;
        ClassicHttpResponse reply = chain.proceed(sent, scope);
        for (int followed = 0; followed < MOST; followed++) {
            Optional<URI> target = target(sent, reply);
            if (target.isEmpty()) {
                break;
            }
            EntityUtils.consume(reply.getEntity());
            reply.close();
            sent = again.setUri(target.get()).build();
            reply = chain.proceed(sent, scope);
        }
        return reply;
    }

    private static Optional<URI> target(ClassicHttpRequest sent, ClassicHttpResponse reply) {
        Header location = reply.getFirstHeader("Location");
        boolean canRepeat = sent.getEntity() == null || sent.getEntity().isRepeatable();
        if (location == null || !canRepeat || !FOLLOWED.contains(reply.getCode())) {
            return Optional.empty();
        }
        try {
            URI from = sent.getUri();
            URI to = from.resolve(location.getValue().strip());
            return Optional.of(to).filter(address -> place(address).equals(place(from)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Scheme, host and port. */
    private static String place(URI address) {
        int port =
                address.getPort() >= 0 ? address.getPort() : "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
        return (address.getScheme() + "://" + address.getHost()).toLowerCase() + ":" + port;
    }
}
