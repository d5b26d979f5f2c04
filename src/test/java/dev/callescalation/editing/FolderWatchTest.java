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
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The next look would come in an hour: what is seen here, the system has told. */
class FolderWatchTest {

    private static final int AN_HOUR_MS = 3_600_000;

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
        watch.start(AN_HOUR_MS);
        awaitListening();
    }

    @AfterEach
    void stop() {
        watch.stop(10);
    }

    /** It listens when it hears of a file. */
    private void awaitListening() throws IOException {
        Path probe = folder.resolve("routes/probe.camel.yaml");
        do {
            Files.writeString(probe, "# " + System.nanoTime());
        } while (poll(100) == null);
        while (poll(500) != null) {
            // until nothing is told any more
        }
    }

    @Test
    void hearsOfAFileThatChanges() throws Exception {
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
    void hearsOfAFileThatIsMovedIntoItsPlace() throws Exception {
        // given
        Path written = Files.writeString(temp.resolve("written-elsewhere"), "# 3");
        // when
        Files.move(written, folder.resolve("routes/a.camel.yaml"), StandardCopyOption.ATOMIC_MOVE);
        // then
        assertThat(texts(next())).contains("# 3");
    }

    @Test
    void hearsOfAFolderThatIsExchangedByItsLinkAndOfWhatChangesInItThen() throws Exception {
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
    void doesNotLookBecauseSomethingElseHasChanged() throws Exception {
        // given: an edit that nothing has told of, for a link does not change when what it leads to does
        Path outside = Files.writeString(temp.resolve("outside.camel.yaml"), "# 6");
        Files.createSymbolicLink(folder.resolve("routes/b.camel.yaml"), outside);
        next();
        Files.writeString(outside, "# 7");
        // when
        Files.writeString(folder.resolve("program.log"), "a line\n");
        Files.writeString(folder.resolve("routes/.a.camel.yaml.swp"), "of an editor");
        // then
        assertThat(poll(500)).isNull();
    }

    private Path version(String name, String text) throws IOException {
        Path routes = Files.createDirectories(temp.resolve(name));
        Files.writeString(routes.resolve("a.camel.yaml"), "# " + text);
        return routes;
    }

    private FileSet next() throws InterruptedException, TimeoutException {
        FileSet edit = edits.poll(30, TimeUnit.SECONDS);
        if (edit == null) {
            throw new TimeoutException("Nothing was told of the edit");
        }
        return edit;
    }

    private FileSet poll(int millis) {
        try {
            return edits.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> texts(FileSet files) {
        return files.all().stream().map(SourceFile::text).toList();
    }
}
