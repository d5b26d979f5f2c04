package dev.callescalation.check;

import dev.callescalation.secret.Secrets;
import dev.callescalation.server.LimitedVertx;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.engine.DefaultInjector;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Builds all routes as Camel would, endpoints, expressions and beans included, in a context of its own in which nothing
 * starts: no port is opened, no store, and no timer fires.
 *
 * @param withRoutes false to make only what the settings make
 */
record DryRun(Parsed bundle, Findings findings, boolean withRoutes) {

    private static final String GIVEN_AT_THE_START = "given-when-it-starts";

    void run() {
        Unstarted main = new Unstarted(bundle.settings().inFiles());
        try {
            main.init();
            // a start would start producers, which may connect to something
            main.getCamelContext().init();
        } catch (Exception e) {
            new BuildFailure(bundle, main.getCamelContext(), e).report(findings, "application.properties");
        } finally {
            main.stop();
        }
    }

    /** Builds, and starts nothing. */
    private final class Unstarted extends RoutesContext {

        private Unstarted(Properties settings) {
            super(bundle, findings, settings);
            PropertiesComponent properties =
                    (PropertiesComponent) getCamelContext().getPropertiesComponent();
            properties.addPropertiesFunction(new AnySecret());
            getCamelContext().setInjector(new Beans(getCamelContext()));
            // else the secrets of the environment would win
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
            SettingRules.secrets().forEach(this::given);
            configure().setAutoStartup(false);
            configure().setSourceLocationEnabled(true);
        }

        /** Beans ask for it, and what the environment says of it is not of these files. */
        private void given(String secret) {
            addOverrideProperty(secret, GIVEN_AT_THE_START);
            addOverrideProperty(Secrets.file(secret), "");
        }

        @Override
        protected void configureRoutes(CamelContext context) throws Exception {
            if (!withRoutes) {
                return;
            }
            Registry registry = context.getRegistry();
            Silence silence = new Silence();
            registry.findByTypeWithName(PlatformHttpEngine.class)
                    .keySet()
                    .forEach(name -> registry.bind(name, silence));
            registry.bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, PlatformHttpEngine.class, silence);
            super.configureRoutes(context);
        }
    }

    /** Makes the beans of the settings, without the threads of a Vert.x. */
    private static final class Beans extends DefaultInjector {

        private Beans(CamelContext context) {
            super(context);
        }

        @Override
        public <T> T newInstance(Class<T> type) {
            return type == LimitedVertx.class ? type.cast(LimitedVertx.unstarted()) : super.newInstance(type);
        }
    }

    /** Replaces secrets: their files are not on the machine of the person who edits. */
    private static final class AnySecret implements PropertiesFunction {

        @Override
        public String getName() {
            return Secrets.NAME;
        }

        @Override
        public String apply(String setting) {
            return GIVEN_AT_THE_START;
        }
    }

    /** Replaces the HTTP servers, which run already or must not be opened. */
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
