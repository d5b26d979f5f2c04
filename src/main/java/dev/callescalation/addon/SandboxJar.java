package dev.callescalation.addon;

import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;

/** The sandbox and the stories. They are in a jar of their own, which a production image leaves out. */
public interface SandboxJar {

    /** Ends a sentence about what cannot be done without it. */
    String MISSING =
            "needs call-escalation-sandbox.jar, which is not on the class path; put it into lib/ beside the program";

    /** Empty where the jar is left out. */
    static Optional<SandboxJar> find() {
        return ServiceLoader.load(SandboxJar.class, SandboxJar.class.getClassLoader())
                .findFirst();
    }

    /**
     * Starts the sandbox with the settings of this context. Once the context has started, it logs its addresses, and
     * serves its API on the control port too.
     *
     * @param folder of the bundle
     * @return ends the sandbox
     */
    Runnable start(CamelContext context, Path folder);

    /** The command test, for the command line. */
    Callable<Integer> testCommand();

    /**
     * The mistakes in the stories of a bundle, by file and line.
     *
     * @throws dev.callescalation.check.UnreadableException when a file cannot be read
     */
    List<Finding> mistakesInStories(BundleFolder bundle);
}
