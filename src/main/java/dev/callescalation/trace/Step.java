package dev.callescalation.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A span, or nothing while traces are off. What it is given is shown to whoever reads traces: never a person. */
public final class Step implements AutoCloseable {

    /** Property of an exchange: the step that its message came by, of which a decision on it is a part. */
    public static final String PROPERTY = "step";

    static final Step NONE = new Step(Span.getInvalid(), Scope.noop());

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final String TRACEPARENT = "traceparent";

    /** A traceparent by itself, as the header of that name. */
    private static final TextMapGetter<String> ALONE = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(TRACEPARENT);
        }

        @Override
        public String get(String traceparent, String key) {
            return TRACEPARENT.equals(key) ? traceparent : null;
        }
    };

    private final Span span;
    private final Scope scope;

    Step(Span span, Scope scope) {
        this.span = span;
        this.scope = scope;
    }

    Span span() {
        return span;
    }

    /** By what a later step of the same escalation names this one, also in another program; empty for none. */
    public String traceparent() {
        if (!span.getSpanContext().isValid()) {
            return "";
        }
        Map<String, String> headers = new HashMap<>();
        W3C.inject(Context.root().with(span), headers, Map::put);
        return headers.get(TRACEPARENT);
    }

    /** @param traceparent of a step before; anything else is ignored */
    public Step link(String traceparent) {
        if (span.isRecording()) {
            SpanContext before = context(traceparent);
            if (before.isValid()) {
                span.addLink(before);
            }
        }
        return this;
    }

    static SpanContext context(String traceparent) {
        return Span.fromContext(W3C.extract(Context.root(), traceparent, ALONE)).getSpanContext();
    }

    /** Shows a value; an empty one is left out. */
    public Step set(String name, String value) {
        if (!value.isEmpty()) {
            span.setAttribute(name, value);
        }
        return this;
    }

    /** @param type a status or the name of a class: a message may name somebody */
    public Step failed(String type) {
        span.setStatus(StatusCode.ERROR).setAttribute("error.type", type);
        return this;
    }

    /** The HTTP status that it ended with; 0 for none. */
    public Step status(int status, int firstError) {
        if (status > 0) {
            span.setAttribute("http.response.status_code", status);
            if (status >= firstError) {
                failed(String.valueOf(status));
            }
        }
        return this;
    }

    @Override
    public void close() {
        scope.close();
        span.end();
    }
}
