package dev.callescalation.editing;

import dev.callescalation.check.BuildFailure;
import dev.callescalation.check.FileSet;
import dev.callescalation.check.Findings;
import dev.callescalation.check.Parsed;
import dev.callescalation.check.PhaseMap;
import dev.callescalation.check.RoutesContext;
import dev.callescalation.decision.NoteFailedStep;
import dev.callescalation.decision.SturdySeda;
import dev.callescalation.graph.CommandTemplates;
import dev.callescalation.trace.LogContext;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.support.service.ServiceHelper;

/**
 * The routes of one set of files while they run, in a Camel context of their own. Two versions may run side by side: a
 * message stays with the version it came in by until it is done, even if files are edited meanwhile.
 */
final class Version implements DrainingVersions.Stoppable {

    /** Names within a version, and requests, whose paths are taken away. All other entrances are suspended. */
    private static final Set<String> STAY_OPEN = Set.of("direct", "seda", "kamelet", "platform-http");

    private final FileSet files;
    private final PhaseMap phases;
    private final Instant since = Instant.now();
    private final RoutesContext main;
    private final SturdySeda queues;
    private final Set<io.vertx.ext.web.Route> paths = new HashSet<>();

    private Version(Parsed bundle, RoutesContext main, SturdySeda queues) {
        this.files = bundle.files();
        this.phases = PhaseMap.of(bundle);
        this.main = main;
        this.queues = queues;
    }

    /**
     * Builds the routes of these files. They take no messages yet. When something is wrong, nothing of it is left.
     *
     * @param findings  empty; gets what is wrong with endpoints and expressions, and what Camel cannot build
     * @param settings  those of the version
     * @param shared    the beans of the program
     * @param otherwise the file that is named when Camel names none
     * @return nothing when there is a finding
     */
    static Optional<Version> build(
            Parsed bundle,
            Findings findings,
            Properties settings,
            String profile,
            BeanRepository shared,
            String otherwise) {
        RoutesContext main = new RoutesContext(bundle, findings, settings, shared);
        main.configure().setProfile(profile);
        main.configure().setAutoStartup(false);
        main.configure().setSourceLocationEnabled(true);
        CamelContext context = main.getCamelContext();
        context.getCamelContextExtension().addInterceptStrategy(new NoteFailedStep());
        context.getGlobalOptions().put(LogContext.BUNDLE, bundle.files().hash());
        SturdySeda queues = new SturdySeda();
        context.addComponent("seda", queues);
        try {
            context.getRegistry()
                    .bind("templates", new CommandTemplates(bundle.files().templates()));
            main.start();
        } catch (Exception e) {
            new BuildFailure(bundle, context, e).report(findings, otherwise);
        }
        if (findings.isEmpty()) {
            return Optional.of(new Version(bundle, main, queues));
        }
        main.stop();
        return Optional.empty();
    }

    /**
     * Takes messages from now on. When it throws, nothing of it is left.
     *
     * @throws Exception when a route cannot be started
     */
    void open() throws Exception {
        Set<io.vertx.ext.web.Route> before = paths();
        try {
            main.getCamelContext().getRouteController().startAllRoutes();
        } catch (Exception | Error e) {
            main.stop();
            throw e;
        }
        paths.addAll(paths());
        paths.removeAll(before);
    }

    /** All paths of the HTTP servers, of this version and of others. */
    private Set<io.vertx.ext.web.Route> paths() {
        Set<io.vertx.ext.web.Route> all = new HashSet<>();
        main.getCamelContext()
                .getRegistry()
                .findByType(VertxPlatformHttpRouter.class)
                .forEach(router -> all.addAll(router.getRoutes()));
        return all;
    }

    FileSet files() {
        return files;
    }

    PhaseMap phases() {
        return phases;
    }

    Instant since() {
        return since;
    }

    /**
     * Takes no more messages from outside. What is under way goes on and finds every route as it was, a request of
     * which only the head has come too: a consumer that is stopped would stop what it feeds.
     */
    void closeEntrances() {
        paths.forEach(io.vertx.ext.web.Route::remove);
        for (Route route : main.getCamelContext().getRoutes()) {
            String scheme = route.getEndpoint().getEndpointUri().replaceFirst(":.*", "");
            if (!STAY_OPEN.contains(scheme) && route.getConsumer() instanceof Suspendable) {
                ServiceHelper.suspendService(route.getConsumer());
            }
        }
    }

    @Override
    public void stop(int seconds) {
        main.getCamelContext().getShutdownStrategy().setTimeout(seconds);
        main.stop();
    }

    /** New requests are answered with a refusal that asks to repeat them. */
    @Override
    public void stop() {
        main.stop();
    }

    /** {@code camel.main.shutdown-timeout}. */
    int secondsToEnd() {
        return (int) main.getCamelContext().getShutdownStrategy().getTimeout();
    }

    /** What its routes are slow at, while it takes messages. */
    List<String> slow() {
        return queues.slow();
    }

    /** Why it takes no messages, by Camel's own checks; empty when it does. */
    List<String> troubles() {
        CamelContext context = main.getCamelContext();
        return HealthCheckHelper.invokeReadiness(context).stream()
                .filter(result -> result.getState() == HealthCheck.State.DOWN)
                .map(result ->
                        result.getCheck().getId() + ": " + result.getMessage().orElse("down"))
                .toList();
    }
}
