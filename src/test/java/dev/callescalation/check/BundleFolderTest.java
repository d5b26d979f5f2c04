package dev.callescalation.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.callescalation.BundleFiles;
import dev.callescalation.check.SourceFile.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of files that are no text, and of a folder that cannot be read. */
class BundleFolderTest {

    private static final BundleCheck CHECK = new BundleCheck();

    @TempDir
    Path folder;

    @BeforeEach
    void copy() throws IOException {
        BundleFiles.copyTo(folder, "application-dev.properties");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "routes/joining.camel.yaml",
                "routes/kamelets/announce.kamelet.yaml",
                "templates/app/answer.jslt",
                "application.properties"
            })
    void saysOnlyWhereAFileIsNotUtf8(String name) throws IOException {
        // given
        String text = Files.readString(folder.resolve(name));
        int end = text.indexOf('\n', text.length() / 2);
        long line = text.substring(0, end).lines().count();
        // when: as an editor writes it that is set to Latin-1
        Files.write(
                folder.resolve(name),
                (text.substring(0, end) + "ü" + text.substring(end)).getBytes(StandardCharsets.ISO_8859_1));
        // then
        assertThat(findings())
                .extracting(Finding::toString)
                .containsExactly(name + ":" + line + ": it is not UTF-8; save it as UTF-8, or retype this line");
    }

    @ParameterizedTest
    @ValueSource(strings = {"routes/huge.camel.yaml", "templates/app/huge.jslt", "application-dev.properties"})
    void refusesAHugeFileWithoutReadingIt(String name) throws IOException {
        // given: it takes no room on the disk, and would take much in memory
        try (RandomAccessFile huge = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            huge.setLength(100_000_000_000L);
        }
        // when, then
        assertThatExceptionOfType(UnreadableException.class)
                .isThrownBy(this::findings)
                .extracting(refused -> refused.finding().toString())
                .isEqualTo(name + ": it is larger than 1 MB; split it, or move it out of the folder");
    }

    @Test
    void readsRoutesInANewFolder() throws IOException {
        // when
        add("routes/partners/north/added.camel.yaml");
        // then
        assertThat(files(new Properties()).of(Kind.ROUTES))
                .extracting(SourceFile::name)
                .contains("routes/answering.camel.yaml", "routes/partners/north/added.camel.yaml");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            routes/partners/added.camel.yaml      | add its folder to camel.main.routes-include-pattern, or move it
            routes/partners/added.yaml            | name it added.camel.yaml, or remove it
            routes/added.camel.YML                | name it added.camel.yaml, or remove it
            routes/partners/added.kamelet.yaml    | move it to the folder of camel.component.kamelet.location
            routes/kamelets/new/added.kamelet.yaml| move it to the folder of camel.component.kamelet.location
            routes/kamelets/added.yaml            | name it added.camel.yaml, or remove it
            templates/added.jslt                  | move it to templates/app or templates/communications
            templates/app/new/added.jslt          | move it to templates/app or templates/communications
            """)
    void saysThatNothingReadsAFile(String name, String instead) throws IOException {
        // given
        Properties asBefore = new Properties();
        asBefore.setProperty(
                "camel.main.routes-include-pattern",
                "file:routes/*.camel.yaml,file:routes/policy/*.camel.yaml,file:routes/operators/*.camel.yaml");
        add(name);
        // when, then
        assertThat(CHECK.check(files(asBefore), asBefore))
                .extracting(Finding::toString)
                .contains(name + ": nothing reads this file; " + instead);
    }

    private void add(String name) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), "");
    }

    private FileSet files(Properties overrides) {
        return new BundleFolder(folder, "dev", overrides).read();
    }

    private List<Finding> findings() {
        return CHECK.check(new BundleFolder(folder, "dev", new Properties()));
    }
}
