package dev.callescalation.addon;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
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
     * Starts the sandbox with the settings of this context. It logs its addresses once the context has started.
     *
     * @return ends the sandbox
     */
    Runnable start(CamelContext context);

    /**
     * Plays stories and prints the results.
     *
     * @param folder  of a bundle
     * @param stories names the files to play; empty plays all of the folder
     * @param junit   gets the results as JUnit XML; null for none
     * @return 0 when every story ends as described, 1 when a story does not, 2 when the check finds mistakes
     * @throws IllegalArgumentException       when there is no such story
     * @throws java.io.UncheckedIOException when a file cannot be read
     */
    int play(Path folder, List<Path> stories, Path junit, PrintWriter out);

    /** What the sandbox does not understand about a fault of a story. */
    Optional<String> mistakeIn(JsonNode fault);
}
