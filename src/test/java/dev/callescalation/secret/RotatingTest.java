package dev.callescalation.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.callescalation.TestLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two files that belong together; what is made of them says so. */
class RotatingTest {

    @TempDir
    Path folder;

    @Test
    void followsTheFileOnceItStaysAsItIs() throws Exception {
        // given
        Rotating<String> pair = pair("1", "1");
        // when
        write("key", "2");
        pair.look();
        // then: it may be half of what is being written
        assertThat(pair.get()).isEqualTo("1");
        // and when
        write("certificate", "2");
        pair.look();
        pair.look();
        // then
        assertThat(pair.get()).isEqualTo("2");
    }

    @Test
    void staysAsItWasWhileTheFilesMakeNoSense() throws Exception {
        // given
        Rotating<String> pair = pair("1", "1");
        try (TestLog log = TestLog.of(Rotating.class.getName())) {
            // when
            write("key", "2");
            pair.look();
            pair.look();
            pair.look();
            // then
            assertThat(pair.get()).isEqualTo("1");
            assertThat(log.lines("the key is not that of the certificate; what was there before still counts"))
                    .hasSize(1);
            // and when
            write("certificate", "2");
            pair.look();
            pair.look();
            // then
            assertThat(pair.get()).isEqualTo("2");
        }
    }

    @Test
    void missesNoFileThatIsAwayForAWhile() throws Exception {
        // given
        Rotating<String> pair = pair("1", "1");
        // when
        Files.delete(folder.resolve("key"));
        pair.look();
        pair.look();
        // then
        assertThat(pair.get()).isEqualTo("1");
        // and when
        write("key", "2");
        write("certificate", "2");
        pair.look();
        pair.look();
        // then
        assertThat(pair.get()).isEqualTo("2");
    }

    @Test
    void isMadeAtOnceOrNotAtAll() throws Exception {
        assertThatIllegalArgumentException().isThrownBy(() -> pair("1", "2"));
    }

    private Rotating<String> pair(String key, String certificate) throws IOException {
        write("key", key);
        write("certificate", certificate);
        return new Rotating<>(
                Map.of("key-file", folder.resolve("key"), "certificate-file", folder.resolve("certificate")), () -> {
                    if (!read("key").equals(read("certificate"))) {
                        throw new IllegalArgumentException("the key is not that of the certificate");
                    }
                    return read("key");
                });
    }

    private String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new IllegalArgumentException(name + " cannot be read", new UncheckedIOException(e));
        }
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
