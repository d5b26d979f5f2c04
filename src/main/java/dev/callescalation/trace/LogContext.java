package dev.callescalation.trace;

import dev.callescalation.notification.KnownPeople;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Collection;
import java.util.Map;
import org.slf4j.MDC;

/**
 * What each line of the log carries while a thread works on a call: the escalation, the route where the work began, and
 * the version of the files. The lines show nobody who is named in the messages of that work. It is closed by the thread
 * that has opened it.
 */
public final class LogContext implements AutoCloseable {

    /** The global option of a Camel context that says which version of the files its routes are of. */
    public static final String BUNDLE = "bundle";

    static final String ROUTE = "route";

    private static final String ESCALATION = "escalation";

    private final Map<String, String> before = MDC.getCopyOfContextMap();
    private final KnownPeople peopleBefore = KnownPeople.begin();

    private LogContext(String route, String bundle) {
        put(ROUTE, route);
        put(BUNDLE, bundle);
    }

    /**
     * The thread begins to work for a route.
     *
     * @param bundle the version of the files; null or empty when it is not known
     */
    public static LogContext open(String route, String bundle) {
        return new LogContext(route, bundle);
    }

    /** It works on another message: the next lines are about no escalation until one is named. */
    public void next(Collection<?> contents) {
        MDC.remove(ESCALATION);
        KnownPeople.begin();
        KnownPeople.add(contents);
    }

    /** @param id empty when it belongs to none */
    public void escalation(String id) {
        put(ESCALATION, id);
    }

    /** The next lines of this thread are of that step of a trace; until a context that was opened before is closed. */
    public static void step(Step step) {
        SpanContext span = step.span().getSpanContext();
        if (span.isValid()) {
            MDC.put("trace.id", span.getTraceId());
            MDC.put("span.id", span.getSpanId());
        }
    }

    private static void put(String key, String value) {
        if (value == null || value.isEmpty()) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }

    @Override
    public void close() {
        KnownPeople.restore(peopleBefore);
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}
