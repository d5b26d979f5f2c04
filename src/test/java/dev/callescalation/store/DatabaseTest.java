package dev.callescalation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

    @TempDir
    Path folder;

    @Test
    void refusesASecondProgramOnOneSqliteFile() {
        // given
        String url = "jdbc:sqlite:" + folder.resolve("calls.db");
        try (Database first = new Database(url, "", () -> "")) {
            // then
            assertThatThrownBy(() -> new Database(url, "", () -> ""))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessage("calls.store.url " + url + " is in use by another program that runs this bundle."
                            + " A SQLite file has one program: stop the other one first, or share a PostgreSQL.");
            assertThat(first.list("select 1", row -> row.getInt(1))).containsExactly(1);
        }
        // and when the first one has ended
        new Database(url, "", () -> "").close();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void letsNobodyElseReadTheSqliteFile() throws IOException {
        // when
        try (Database database = new Database("jdbc:sqlite:" + folder.resolve("new/calls.db"), "", () -> "")) {
            assertThat(database.isShared()).isFalse();
            // then
            for (String name : List.of("calls.db", "calls.db.lock")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                                folder.resolve("new").resolve(name))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void saysThatItNeedsAFolderThatCanBeWritten() throws IOException {
        // given
        Path file = Files.createFile(folder.resolve("no-folder"));
        // when and then
        assertThatThrownBy(() -> new Database("jdbc:sqlite:" + file.resolve("calls.db"), "", () -> ""))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContainingAll("calls.store.url jdbc:sqlite:" + file, "cannot be made", "must be writable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse", "virtiofs"})
    void knowsFileSystemsOfOtherMachines(String type) {
        assertThat(FileOwner.isOfAnotherMachine(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "apfs", "fuseblk", "NTFS"})
    void knowsFileSystemsOfThisMachine(String type) {
        assertThat(FileOwner.isOfAnotherMachine(type)).isFalse();
    }

    @Test
    void namesTheSettingAndHidesThePasswordOfAnAddressThatNoDriverTakes() {
        assertThatThrownBy(() -> new Database("jdbc:postgresql://bot:hidden@store:port/calls", "", () -> ""))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("calls.store.url jdbc:postgresql://store:port/calls is no address that its driver takes")
                .hasNoCause();
    }
}
