package dev.callescalation.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.addon.SandboxJar;
import dev.callescalation.sandbox.Fault;
import dev.callescalation.story.StoryPlay;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** The program finds this class by its entry in META-INF/services. */
public final class Rehearsal implements SandboxJar {

    @Override
    public Runnable start(CamelContext context) {
        return SandboxRunner.start(context)::close;
    }

    @Override
    public int play(Path folder, List<Path> stories, Path junit, PrintWriter out) {
        return new StoryPlay(folder, stories, out).play(junit);
    }

    @Override
    public Optional<String> mistakeIn(JsonNode fault) {
        try {
            Fault.of(fault.toString());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }
}
