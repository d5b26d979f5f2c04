package dev.callescalation;

import dev.callescalation.control.ControlEngine;
import dev.callescalation.escalation.NoteFailedStep;
import dev.callescalation.graph.GraphTokens;
import dev.callescalation.store.JdbcStore;
import dev.callescalation.store.StoreHealth;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** One bundle with its settings, its routes and, in profile dev, its sandbox. */
public final class Bundle implements AutoCloseable {

    private final Main main = new Main();
    private SandboxRunner sandbox;
    private JdbcStore store;

    /**
     * Prepares a bundle without starting it. Settings come from the environment, from -D, from
     * application-&lt;profile&gt;.properties and application.properties in the working directory, in this order.
     *
     * @param profile dev or prod
     * @throws IllegalStateException when the working directory holds no application.properties
     */
    public Bundle(String profile) {
        if (!Files.exists(Path.of("application.properties"))) {
            throw new IllegalStateException("There is no application.properties in "
                    + Path.of("").toAbsolutePath()
                    + ". Start from the folder that holds routes/, templates/ and application.properties.");
        }
        main.setDefaultPropertyPlaceholderLocation(
                "file:application-" + profile + ".properties;optional=true,file:application.properties");
        main.configure().withProfile(profile);
        main.addMainListener(new Steps(profile));
    }

    /** Camel's own main, to run, to start or to override settings of. */
    public Main main() {
        return main;
    }

    @Override
    public void close() {
        main.stop();
        if (sandbox != null) {
            sandbox.close();
        }
        if (store != null) {
            store.close();
        }
    }

    /** What is done on the way up, before Camel opens ports. */
    private final class Steps extends MainListenerSupport {

        private final String profile;

        private Steps(String profile) {
            this.profile = profile;
        }

        @Override
        public void beforeConfigure(BaseMainSupport support) {
            new StartCheck(support.getCamelContext()).check(profile);
        }

        @Override
        public void afterConfigure(BaseMainSupport support) {
            CamelContext context = support.getCamelContext();
            context.getRegistry()
                    .lookupByNameAndType("controlEngine", ControlEngine.class)
                    .setCamelContext(context);
            context.getCamelContextExtension().addInterceptStrategy(new NoteFailedStep());
            store = context.getRegistry().lookupByNameAndType("store", JdbcStore.class);
            store.open();
            HealthCheckRegistry.get(context).register(new StoreHealth(store));
            sandbox = SandboxRunner.startIfEnabled(context);
        }

        @Override
        public void afterStart(BaseMainSupport support) {
            CamelContext context = support.getCamelContext();
            context.getRegistry()
                    .lookupByNameAndType("graphTokens", GraphTokens.class)
                    .prefetch(context.resolvePropertyPlaceholders("{{calls.bot.tenant-id}}"));
            if (sandbox != null) {
                sandbox.greet();
            }
        }
    }
}
