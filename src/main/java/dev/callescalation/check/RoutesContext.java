package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
import dev.callescalation.secret.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.SimpleMain;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.CliConnectorFactory;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * A Camel context that holds the routes of one set of files, and nothing else: servers, health and everything
 * else that a program has once belong to the context of the program.
 */
public class RoutesContext extends SimpleMain {

    /** Settings of what a program has once, and places of files, which are in memory already. */
    private static final Pattern OF_THE_PROGRAM = Pattern.compile(
            "camel\\.(metrics|opentelemetry2?|startupcondition)\\..*|camel\\.main\\.routes(includepattern|reload.*)");

    private final Parsed bundle;
    private final Findings findings;

    /** @param findings what is wrong with the files; as long as there is anything, no route is built */
    public RoutesContext(Parsed bundle, Findings findings, Properties settings, BeanRepository... beans) {
        super(new EmptyAtFirst(beans));
        this.bundle = bundle;
        this.findings = findings;
        // the class loader of the JVM does not know these classes where the program is loaded later, as with camel run
        getCamelContext().setApplicationContextClassLoader(bundle.files().classes());
        leaveTheProgramToItself();
        getCamelContext()
                .getCamelContextExtension()
                .getContextPlugin(Model.class)
                .addModelLifecycleStrategy(new FailureGoesToTheCaller());
        FunctionsCheck.FUNCTIONS.forEach(getCamelContext().getRegistry()::bind);
        getCamelContext().getPropertiesComponent().addPropertiesFunction(new Secrets(getCamelContext()));
        // the files have been read, and they count as they were then
        setDefaultPropertyPlaceholderLocation("false");
        setInitialProperties(without(settings));
        setOverrideProperties(without(bundle.settings().overrides()));
        addOverrideProperty("camel.main.startup-summary-level", "off");
        addOverrideProperty("camel.server.enabled", "false");
        addOverrideProperty("camel.management.enabled", "false");
    }

    /** The connector of camel run, which is there for its contexts only, ends the JVM together with its context. */
    private void leaveTheProgramToItself() {
        CliConnectorFactory connector =
                getCamelContext().getCamelContextExtension().getContextPlugin(CliConnectorFactory.class);
        if (connector != null) {
            connector.setEnabled(false);
        }
    }

    private static Properties without(Properties settings) {
        Properties rest = new Properties();
        settings.stringPropertyNames().stream()
                .filter(key -> !isOfTheProgram(key))
                .forEach(key -> rest.setProperty(key, settings.getProperty(key)));
        return rest;
    }

    /** Whether this context leaves a setting out. */
    static boolean isOfTheProgram(String key) {
        return OF_THE_PROGRAM
                .matcher(key.replace("-", "").toLowerCase(Locale.ROOT))
                .matches();
    }

    /** In place of Camel's own search for files. */
    @Override
    protected void configureRoutes(CamelContext context) throws Exception {
        new EndpointsCheck(bundle, findings, context).check();
        new ExpressionsCheck(bundle, findings, context).check();
        // what is found by now would only be found again, in other words
        if (!findings.isEmpty()) {
            return;
        }
        FileSet files = bundle.files();
        List<Resource> resources = new ArrayList<>();
        files.of(Kind.KAMELET).forEach(file -> resources.add(resource(file)));
        files.of(Kind.ROUTES).forEach(file -> resources.add(resource(file)));
        PluginHelper.getRoutesLoader(context).loadRoutes(resources);
    }

    @Override
    protected void modelineRoutes(CamelContext context) {
        // nor does it read files for options in their first lines
    }

    private static Resource resource(SourceFile file) {
        return ResourceHelper.fromString("file:" + file.name(), file.text());
    }

    /**
     * A route that another one calls, and that names no route configuration, leaves its failure to that one: a failed
     * step ends the whole decision. Camel's default would wrap each step in an error handler that does nothing.
     */
    private static final class FailureGoesToTheCaller extends ModelLifecycleStrategySupport {

        @Override
        public void onAddRouteDefinition(RouteDefinition route) {
            if (route.getRouteConfigurationId() == null
                    && route.getInput().getEndpointUri().startsWith("direct:")) {
                route.setErrorHandlerFactory(new NoErrorHandlerDefinition());
            }
        }
    }

    /**
     * Before each route of a Kamelet Camel removes one of the same id, and goes through the endpoints of all routes for
     * it, though there is none: a fifth of the time that the whole context takes.
     */
    private static final class EmptyAtFirst extends DefaultCamelContext {

        private EmptyAtFirst(BeanRepository... beans) {
            super(new DefaultRegistry(beans));
        }

        @Override
        public boolean removeRoute(String routeId) throws Exception {
            return getRouteStatus(routeId) != null && super.removeRoute(routeId);
        }
    }
}
