package dev.callescalation;

import dev.callescalation.check.BundleFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** One bundle with its settings, its routes and, in profile dev, its sandbox. */
public final class Bundle implements AutoCloseable {

    private final Main main = new WithoutRoutes();
    private final BundleSteps steps;

    /** Prepares the bundle in the working directory. */
    public Bundle(String profile) {
        this(Path.of(""), profile);
    }

    /**
     * Prepares a bundle without starting it. Settings come from the environment, from -D, from
     * application-&lt;profile&gt;.properties in each overlay, the last one first, and in the folder, and then from
     * application.properties in them, in this order.
     *
     * @param folder  holds routes/, templates/ and application.properties
     * @param profile dev or prod
     * @throws IllegalStateException when the folder holds no application.properties, or its path has a comma
     */
    public Bundle(Path folder, String profile) {
        if (!Files.exists(folder.resolve("application.properties"))) {
            throw new IllegalStateException("There is no application.properties in "
                    + folder.toAbsolutePath()
                    + ". Start from the folder that holds routes/, templates/ and application.properties.");
        }
        main.setDefaultPropertyPlaceholderLocation(new BundleFolder(folder, profile, new Properties())
                .settings().stream().map(Bundle::location).collect(Collectors.joining(",")));
        main.configure().withProfile(profile);
        steps = new BundleSteps(folder, profile);
        main.addMainListener(steps);
    }

    /** As Camel takes the place of a file: in a list with commas, and as a format. */
    private static String location(Path file) {
        if (file.toString().contains(",")) {
            throw new IllegalStateException("The path of " + file + " has a comma, at which Camel cuts it in two."
                    + " Rename the folder, or start from inside of it.");
        }
        return "file:" + file.toString().replace("%", "%%");
    }

    /** Camel's own main, to run, to start or to override settings of. */
    public Main main() {
        return main;
    }

    /**
     * Says that the program is about to stop, by its readiness.
     *
     * @return milliseconds to wait before it does
     */
    int leave() {
        return steps.leave();
    }

    @Override
    public void close() {
        steps.endRoutes();
        main.stop();
        steps.close();
    }

    /** Holds servers, beans and health. Routes run beside it, so that they can be exchanged. */
    private static final class WithoutRoutes extends Main {

        @Override
        protected void configureRoutes(CamelContext context) {
            // LiveBundle starts them
        }

        @Override
        protected void modelineRoutes(CamelContext context) {
            // Camel would read the files in a way of its own, for options in their first lines
        }
    }
}
