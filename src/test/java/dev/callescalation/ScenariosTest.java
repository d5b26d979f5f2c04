package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.check.BundleFolder;
import dev.callescalation.story.StoryFile;
import dev.callescalation.story.StoryFiles;
import dev.callescalation.story.StoryRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every story of scenarios/ in each form, played as {@code java -jar … test} plays them. */
class ScenariosTest {

    @TestFactory
    Stream<DynamicTest> endsAsTold() {
        List<StoryFile> stories = StoryFiles.of(new BundleFolder(Path.of(""), "dev", new Properties()))
                .stories();
        return new StoryRunner(Path.of(""), TestBundle::store)
                .play(stories).stream()
                        .map(play -> DynamicTest.dynamicTest(
                                play.description() + " (" + play.form().word() + ")",
                                () -> assertThat(play.isOk()).as(play.report()).isTrue()));
    }
}
