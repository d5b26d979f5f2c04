package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.check.BundleCheck;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.story.PlayResult;
import dev.callescalation.story.StoryFile;
import dev.callescalation.story.StoryFiles;
import dev.callescalation.story.StoryRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example is an overlay that passes the check, and its stories end as they say, in every form. */
class ExamplesTest {

    @TempDir
    Path folder;

    static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("examples"))) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void itsStoriesEndAsTheySay(Path example) throws IOException {
        // given
        BundleFiles.copyTo(folder, "application-dev.properties");
        BundleFiles.copy(example, folder.resolve("overlay"));
        Path settings = folder.resolve("application.properties");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replaceFirst("(?m)^calls.bundle.overlays =.*", "calls.bundle.overlays = overlay"));
        BundleFolder bundle = new BundleFolder(folder, "dev", new Properties());
        // when
        StoryFiles stories = StoryFiles.of(bundle);
        List<PlayResult> results = new StoryRunner(folder).play(stories.stories());
        // then
        assertThat(new BundleCheck().check(bundle)).isEmpty();
        assertThat(stories.findings()).isEmpty();
        assertThat(stories.stories())
                .extracting(StoryFile::name)
                .isNotEmpty()
                .allMatch(name -> name.startsWith("overlay/"));
        assertThat(results)
                .filteredOn(result -> !result.isOk())
                .extracting(PlayResult::report)
                .isEmpty();
        assertThat(example.resolve("README.md")).isRegularFile();
    }
}
