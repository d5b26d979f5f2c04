package dev.callescalation.editing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.FileSet;
import dev.callescalation.check.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which changes count as an edit. */
class FolderWatchTest {

    private static final int PERIOD_MS = 20;
    private static final String ALL_FOLDERS = "camel.main.routes-include-pattern = file:routes/**/*.camel.yaml\n";
    private static final String MEETING = "routes/policy/choose-meeting.camel.yaml";

    @TempDir
    Path temp;

    private final BlockingQueue<FileSet> edits = new LinkedBlockingQueue<>();
    private Path folder;
    private FolderWatch watch;

    @BeforeEach
    void watch() throws IOException {
        folder = temp.resolve("bundle");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("application.properties"), "one = 1\n");
        Files.createSymbolicLink(folder.resolve("routes"), version("first", "1"));
        watch = new FolderWatch(new BundleFolder(folder, "prod", new Properties()), edits::add);
        watch.start(PERIOD_MS);
    }

    @AfterEach
    void stop() {
        watch.stop(10);
    }

    @Test
    void noticesAFileThatChanges() throws Exception {
        // when
        Files.writeString(folder.resolve("routes/a.camel.yaml"), "# 2");
        // then
        assertThat(texts(next())).contains("# 2");
        // when
        Files.writeString(folder.resolve("application.properties"), "one = 2\n");
        // then
        assertThat(texts(next())).contains("one = 2\n");
        // when
        Files.delete(folder.resolve("routes/a.camel.yaml"));
        // then
        assertThat(texts(next())).doesNotContain("# 2");
    }

    @Test
    void noticesAFileThatIsMovedIntoItsPlace() throws Exception {
        // given
        Path written = Files.writeString(temp.resolve("written-elsewhere"), "# 3");
        // when
        Files.move(written, folder.resolve("routes/a.camel.yaml"), StandardCopyOption.ATOMIC_MOVE);
        // then
        assertThat(texts(next())).contains("# 3");
    }

    @Test
    void noticesAFolderThatIsExchangedByItsLinkAndOfWhatChangesInItThen() throws Exception {
        // given
        Path link = Files.createSymbolicLink(temp.resolve("link"), version("second", "4"));
        // when
        Files.move(link, folder.resolve("routes"), StandardCopyOption.ATOMIC_MOVE);
        // then
        assertThat(texts(next())).contains("# 4");
        // when
        Files.writeString(folder.resolve("routes/a.camel.yaml"), "# 5");
        // then
        assertThat(texts(next())).contains("# 5");
    }

    @Test
    void noticesWhenTheFileBehindALinkChanges() throws Exception {
        // given
        Path outside = Files.writeString(temp.resolve("outside.camel.yaml"), "# 6");
        Files.createSymbolicLink(folder.resolve("routes/b.camel.yaml"), outside);
        assertThat(texts(next())).contains("# 6");
        // when
        Files.writeString(outside, "# 6, edited");
        // then
        assertThat(texts(next())).contains("# 6, edited");
    }

    @Test
    void takesFilesBesideTheBundleForNoEdit() throws Exception {
        // given
        BundleFolder bundle = new BundleFolder(folder, "prod", new Properties());
        String before = bundle.look();
        // when
        Files.writeString(folder.resolve("program.log"), "a line\n");
        Files.writeString(folder.resolve("routes/.a.camel.yaml.swp"), "of an editor");
        // then
        assertThat(bundle.look()).isEqualTo(before);
        // when
        Files.writeString(folder.resolve("routes/a.camel.yaml"), "# edited");
        // then
        assertThat(bundle.look()).isNotEqualTo(before);
    }

    /** A projected volume over the whole folder: each update is one edit, and the old files beside it are none. */
    @Test
    void noticesAnUpdateOfAVolume() throws Exception {
        // given
        Path mount = temp.resolve("volume");
        ConfigMapVolume volume = new ConfigMapVolume(mount);
        volume.update(Map.of("application.properties", ALL_FOLDERS, MEETING, "# 7", "routes/a.camel.yaml", "# 7"));
        FolderWatch mounted = new FolderWatch(new BundleFolder(mount, "prod", new Properties()), edits::add);
        mounted.start(PERIOD_MS);
        try {
            // when
            volume.update(Map.of("application.properties", ALL_FOLDERS + "one = 2\n", MEETING, "# 8"));
            // then
            FileSet edit = next();
            assertThat(edit.all()).extracting(SourceFile::name).containsExactly("application.properties", MEETING);
            assertThat(texts(edit)).containsExactly(ALL_FOLDERS + "one = 2\n", "# 8");
        } finally {
            mounted.stop(10);
        }
    }

    private Path version(String name, String text) throws IOException {
        Path routes = Files.createDirectories(temp.resolve(name));
        Files.writeString(routes.resolve("a.camel.yaml"), "# " + text);
        return routes;
    }

    private FileSet next() throws InterruptedException, TimeoutException {
        FileSet edit = edits.poll(30, TimeUnit.SECONDS);
        if (edit == null) {
            throw new TimeoutException("The edit was not noticed");
        }
        return edit;
    }

    private static List<String> texts(FileSet files) {
        return files.all().stream().map(SourceFile::text).toList();
    }
}
