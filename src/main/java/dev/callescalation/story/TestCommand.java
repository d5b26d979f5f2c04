package dev.callescalation.story;

import dev.callescalation.editing.BundleCheck;
import dev.callescalation.editing.BundleFolder;
import dev.callescalation.editing.Finding;
import dev.callescalation.editing.StoryFile;
import dev.callescalation.editing.StoryFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "folder or story",
            description = "Folder of the bundle; without it, the folder of the first story, or this folder. And the"
                    + " stories to play; without them, all.")
    private List<Path> given = List.of();

    @Option(names = "--junit", paramLabel = "file.xml", description = "Write the results to this file as JUnit does.")
    private Path junit;

    private final List<Path> chosen = new ArrayList<>();
    private Path folder;
    private PrintWriter out;

    @Override
    public Integer call() {
        out = spec.commandLine().getOut();
        understand();
        try {
            return play();
        } catch (UncheckedIOException e) {
            out.println("The files cannot be read: " + e.getCause().getMessage());
            return 2;
        }
    }

    private void understand() {
        for (Path path : given) {
            if (path.toString().endsWith(".yaml")) {
                chosen.add(path);
            } else if (folder != null) {
                throw refusal(path + " is a second folder.");
            } else {
                folder = path;
            }
        }
        if (folder == null) {
            folder = chosen.isEmpty() ? Path.of("") : folderOf(chosen.get(0));
        }
        if (!Files.exists(folder.resolve("application.properties"))) {
            throw refusal("There is no application.properties in "
                    + folder.toAbsolutePath().normalize() + ".");
        }
    }

    private ParameterException refusal(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    /** The bundle that a story lies in: the nearest folder above with settings, or the one we are in. */
    private static Path folderOf(Path story) {
        for (Path up = story.getParent(); up != null; up = up.getParent()) {
            if (Files.exists(up.resolve("application.properties"))) {
                return up;
            }
        }
        return Path.of("");
    }

    private int play() {
        BundleFolder bundle = new BundleFolder(folder, "dev", new Properties());
        StoryFiles files = StoryFiles.of(bundle);
        List<StoryFile> stories = new ArrayList<>(files.stories());
        Set<String> names = chosen.stream().map(this::name).collect(Collectors.toSet());
        if (!chosen.isEmpty()) {
            stories.removeIf(story -> !names.contains(story.name()));
        }
        boolean unread = files.findings().stream().anyMatch(finding -> concerns(finding, names));
        if (!unread && (stories.isEmpty() || stories.size() < names.size())) {
            names.removeAll(stories.stream().map(StoryFile::name).toList());
            throw refusal(
                    names.isEmpty()
                            ? "There are no stories (scenarios/*.scenario.yaml) in "
                                    + folder.toAbsolutePath().normalize() + "."
                            : "There is no story " + String.join(", ", names) + ".");
        }
        List<Finding> findings = new BundleCheck()
                .check(bundle).stream()
                        .filter(finding -> concerns(finding, names))
                        .toList();
        if (!findings.isEmpty()) {
            findings.forEach(out::println);
            return 2;
        }
        long began = System.nanoTime();
        List<PlayResult> results = new StoryRunner(folder).play(stories);
        out.print(Reports.text(results, Duration.ofNanos(System.nanoTime() - began)));
        return written(results) && results.stream().allMatch(PlayResult::isOk) ? 0 : 1;
    }

    /** A story that is half written keeps nobody from playing another one. */
    private static boolean concerns(Finding finding, Set<String> chosen) {
        return chosen.isEmpty()
                || chosen.contains(finding.file())
                || !finding.file().startsWith("scenarios/");
    }

    /** As the folder of the bundle names it. */
    private String name(Path story) {
        Path root = folder.toAbsolutePath().normalize();
        Path given = story.toAbsolutePath().normalize();
        Path inFolder = given.startsWith(root) ? root.relativize(given) : story.normalize();
        return inFolder.toString().replace('\\', '/');
    }

    private boolean written(List<PlayResult> results) {
        if (junit == null) {
            return true;
        }
        try {
            Reports.junit(results, junit);
            return true;
        } catch (IOException e) {
            out.println(junit + " cannot be written: " + e.getMessage());
            return false;
        }
    }
}
