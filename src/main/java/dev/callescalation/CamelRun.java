package dev.callescalation;

import dev.callescalation.secret.Secrets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainCommandLineSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the bundle in the working directory inside {@code camel run}: name it in
 * {@code camel.main.main-listener-classes} on the command line. It does what the program does, the check at the start
 * and edits while it runs among it. Inside the program itself it does nothing.
 */
public final class CamelRun extends MainListenerSupport implements CamelContextAware {

    /** Other versions lack methods that the program calls, or read the files in another way. */
    static final String CAMEL = "4.18.";

    private static final Logger LOG = LoggerFactory.getLogger(CamelRun.class);

    /** Camel's own hook lets the JVM go as soon as any context has ended, that of the routes too. */
    private final Thread atExit = new Thread(this::end, "stop");

    private CamelContext context;
    private boolean ended;
    /** Null inside the program. */
    private BundleSteps steps;

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /**
     * Camel calls this when the settings are there, before it makes beans of them.
     *
     * @throws IllegalStateException when Camel is of another version, or something is wrong with the settings
     */
    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
        if (context.getPropertiesComponent().hasPropertiesFunction(Secrets.NAME)) {
            return;
        }
        if (!context.getVersion().startsWith(CAMEL)) {
            throw new IllegalStateException("The bundle needs Camel " + CAMEL + "x, and this is " + context.getVersion()
                    + ". Add --camel-version=" + CAMEL + "0 to camel run.");
        }
        String profile = context.getCamelContextExtension().getProfile();
        steps = new BundleSteps(Path.of(""), profile == null ? "prod" : profile);
        steps.prepare(context);
    }

    /** @throws IllegalStateException when routes were loaded already, or the files of the bundle are wrong */
    @Override
    public void afterConfigure(BaseMainSupport main) {
        if (steps == null) {
            return;
        }
        if (!((ModelCamelContext) context).getRouteDefinitions().isEmpty()) {
            throw new IllegalStateException(
                    "The bundle loads its routes itself, all together: name application.properties"
                            + " only in the command line of camel run, and add"
                            + " --prop=camel.main.routes-include-pattern=false.");
        }
        context.addLifecycleStrategy(new End());
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            steps.build(context, given(main));
        } catch (RuntimeException | Error e) {
            end();
            throw e;
        }
    }

    /** The context still runs: requests are served while a balancer takes notice. */
    @Override
    public void beforeStop(BaseMainSupport main) {
        if (steps != null) {
            end();
        }
    }

    /** What the command line sets, but for the routes: that is to keep Camel from loading them, and not the bundle. */
    private static Properties given(BaseMainSupport main) {
        Properties given = new Properties();
        for (Properties some : Arrays.asList(
                main.getOverrideProperties(),
                main instanceof MainCommandLineSupport line ? line.getArgumentProperties() : null)) {
            if (some != null) {
                some.stringPropertyNames().stream()
                        .filter(key -> !"camel.main.routesincludepattern"
                                .equals(key.replace("-", "").toLowerCase(Locale.ROOT)))
                        .forEach(key -> given.setProperty(key, some.getProperty(key)));
            }
        }
        return given;
    }

    /** Ends everything once. Further callers wait for the first. */
    private synchronized void end() {
        if (!ended) {
            ended = true;
            drain();
            steps.endRoutes();
            steps.close();
        }
    }

    /** As the program does, so that a balancer notices in time. */
    private void drain() {
        int drainMs = steps.leave();
        if (drainMs > 0) {
            LOG.info("Asked to stop: readiness is DOWN, requests are served for {} ms more", drainMs);
            try {
                Thread.sleep(drainMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class End extends LifecycleStrategySupport {

        @Override
        public void onContextStopping(CamelContext stopping) {
            end();
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException e) {
                LOG.trace("The JVM is ending already, and waits for it", e);
            }
        }
    }
}
