package dev.callescalation.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A span, or nothing while traces are off. What it is given is shown to whoever reads traces: never a person. */
public final class Step implements AutoCloseable {

    /** Property of an exchange: the step that its message came by, of which a decision on it is a part. */
    public static final String PROPERTY = "step";

    static final Step NONE = new Step(Span.getInvalid(), Scope.noop());

    /** W3C Trace Context, version 00. */
    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

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
        SpanContext context = span.getSpanContext();
        return context.isValid()
                ? "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                        + context.getTraceFlags().asHex()
                : "";
    }

    /** @param traceparent of a step before; anything else is ignored */
    public Step link(String traceparent) {
        SpanContext before = context(traceparent);
        if (span.isRecording() && before.isValid()) {
            span.addLink(before);
        }
        return this;
    }

    static SpanContext context(String traceparent) {
        Matcher parts = TRACEPARENT.matcher(traceparent);
        return parts.matches()
                ? SpanContext.createFromRemoteParent(
                        parts.group(1), parts.group(2), TraceFlags.fromHex(parts.group(3), 0), TraceState.getDefault())
                : SpanContext.getInvalid();
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
