package dev.callescalation.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.callescalation.BundleFiles;
import dev.callescalation.check.BundleCheck;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a newcomer's click writes into the files, and that nothing of it stays. */
class PreparedEditsTest {

    @TempDir
    Path folder;

    private PreparedEdits edits;

    @BeforeEach
    void copyTheBundle() throws IOException {
        BundleFiles.copyTo(folder);
        edits = new PreparedEdits(folder);
    }

    @ParameterizedTest
    @EnumSource
    void isMadeInOneFileAndTakenBackExactly(PreparedEdit edit) throws IOException {
        // given
        Path file = folder.resolve(edit.file());
        String before = Files.readString(file);
        // when
        edits.make(edit);
        edits.make(edit);
        // then
        assertThat(edits.made()).containsExactly(edit);
        assertThat(Files.readString(file)).startsWith(before).containsOnlyOnce(edit.lines());
        assertThat(mistakes())
                .extracting(Finding::file)
                .containsExactlyElementsOf(edit == PreparedEdit.REFUSED ? List.of(edit.file()) : List.of());
        // when
        edits.takeBack();
        // then
        assertThat(edits.made()).isEmpty();
        assertThat(Files.readString(file)).isEqualTo(before);
        try (Stream<Path> beside = Files.list(file.getParent())) {
            assertThat(beside).noneMatch(one -> one.getFileName().toString().startsWith("."));
        }
    }

    @Test
    void makesRoomForTheNextOne() throws IOException {
        // given
        edits.make(PreparedEdit.REFUSED);
        // when
        edits.make(PreparedEdit.TAKEN_UP);
        // then
        assertThat(edits.made()).containsExactly(PreparedEdit.TAKEN_UP);
    }

    /** Whoever works on the file meanwhile loses nothing; and the program that made the edit may have been killed. */
    @Test
    void isTakenOutOfWhatWasEditedSinceByTheNextRun() throws IOException {
        // given
        Path file = folder.resolve(PreparedEdit.THROWS.file());
        String before = Files.readString(file);
        edits.make(PreparedEdit.THROWS);
        Files.writeString(file, "# mine\n" + Files.readString(file) + "# mine too\n");
        // when
        new PreparedEdits(folder).takeBackWhatIsLeft();
        // then
        assertThat(Files.readString(file)).isEqualTo("# mine\n" + before + "# mine too\n");
    }

    @Test
    void goesWhereALinkLeads() throws IOException {
        // given
        Path link = folder.resolve(PreparedEdit.THROWS.file());
        Path file = folder.resolve("elsewhere.yaml");
        Files.move(link, file);
        Files.createSymbolicLink(link, file);
        // when
        edits.make(PreparedEdit.THROWS);
        // then
        assertThat(link).isSymbolicLink();
        assertThat(file).content().contains("throwException");
    }

    @Test
    void saysWhatKeepsItFromBeingMade() throws IOException {
        Path file = folder.resolve(PreparedEdit.THROWS.file());
        // when
        Files.writeString(file, "# no end");
        // then
        assertThatThrownBy(() -> edits.make(PreparedEdit.THROWS))
                .hasMessageContaining("does not end with a line break");
        assertThat(file).hasContent("# no end");
        // when
        Files.delete(file);
        // then
        assertThatThrownBy(() -> edits.make(PreparedEdit.THROWS)).hasMessageContaining("There is no " + file(file));
    }

    private String file(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private List<Finding> mistakes() {
        return new BundleCheck().check(new BundleFolder(folder, "dev", new Properties()));
    }
}
