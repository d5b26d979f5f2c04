package dev.callescalation.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;

/**
 * The Vert.x that Camel's servers run on. It gives each server the limits for which Camel has no setting, before the
 * server listens; by default there is hardly one. HTTP/1.1 is spoken, and nothing else.
 *
 * <p>A bean of the type that Camel asks the registry for: Camel uses the only Vert.x there.
 */
public final class LimitedVertx extends VertxWrapper {

    private static final long SHORTEST_SWEEP = 20;
    private static final long LONGEST_SWEEP = 1000;
    private static final long MINUTE = 60_000;

    private int maxHeaderBytes = 16_384;
    private int maxUriBytes = 4096;
    private int maxInFlight = 200;
    private int maxConnections = 2000;
    private int maxBodyBytes = 2_097_152;
    private int readTimeoutMs = 10_000;
    private int idleTimeoutMs = 60_000;
    private Refusals refusals = new Refusals();
    private SlowClients slowClients;

    /** It serves no files, so it unpacks none: no folder for temporary files is needed. */
    public LimitedVertx() {
        this((VertxInternal) Vertx.vertx(new VertxOptions()
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false))));
    }

    private LimitedVertx(VertxInternal delegate) {
        super(delegate);
    }

    /** One that can be configured, without threads and on which nothing can run. */
    public static LimitedVertx unstarted() {
        Class<?>[] type = {VertxInternal.class};
        return new LimitedVertx((VertxInternal)
                Proxy.newProxyInstance(VertxInternal.class.getClassLoader(), type, (vertx, method, given) -> null));
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        HttpServerOptions limited = options.setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(maxHeaderBytes)
                .setMaxInitialLineLength(maxUriBytes)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setSslHandshakeTimeout(readTimeoutMs);
        return StrictServer.of(refusals, delegate.createHttpServer(limited).connectionHandler(connection -> {
            StrictDecoder.decode(connection, limited, refusals);
            slowClients().opened(connection);
        }));
    }

    /** The one of this Vert.x; it exists from the first server on, when all settings are there. */
    synchronized SlowClients slowClients() {
        if (slowClients == null) {
            SlowClients all =
                    new SlowClients(refusals, readTimeoutMs, idleTimeoutMs, maxInFlight, bodySizes(), maxConnections);
            long period = Math.max(SHORTEST_SWEEP, Math.min(LONGEST_SWEEP, readTimeoutMs / 4));
            delegate.setPeriodic(period, timer -> all.sweep());
            delegate.setPeriodic(MINUTE, timer -> refusals.report());
            slowClients = all;
        }
        return slowClients;
    }

    Refusals refusals() {
        return refusals;
    }

    int maxInFlight() {
        return maxInFlight;
    }

    BodySizes bodySizes() {
        return BodySizes.of(maxBodyBytes);
    }

    /** One body of a request, in bytes. */
    public void setMaxBodyBytes(int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    public void setRefusals(Refusals refusals) {
        this.refusals = refusals;
    }

    /** All headers of a request together, in bytes; more are answered 431. */
    public void setMaxHeaderBytes(int maxHeaderBytes) {
        this.maxHeaderBytes = maxHeaderBytes;
    }

    /** The first line of a request, in bytes; a longer one is answered 414. */
    public void setMaxUriBytes(int maxUriBytes) {
        this.maxUriBytes = maxUriBytes;
    }

    /** Requests worked on at once; as many may be on their way in. */
    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    /** Connections that may be open at once, of both ports together. */
    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    /** Milliseconds within which a whole request has to be there. */
    public void setReadTimeoutMs(int readTimeoutMs) {
        this.readTimeoutMs = readTimeoutMs;
    }

    /** Milliseconds after a reply within which the next request has to begin. */
    public void setIdleTimeoutMs(int idleTimeoutMs) {
        this.idleTimeoutMs = idleTimeoutMs;
    }
}
