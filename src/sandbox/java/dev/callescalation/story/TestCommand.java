package dev.callescalation.story;

import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.UnreadableException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays the stories of a folder, or some of them. */
@Command(
        name = "test",
        description = "Plays stories with the sandbox in the place of Graph. It needs no registration.",
        customSynopsis = "java -jar call-escalation.jar test [folder] [story.scenario.yaml ...] [--junit file.xml]",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every story ends as described",
            "1:a story does not",
            "2:nothing was played: wrong arguments, or the check finds mistakes"
        })
public final class TestCommand implements Callable<Integer> {

    private static final int NOT_PLAYED = 2;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "folder or story",
            description = "Folder of the bundle; without it, the folder of the first story, or this folder. And the"
                    + " stories to play; without them, all.")
    private List<Path> given = List.of();

    @Option(names = "--junit", paramLabel = "file.xml", description = "Write the results to this file as JUnit does.")
    private Path junit;

    private final List<Path> stories = new ArrayList<>();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            return new StoryPlay(folder(), stories, out).play(junit);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (UnreadableException e) {
            out.println(e.finding());
            return NOT_PLAYED;
        } catch (UncheckedIOException e) {
            out.println("The files cannot be read: " + e.getCause().getMessage());
            return NOT_PLAYED;
        }
    }

    /** Also sets the stories. */
    private Path folder() {
        Path folder = null;
        for (Path path : given) {
            if (path.toString().endsWith(".yaml")) {
                stories.add(path);
            } else if (folder != null) {
                throw new IllegalArgumentException(path + " is a second folder.");
            } else {
                folder = path;
            }
        }
        if (folder == null) {
            folder = stories.isEmpty() ? Path.of("") : folderOf(stories.get(0));
        }
        if (!Files.exists(folder.resolve("application.properties"))) {
            throw new IllegalArgumentException("There is no application.properties in "
                    + folder.toAbsolutePath().normalize() + ".");
        }
        return folder;
    }

    /**
     * The bundle of a story: the one we are in, if the story is in an overlay of it; else the nearest folder above the
     * story with settings, or the one we are in.
     */
    private static Path folderOf(Path story) {
        if (isOfAnOverlay(story)) {
            return Path.of("");
        }
        for (Path up = story.getParent(); up != null; up = up.getParent()) {
            if (Files.exists(up.resolve("application.properties"))) {
                return up;
            }
        }
        return Path.of("");
    }

    private static boolean isOfAnOverlay(Path story) {
        Path here = Path.of("");
        return Files.exists(here.resolve("application.properties"))
                && new BundleFolder(here, "dev", new Properties())
                        .overlays().stream()
                                .map(overlay -> here.resolve(overlay.name())
                                        .toAbsolutePath()
                                        .normalize())
                                .anyMatch(story.toAbsolutePath().normalize()::startsWith);
    }
}
