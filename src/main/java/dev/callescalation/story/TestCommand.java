package dev.callescalation.story;

import dev.callescalation.check.BundleCheck;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.Finding;
import dev.callescalation.check.StoryFile;
import dev.callescalation.check.StoryFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** The command {@code test [folder] [story...] [--junit file]}: plays the stories of a folder, or some of them. */
public final class TestCommand {

    private static final String USAGE =
            "usage: java -jar call-escalation.jar test [folder] [story.scenario.yaml ...] [--junit file.xml]";

    private final PrintStream out;
    private Path folder = Path.of("");
    private boolean folderGiven;
    private final List<Path> chosen = new ArrayList<>();
    private Path junit;

    private TestCommand(PrintStream out) {
        this.out = out;
    }

    /**
     * Plays the stories of a folder, by default of the one it is called in.
     *
     * @param arguments what follows the word test
     * @return exit code: 0 when all went as told, 1 when a story did not, 2 when nothing was played: it was not asked
     *     rightly, or the bundle does not pass its check
     */
    public static int run(List<String> arguments, PrintStream out) {
        TestCommand command = new TestCommand(out);
        try {
            return command.understands(arguments) ? command.play() : 2;
        } catch (UncheckedIOException e) {
            out.println("The files cannot be read: " + e.getCause().getMessage());
            return 2;
        }
    }

    private boolean understands(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--junit") && i + 1 < arguments.size()) {
                i++;
                junit = Path.of(arguments.get(i));
            } else if (argument.startsWith("-")) {
                return refuse("There is no option " + argument + ".");
            } else if (argument.endsWith(".yaml")) {
                chosen.add(Path.of(argument));
            } else if (folderGiven) {
                return refuse(argument + " is a second folder.");
            } else {
                folderGiven = true;
                folder = Path.of(argument);
            }
        }
        if (!folderGiven && !chosen.isEmpty()) {
            folder = folderOf(chosen.get(0));
        }
        if (!Files.exists(folder.resolve("application.properties"))) {
            return refuse("There is no application.properties in "
                    + folder.toAbsolutePath().normalize() + ".");
        }
        return true;
    }

    private boolean refuse(String why) {
        out.println(why + " " + USAGE);
        return false;
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
            refuse(
                    names.isEmpty()
                            ? "There are no stories (scenarios/*.scenario.yaml) in "
                                    + folder.toAbsolutePath().normalize() + "."
                            : "There is no story " + String.join(", ", names) + ".");
            return 2;
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
