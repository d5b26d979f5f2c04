package dev.callescalation.story;

import dev.callescalation.check.BundleCheck;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** Plays the stories of a folder, or some of them, and prints the results. */
public final class StoryPlay {

    private static final int NOT_PLAYED = 2;

    private final Path folder;
    private final List<Path> chosen;
    private final PrintWriter out;

    /** @param chosen names the stories to play; empty plays all */
    public StoryPlay(Path folder, List<Path> chosen, PrintWriter out) {
        this.folder = folder;
        this.chosen = chosen;
        this.out = out;
    }

    /**
     * Plays the stories.
     *
     * @param junit gets the results as JUnit XML; null for none
     * @return 0 when every story ends as described, 1 when a story does not, 2 when the check finds mistakes
     * @throws IllegalArgumentException     when there is no such story
     * @throws java.io.UncheckedIOException when a file cannot be read
     */
    public int play(Path junit) {
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
            throw new IllegalArgumentException(
                    names.isEmpty()
                            ? "There are no stories (scenarios/*.scenario.yaml) in "
                                    + folder.toAbsolutePath().normalize() + "."
                            : "There is no story " + String.join(", ", names) + ".");
        }
        List<Finding> findings = new ArrayList<>(new BundleCheck().check(bundle));
        findings.addAll(files.findings());
        findings.removeIf(finding -> !concerns(finding, names));
        if (!findings.isEmpty()) {
            findings.forEach(out::println);
            return NOT_PLAYED;
        }
        List<PlayResult> results = new StoryRunner(folder).play(stories);
        out.print(Reports.text(results, sinceTheStart()));
        return written(results, junit) && results.stream().allMatch(PlayResult::isOk) ? 0 : 1;
    }

    /** The start of the JVM and the check included: what the person in front of it has waited. */
    private static Duration sinceTheStart() {
        Instant now = Instant.now();
        return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
    }

    /** A half-written story must not keep another one from being played. */
    private static boolean concerns(Finding finding, Set<String> chosen) {
        return chosen.isEmpty()
                || chosen.contains(finding.file())
                || !finding.file().matches("(.*/)?scenarios/.*");
    }

    /** The name within the folder of the bundle. */
    private String name(Path story) {
        Path root = folder.toAbsolutePath().normalize();
        Path given = story.toAbsolutePath().normalize();
        Path inFolder = given.startsWith(root) ? root.relativize(given) : story.normalize();
        return inFolder.toString().replace('\\', '/');
    }

    private boolean written(List<PlayResult> results, Path junit) {
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
