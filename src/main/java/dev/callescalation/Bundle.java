package dev.callescalation;

import dev.callescalation.control.ControlEngine;
import dev.callescalation.editing.BundleFolder;
import dev.callescalation.editing.LiveBundle;
import dev.callescalation.graph.GraphTokens;
import dev.callescalation.graph.TokenHealth;
import dev.callescalation.secret.Secrets;
import dev.callescalation.server.Servers;
import dev.callescalation.store.JdbcStore;
import dev.callescalation.store.StoreHealth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** One bundle with its settings, its routes and, in profile dev, its sandbox. */
public final class Bundle implements AutoCloseable {

    private final Main main = new WithoutRoutes();
    private final Path folder;
    private SandboxRunner sandbox;
    private JdbcStore store;
    private LiveBundle live;
    private Servers servers;

    /** Prepares the bundle in the working directory. */
    public Bundle(String profile) {
        this(Path.of(""), profile);
    }

    /**
     * Prepares a bundle without starting it. Settings come from the environment, from -D, from
     * application-&lt;profile&gt;.properties and application.properties in the folder, in this order.
     *
     * @param folder  holds routes/, templates/ and application.properties
     * @param profile dev or prod
     * @throws IllegalStateException when the folder holds no application.properties
     */
    public Bundle(Path folder, String profile) {
        this.folder = folder;
        if (!Files.exists(folder.resolve("application.properties"))) {
            throw new IllegalStateException("There is no application.properties in "
                    + folder.toAbsolutePath()
                    + ". Start from the folder that holds routes/, templates/ and application.properties.");
        }
        main.setDefaultPropertyPlaceholderLocation("file:" + folder.resolve("application-" + profile + ".properties")
                + ";optional=true,file:" + folder.resolve("application.properties"));
        main.configure().withProfile(profile);
        main.addMainListener(new Steps(profile));
    }

    /** Camel's own main, to run, to start or to override settings of. */
    public Main main() {
        return main;
    }

    @Override
    public void close() {
        endRoutes();
        main.stop();
        if (sandbox != null) {
            sandbox.close();
        }
        if (store != null) {
            store.close();
        }
    }

    /** The routes finish while stores and servers are still there; once, whoever asks for it first. */
    private void endRoutes() {
        if (live != null) {
            servers.turnAway();
            live.close();
            live = null;
        }
    }

    /** Holds servers, beans and health. Routes run beside it, so that they can be exchanged. */
    private static final class WithoutRoutes extends Main {

        @Override
        protected void configureRoutes(CamelContext context) {
            // LiveBundle starts them
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
            support.getCamelContext()
                    .getPropertiesComponent()
                    .addPropertiesFunction(new Secrets(support.getCamelContext()));
            new StartCheck(support.getCamelContext()).check(profile);
        }

        @Override
        public void afterConfigure(BaseMainSupport support) {
            CamelContext context = support.getCamelContext();
            context.getRegistry()
                    .lookupByNameAndType("controlEngine", ControlEngine.class)
                    .setCamelContext(context);
            store = context.getRegistry().lookupByNameAndType("store", JdbcStore.class);
            store.open();
            HealthCheckRegistry.get(context).register(new StoreHealth(store));
            sandbox = SandboxRunner.startIfEnabled(context);
            fetchToken(context);
            buildRoutes(support);
        }

        /** In the background: the first answer is not to wait for it. The sandbox has to be there. */
        private void fetchToken(CamelContext context) {
            GraphTokens tokens = context.getRegistry().lookupByNameAndType("graphTokens", GraphTokens.class);
            HealthCheckRegistry.get(context).register(new TokenHealth(tokens));
            tokens.prefetch(context.resolvePropertyPlaceholders("{{calls.bot.tenant-id}}"));
        }

        private void buildRoutes(BaseMainSupport support) {
            CamelContext context = support.getCamelContext();
            servers = context.getRegistry().lookupByNameAndType("servers", Servers.class);
            live = context.getRegistry().lookupByNameAndType("liveBundle", LiveBundle.class);
            Properties overrides =
                    support.getOverrideProperties() == null ? new Properties() : support.getOverrideProperties();
            live.build(new BundleFolder(folder, profile, overrides), profile, context.getRegistry());
            try {
                // once the servers listen
                context.addStartupListener((started, before) -> live.open());
            } catch (Exception e) {
                throw new IllegalStateException("The routes cannot be started", e);
            }
        }

        @Override
        public void beforeStop(BaseMainSupport support) {
            endRoutes();
        }

        @Override
        public void afterStart(BaseMainSupport support) {
            if (sandbox != null) {
                sandbox.greet();
            }
        }
    }
}
