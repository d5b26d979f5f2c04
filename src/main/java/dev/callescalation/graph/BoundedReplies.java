package dev.callescalation.graph;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Ends a reply of Graph that is too long while it is read: a few of them at once would fill the memory. The connection
 * is closed, and the command counts as one without a reply. So it does where a page of HTML says that all is well: that
 * comes from a proxy, and whether Graph has got the command is unknown. {@link Redirects} are followed before.
 */
public final class BoundedReplies implements HttpClientConfigurer {

    private static final int REDIRECTION = 300;

    private int maxBytes = 2_097_152;
    private boolean followed = true;

    /** Of one reply, unpacked. */
    public void setMaxBytes(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Whether redirects within the same host are followed. */
    public void setFollowRedirects(boolean followRedirects) {
        this.followed = followRedirects;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        // the outermost: the body is unpacked there
        client.addExecInterceptorFirst("bounded-replies", this::bound);
    }

    private ClassicHttpResponse bound(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse reply = followed ? Redirects.follow(request, scope, chain) : chain.proceed(request, scope);
        if (reply.getCode() < REDIRECTION && isPage(reply)) {
            scope.execRuntime.discardEndpoint();
            throw new IOException("the reply " + reply.getCode() + " is a page of HTML and not of "
                    + scope.route.getTargetHost().getHostName() + "; check the proxies on the way there");
        }
        if (reply.getEntity() != null) {
            reply.setEntity(new Bounded(reply.getEntity(), scope));
        }
        return reply;
    }

    private static boolean isPage(ClassicHttpResponse reply) {
        Header type = reply.getFirstHeader("Content-Type");
        return type != null && type.getValue().toLowerCase(Locale.ROOT).contains("html");
    }

    private final class Bounded extends HttpEntityWrapper {

        private final ExecChain.Scope scope;

        private Bounded(HttpEntity body, ExecChain.Scope scope) {
            super(body);
            this.scope = scope;
        }

        @Override
        public InputStream getContent() throws IOException {
            return new BoundedStream(super.getContent(), scope);
        }
    }

    private final class BoundedStream extends FilterInputStream {

        private final ExecChain.Scope scope;
        private long left = maxBytes;

        private BoundedStream(InputStream body, ExecChain.Scope scope) {
            super(body);
            this.scope = scope;
        }

        @Override
        public int read() throws IOException {
            return (int) counted(super.read(), 1);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            return (int) counted(read, read);
        }

        @Override
        public long skip(long length) throws IOException {
            long skipped = super.skip(length);
            return counted(skipped, skipped);
        }

        private long counted(long result, long bytes) throws IOException {
            left -= result < 0 ? 0 : bytes;
            if (left < 0) {
                // closing the stream would read it to its end first
                scope.execRuntime.discardEndpoint();
                throw new IOException("the reply has more than " + maxBytes + " bytes");
            }
            return result;
        }
    }
}
