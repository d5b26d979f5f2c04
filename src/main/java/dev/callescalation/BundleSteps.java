package dev.callescalation;

import dev.callescalation.addon.SandboxJar;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.OwnJars;
import dev.callescalation.control.ControlEngine;
import dev.callescalation.control.Events;
import dev.callescalation.control.MetricsPage;
import dev.callescalation.control.Page;
import dev.callescalation.decision.Outbox;
import dev.callescalation.decision.OutboxHealth;
import dev.callescalation.decision.TenantBreaker;
import dev.callescalation.editing.LiveBundle;
import dev.callescalation.graph.GraphTokens;
import dev.callescalation.graph.TokenHealth;
import dev.callescalation.metrics.Metrics;
import dev.callescalation.secret.Secrets;
import dev.callescalation.server.Servers;
import dev.callescalation.store.JdbcStore;
import dev.callescalation.trace.Traces;
import dev.callescalation.webhook.KeysHealth;
import dev.callescalation.webhook.WebhookTokens;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done beside Camel on the way up, before it opens ports, and on the way down. */
final class BundleSteps extends MainListenerSupport implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BundleSteps.class);

    private final Path folder;
    private final String profile;
    private Runnable endSandbox = () -> {};
    private ControlEngine control;
    private JdbcStore store;
    private LiveBundle live;
    private Metrics metrics;
    private Events events;
    private Traces traces;
    private volatile Servers servers;

    BundleSteps(Path folder, String profile) {
        this.folder = folder;
        this.profile = profile;
    }

    @Override
    public void beforeConfigure(BaseMainSupport support) {
        prepare(support.getCamelContext());
    }

    /** Before any bean is made: the settings are there. */
    void prepare(CamelContext context) {
        ClassLoader classes = OwnJars.of(folder);
        if (classes != OwnJars.class.getClassLoader()) {
            context.setApplicationContextClassLoader(classes);
            // libraries ask the thread that they run on, which is one that this one starts
            Thread.currentThread().setContextClassLoader(classes);
        }
        context.getPropertiesComponent().addPropertiesFunction(new Secrets(context));
        new StartCheck(context).check(profile);
        LOG.info("Starts with profile {}", profile);
    }

    @Override
    public void afterConfigure(BaseMainSupport support) {
        Properties overrides = support.getOverrideProperties();
        build(support.getCamelContext(), overrides == null ? new Properties() : overrides);
    }

    /** Once the beans are made, before anything starts. */
    void build(CamelContext context, Properties overrides) {
        control = context.getRegistry().lookupByNameAndType("controlEngine", ControlEngine.class);
        control.setCamelContext(context);
        store = context.getRegistry().lookupByNameAndType("store", JdbcStore.class);
        store.open();
        traces = context.getRegistry().lookupByNameAndType("traces", Traces.class);
        traces.open();
        bindMeters(context);
        if ("true".equals(context.resolvePropertyPlaceholders("{{calls.sandbox.enabled}}"))) {
            endSandbox = SandboxJar.find().orElseThrow().start(context, folder);
        }
        Outbox outbox = context.getRegistry().lookupByNameAndType("outbox", Outbox.class);
        TenantBreaker breaker = context.getRegistry().lookupByNameAndType("tenantBreaker", TenantBreaker.class);
        outbox.share(store.throttle());
        HealthCheckRegistry.get(context).register(new OutboxHealth(outbox, breaker));
        WebhookTokens tokens = context.getRegistry().lookupByNameAndType("webhookTokens", WebhookTokens.class);
        HealthCheckRegistry.get(context).register(new KeysHealth(tokens));
        fetchToken(context);
        buildRoutes(context, overrides);
    }

    /** Before the routes are built: by that name they find the registry, for what they count themselves. */
    private void bindMeters(CamelContext context) {
        metrics = context.getRegistry().lookupByNameAndType("metrics", Metrics.class);
        context.getRegistry().bind(Metrics.REGISTRY, metrics.registry());
        if (metrics.isEnabled()) {
            context.getRegistry().findByType(MeterBinder.class).forEach(bean -> bean.bindTo(metrics.registry()));
        }
    }

    /** In the background: the first answer is not to wait for it. The sandbox has to be there. */
    private void fetchToken(CamelContext context) {
        GraphTokens tokens = context.getRegistry().lookupByNameAndType("graphTokens", GraphTokens.class);
        HealthCheckRegistry.get(context).register(new TokenHealth(tokens));
        tokens.prefetch(context.resolvePropertyPlaceholders("{{calls.bot.tenant-id}}"));
    }

    private void buildRoutes(CamelContext context, Properties overrides) {
        servers = context.getRegistry().lookupByNameAndType("servers", Servers.class);
        events = context.getRegistry().lookupByNameAndType("events", Events.class);
        live = context.getRegistry().lookupByNameAndType("liveBundle", LiveBundle.class);
        live.build(new BundleFolder(folder, profile, overrides), profile, context.getRegistry());
        try {
            // once the servers listen
            context.addStartupListener((started, before) -> {
                MetricsPage.serve(metrics, control.router());
                new Page().serve(control.router());
                events.open(control.router());
                live.open();
                live.watch(files -> store.describe(control.program(files)));
                LOG.info("The page for operators: {}", control.page());
            });
        } catch (Exception e) {
            throw new IllegalStateException("The routes cannot be started", e);
        }
    }

    @Override
    public void beforeStop(BaseMainSupport support) {
        endRoutes();
    }

    /**
     * Readiness goes down while requests are still served, so that a balancer has time to notice.
     *
     * @return milliseconds that it is given
     */
    int leave() {
        Servers running = servers;
        if (running == null) {
            return 0;
        }
        running.leave();
        return running.drainMs();
    }

    /** The routes finish before stores and servers close. A second call does nothing. */
    void endRoutes() {
        if (live != null) {
            servers.closeWebhook();
            live.close();
            live = null;
        }
    }

    /** Ends what was begun; the routes have ended before. */
    @Override
    public void close() {
        endSandbox.run();
        if (events != null) {
            events.close();
        }
        if (store != null) {
            store.close();
        }
        if (traces != null) {
            traces.close();
        }
        if (servers != null) {
            servers.end();
        }
        if (metrics != null) {
            metrics.close();
        }
    }
}
