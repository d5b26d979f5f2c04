package dev.callescalation.trace;

import dev.callescalation.graph.Command;
import dev.callescalation.graph.Outbound;
import dev.callescalation.secret.Secrets;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Begins the spans of a call: a request of Graph, each decision with its commit, and each command to Graph. They are
 * sent by OTLP over HTTP, by a thread of their own: what it cannot send in time is dropped. Off, it does nothing.
 *
 * <p>Spans hold ids of calls and escalations, names of commands and phases, and statuses. What people or routes have
 * written is in none.
 */
public final class Traces implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration SEND = Duration.ofSeconds(5);
    /** At the end of the program; what is not sent by then is lost. */
    private static final Duration LAST = Duration.ofSeconds(5);

    private static final int MOST_WAITING = 8192;
    private static final int AT_ONCE = 512;

    private boolean enabled;
    private String endpointUrl = "";
    private String serviceName = "call-escalation";
    private double sampleRatio = 1;
    private Secrets secrets;
    private Outbound outbound = new Outbound();
    private String webhookPath = "";
    private URI graph = URI.create("https://graph.microsoft.com");
    private SdkTracerProvider provider;
    /** Null while traces are off. */
    private volatile Tracer tracer;

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    /** Where OTLP over HTTP is received, path included. */
    public void setEndpointUrl(String endpointUrl) {
        this.endpointUrl = endpointUrl;
    }

    public void setServiceName(String serviceName) {
        this.serviceName = serviceName;
    }

    /** Which part of the traces is kept, from 0 to 1. */
    public void setSampleRatio(double sampleRatio) {
        this.sampleRatio = sampleRatio;
    }

    /** Asked for the headers of each request. */
    public void setSecrets(Secrets secrets) {
        this.secrets = secrets;
    }

    /** The way to the receiver. */
    public void setOutbound(Outbound outbound) {
        this.outbound = outbound;
    }

    public void setWebhookPath(String webhookPath) {
        this.webhookPath = webhookPath;
    }

    public void setGraphUrl(String graphUrl) {
        graph = URI.create(graphUrl);
    }

    /** Begins to trace, if that is set. */
    public void open() {
        if (!enabled) {
            return;
        }
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), serviceName))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(sampleRatio)))
                .addSpanProcessor(BatchSpanProcessor.builder(new QuietExporter(exporter(), endpointUrl))
                        .setMaxQueueSize(MOST_WAITING)
                        .setMaxExportBatchSize(AT_ONCE)
                        .setScheduleDelay(Duration.ofSeconds(1))
                        .setExporterTimeout(SEND)
                        .build())
                .build();
        tracer = provider.get("dev.callescalation");
    }

    private OtlpHttpSpanExporter exporter() {
        OtlpHttpSpanExporterBuilder exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpointUrl)
                .setConnectTimeout(CONNECT)
                .setTimeout(SEND)
                // the next ones would wait behind it
                .setRetryPolicy(null)
                // a collector beside us is nearer than the processor time
                .setCompression(endpointUrl.startsWith("https:") ? "gzip" : "none");
        exporter.setProxy(ProxyOptions.create(outbound.proxySelector()));
        try {
            exporter.setSslContext(outbound.createSSLContext(null), outbound.trusted());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot speak TLS", e);
        }
        if (secrets != null) {
            exporter.setHeaders(secrets.rotating(
                    List.of(Secrets.file(Secrets.TRACES_HEADERS)),
                    () -> TracesHeaders.read(secrets.value(Secrets.TRACES_HEADERS))));
        }
        return exporter.build();
    }

    @Override
    public void close() {
        tracer = null;
        if (provider != null) {
            provider.shutdown().join(LAST.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * A request to the webhook whose token holds. It begins a trace: what the client says of one of its own does not
     * count, as it could make us keep all of them.
     */
    public Step request(Instant since) {
        Tracer on = tracer;
        if (on == null) {
            return Step.NONE;
        }
        return step(on.spanBuilder("POST " + webhookPath)
                .setNoParent()
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(since)
                .setAttribute("http.request.method", "POST")
                .setAttribute("http.route", webhookPath)
                .setAttribute("url.path", webhookPath));
    }

    /**
     * A decision of this thread, up to its close.
     *
     * @param parent what its message came by; null for a deadline or a request of somebody else
     */
    public Step decide(Step parent) {
        Tracer on = tracer;
        if (on == null) {
            return Step.NONE;
        }
        SpanBuilder decide = on.spanBuilder("decide");
        return current(
                parent == null
                        ? decide.setNoParent()
                        : decide.setParent(Context.root().with(parent.span())));
    }

    /** The commit of this thread's decision. */
    public Step commit() {
        Tracer on = tracer;
        return on == null ? Step.NONE : current(on.spanBuilder("commit"));
    }

    /**
     * One try to send a command: a part of the decision that queued it. A later try may come much later, so that it has
     * a trace of its own, with a link to that decision.
     *
     * @param requestId Client-Request-Id of this try
     */
    public Step send(Command command, String requestId) {
        Tracer on = tracer;
        if (on == null) {
            return Step.NONE;
        }
        RequestPath path = new RequestPath(command);
        URI asked = command.isLookup() ? URI.create(path.template()) : graph;
        Span queued = Span.wrap(Step.context(command.traceparent()));
        boolean again = command.attempt() > 0;
        SpanBuilder send = on.spanBuilder(command.method() + " " + path.template())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", command.method())
                .setAttribute("url.full", command.isLookup() ? path.scrubbed() : graph + path.scrubbed())
                .setAttribute("url.template", path.template())
                .setAttribute("server.address", asked.getHost())
                .setAttribute("server.port", asked.getPort() > 0 ? asked.getPort() : defaultPort(asked))
                .setAttribute("escalation.id", command.escalationId())
                .setAttribute("escalation.command", command.command())
                .setAttribute("escalation.client-request-id", requestId);
        if (again) {
            send.setNoParent().setAttribute("http.request.resend_count", command.attempt());
        } else {
            send.setParent(Context.root().with(queued));
        }
        Step step = step(send);
        return again ? step.link(command.traceparent()) : step;
    }

    private static int defaultPort(URI asked) {
        return "http".equals(asked.getScheme()) ? 80 : 443;
    }

    private static Step step(SpanBuilder span) {
        return new Step(span.startSpan(), Scope.noop());
    }

    private static Step current(SpanBuilder builder) {
        Span span = builder.startSpan();
        return new Step(span, span.makeCurrent());
    }
}
