package dev.callescalation.editing;

import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.ObjectHelper;

/**
 * Builds all routes as Camel would, endpoints, expressions and beans included, in a context of its own in which nothing
 * starts: no port is opened, no store, and no timer fires.
 */
final class DryRun {

    private static final String GIVEN_AT_THE_START = "given-when-it-starts";
    private static final Pattern FILE = Pattern.compile("file:([^ ,]+), line (\\d+)");

    private final Parsed bundle;
    private final Findings findings;

    private DryRun(Parsed bundle, Findings findings) {
        this.bundle = bundle;
        this.findings = findings;
    }

    static void check(Parsed bundle, Findings findings) {
        new DryRun(bundle, findings).run();
    }

    private void run() {
        Properties settings = bundle.settings().inFiles();
        SettingRules.secrets().forEach(key -> settings.putIfAbsent(key, GIVEN_AT_THE_START));
        Unstarted main = new Unstarted(settings);
        try {
            main.start();
        } catch (Exception e) {
            report(main.getCamelContext(), e);
        } finally {
            // one that no server has taken is closed by nobody
            main.getCamelContext().getRegistry().findByType(Vertx.class).forEach(Vertx::close);
            main.stop();
        }
    }

    private void report(CamelContext context, Exception error) {
        String reason = reason(error);
        FailedToCreateRouteException failed = ObjectHelper.getException(FailedToCreateRouteException.class, error);
        Matcher named = FILE.matcher(error.getMessage() + " " + reason);
        if (failed != null) {
            route(context, failed, reason);
        } else if (named.find()) {
            findings.add(named.group(1), Integer.parseInt(named.group(2)), plain(reason), "");
        } else {
            setting(error.getMessage() + " " + reason);
        }
    }

    /** The route, and the step in it, that could not be built. */
    private void route(CamelContext context, FailedToCreateRouteException failed, String reason) {
        RouteDefinition route = ((ModelCamelContext) context).getRouteDefinition(failed.getRouteId());
        if (route == null) {
            // a route of a Kamelet has an id of its own
            findings.add("routes", 0, "route " + failed.getRouteId() + ": " + plain(reason), "");
            return;
        }
        int line = route.getInput().getLineNumber();
        for (ProcessorDefinition<?> step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
            if (String.valueOf(failed.getMessage()).contains(">>> " + step + " <<<")) {
                line = step.getLineNumber();
            }
        }
        String file =
                route.getLocation() == null ? "routes" : route.getLocation().replaceFirst("^file:", "");
        findings.add(file, line, "route '" + failed.getRouteId() + "' cannot be built: " + plain(reason), "");
    }

    /** What Camel could not do with a camel.* setting. */
    private void setting(String message) {
        String flat = flat(message);
        Map.Entry<String, Integer> place = bundle.settings().keys().stream()
                .filter(key -> key.startsWith("camel.") && flat.contains(flat(key)))
                .max(Comparator.comparingInt(String::length))
                .map(bundle.settings()::place)
                .orElse(Map.entry("application.properties", 0));
        findings.add(place.getKey(), place.getValue(), plain(message), "");
    }

    private static String flat(String key) {
        return key.replace("-", "").toLowerCase(Locale.ROOT);
    }

    /** The message at the bottom, and the first one where that says less. */
    private static String reason(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** Without the place, which the finding names by itself. */
    private static String plain(String message) {
        return message.replaceAll(",? ?(in|of) file:[^ ,]+(, line \\d+)?(, column \\d+)?", "")
                .replaceAll("\\s*\\R\\s*", " ");
    }

    /** Builds, and starts nothing. */
    private final class Unstarted extends RoutesContext {

        private Unstarted(Properties settings) {
            super(bundle.files(), settings, bundle.settings().overrides());
            getCamelContext().getPropertiesComponent().addPropertiesFunction(new AnySecret());
            configure().setAutoStartup(false);
            configure().setSourceLocationEnabled(true);
        }

        @Override
        protected void configureRoutes(CamelContext context) throws Exception {
            Registry registry = context.getRegistry();
            Silence silence = new Silence();
            registry.findByTypeWithName(PlatformHttpEngine.class)
                    .keySet()
                    .forEach(name -> registry.bind(name, silence));
            registry.bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, PlatformHttpEngine.class, silence);
            EndpointsCheck.check(bundle, findings, context);
            ExpressionsCheck.check(bundle, findings, context);
            // what is found by now would only be found again, in other words
            if (findings.isEmpty()) {
                super.configureRoutes(context);
            }
        }
    }

    /** Stands in for secrets, whose files are on other machines than the one that edits. */
    private static final class AnySecret implements PropertiesFunction {

        @Override
        public String getName() {
            return "secret";
        }

        @Override
        public String apply(String setting) {
            return GIVEN_AT_THE_START;
        }
    }

    /** Stands in for the HTTP servers, which run already or are not to be opened. */
    private static final class Silence extends ServiceSupport implements PlatformHttpEngine {

        @Override
        public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
            return new SilentConsumer(endpoint, processor);
        }
    }

    private static final class SilentConsumer extends DefaultConsumer implements PlatformHttpConsumer {

        private SilentConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        @Override
        public PlatformHttpEndpoint getEndpoint() {
            return (PlatformHttpEndpoint) super.getEndpoint();
        }
    }
}
