package dev.callescalation.trace;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Says once a minute at most that spans could not be sent. The library itself would write a stack trace each time. */
final class QuietExporter implements SpanExporter {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Traces.class);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** Kept, as the level of a logger that nobody holds is forgotten. */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    private final SpanExporter receiver;
    private final String endpoint;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong said = new AtomicLong(System.nanoTime() - MINUTE);

    QuietExporter(SpanExporter receiver, String endpoint) {
        this.receiver = receiver;
        this.endpoint = endpoint;
        LIBRARY.setLevel(Level.OFF);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = receiver.export(spans);
        result.whenComplete(() -> {
            if (!result.isSuccess()) {
                say(lost.addAndGet(spans.size()), result.getFailureThrowable());
            }
        });
        return result;
    }

    private void say(long count, Throwable why) {
        long now = System.nanoTime();
        long before = said.get();
        if (now - before >= MINUTE && said.compareAndSet(before, now)) {
            LOG.warn("{} spans could not be sent to {} (calls.traces.endpoint-url): {}", count, endpoint, cause(why));
            lost.addAndGet(-count);
        }
    }

    private static String cause(Throwable why) {
        Throwable cause = why;
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause == null ? "no reply" : cause.toString();
    }

    @Override
    public CompletableResultCode flush() {
        return receiver.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return receiver.shutdown();
    }
}
