package dev.callescalation;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;

/**
 * Runs the bundle in the working directory inside {@code camel run}: name it in
 * {@code camel.main.main-listener-classes}.
 * It does what the program does, the check at the start and edits while it runs among it.
 */
public final class CamelRun extends MainListenerSupport implements CamelContextAware {

    /** Other versions lack methods that the program calls, or read the files in another way. */
    static final String CAMEL = "4.18.";

    private CamelContext context;
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
        if (!((ModelCamelContext) context).getRouteDefinitions().isEmpty()) {
            throw new IllegalStateException(
                    "The bundle loads its routes itself, all together: name application.properties"
                            + " only in the command line of camel run, and add"
                            + " --prop=camel.main.routes-include-pattern=false.");
        }
        try {
            steps.build(context, withoutRoutes(main.getOverrideProperties()));
        } catch (RuntimeException e) {
            steps.endRoutes();
            steps.close();
            throw e;
        }
    }

    /** What camel run sets itself names the files of its command line, not those of the bundle. */
    private static Properties withoutRoutes(Properties overrides) {
        Properties rest = new Properties();
        if (overrides != null) {
            overrides.stringPropertyNames().stream()
                    .filter(key -> !"camel.main.routesincludepattern"
                            .equals(key.replace("-", "").toLowerCase(Locale.ROOT)))
                    .forEach(key -> rest.setProperty(key, overrides.getProperty(key)));
        }
        return rest;
    }

    @Override
    public void afterStart(BaseMainSupport main) {
        steps.afterStart(main);
    }

    @Override
    public void beforeStop(BaseMainSupport main) {
        if (steps != null) {
            steps.endRoutes();
        }
    }

    @Override
    public void afterStop(BaseMainSupport main) {
        if (steps != null) {
            steps.close();
        }
    }
}
