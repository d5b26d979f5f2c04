package dev.callescalation.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.tracer.otel.OpenTelemetrySpanContext;
import java.util.List;

/**
 * The registry of one bundle, and what a Prometheus reads of it. Beans have their meters in it that are a
 * {@link MeterBinder}, those of an integrator too, and routes by Camel's component {@code micrometer}.
 */
public final class Metrics implements AutoCloseable {

    /** The name by which Camel's component finds the registry. */
    public static final String REGISTRY = "metricsRegistry";

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final JvmGcMetrics collector = new JvmGcMetrics();
    private boolean enabled = true;
    private boolean exemplars;
    private MeterRegistry registry;

    /** Whether anything is counted. */
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public boolean isEnabled() {
        return enabled;
    }

    /** Whether what is counted within a span names its trace, to those who ask for OpenMetrics. */
    public void setExemplars(boolean exemplars) {
        this.exemplars = exemplars;
    }

    /** The registry of a bean that has none: it counts nothing. */
    public static MeterRegistry nowhere() {
        return new CompositeMeterRegistry();
    }

    /** Where meters belong; it counts nothing when metrics are not enabled. Made when it is first asked for. */
    public synchronized MeterRegistry registry() {
        if (registry == null) {
            registry = enabled ? prometheus() : nowhere();
        }
        return registry;
    }

    private MeterRegistry prometheus() {
        MeterRegistry made = new PrometheusMeterRegistry(
                PrometheusConfig.DEFAULT,
                new PrometheusRegistry(),
                Clock.SYSTEM,
                exemplars ? new OpenTelemetrySpanContext() : null);
        made.config()
                .meterFilter(new LabelLimit())
                // it takes a look at each thread, six times in a scrape
                .meterFilter(MeterFilter.denyNameStartsWith("jvm.threads.states"));
        List.of(
                        new JvmInfoMetrics(),
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        collector,
                        new ProcessorMetrics(),
                        new UptimeMetrics(),
                        new FileDescriptorMetrics())
                .forEach(binder -> binder.bindTo(made));
        return made;
    }

    /**
     * The form that somebody asks for.
     *
     * @param accept the header of the request; null for none
     */
    public static String contentType(String accept) {
        return accept != null && accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
    }

    /**
     * All meters as they are now.
     *
     * @param contentType as {@link #contentType} says
     * @throws IllegalStateException when metrics are not enabled
     */
    public String scrape(String contentType) {
        if (registry() instanceof PrometheusMeterRegistry prometheus) {
            return prometheus.scrape(contentType);
        }
        throw new IllegalStateException("calls.metrics.enabled is false");
    }

    @Override
    public void close() {
        collector.close();
        registry().close();
    }
}
