package dev.callescalation.rehearsal;

import dev.callescalation.addon.SandboxJar;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.Finding;
import dev.callescalation.story.StoryFiles;
import dev.callescalation.story.TestCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;

/** The program finds this class by its entry in META-INF/services. */
public final class Rehearsal implements SandboxJar {

    @Override
    public Runnable start(CamelContext context, Path folder) {
        return SandboxRunner.start(context, folder);
    }

    @Override
    public Callable<Integer> testCommand() {
        return new TestCommand();
    }

    @Override
    public List<Finding> mistakesInStories(BundleFolder bundle) {
        return StoryFiles.of(bundle).findings();
    }
}
