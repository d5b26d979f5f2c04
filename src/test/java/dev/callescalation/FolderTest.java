package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the program makes of the folder it is given: its files checked, its stories played, or a refusal to start. */
@Timeout(240)
class FolderTest {

    @TempDir
    Path folder;

    @Test
    void saysWhereItHasToBeStarted() throws Exception {
        // when
        ProgramRun run = ProgramRun.of(folder, ProgramRun.REGISTERED);
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine())
                .contains("There is no application.properties in " + folder.toRealPath(), "routes/, templates/");
    }

    @Test
    void saysFromWhichFolderTheLibraryOfSqliteCannotBeLoaded() throws Exception {
        // given
        Path missing = folder.resolve("missing");
        // when
        ProgramRun run = ProgramRun.of(
                Path.of(""),
                ProgramRun.REGISTERED,
                "-Dorg.sqlite.tmpdir=" + missing,
                "-Dcalls.store.url=jdbc:sqlite:" + folder.resolve("calls.db"),
                "-Dcamel.server.port=0",
                "-Dcamel.management.port=0");
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine())
                .contains("the native library of SQLite cannot be loaded from " + missing, "without noexec");
    }

    @Test
    void refusesAFolderThatCamelWouldCutInTwo() throws Exception {
        // given
        Path cut = Files.createDirectory(folder.resolve("calls,old"));
        Files.createFile(cut.resolve("application.properties"));
        // when and then
        assertThatThrownBy(() -> new Bundle(cut, "dev")).hasMessageContainingAll("calls,old", "Rename the folder");
    }

    @Test
    void checksAFolderAndSaysItByItsExitCode() throws Exception {
        // given
        BundleFiles.copyTo(folder);
        // when
        ProgramRun right = check(folder.toString());
        // then
        assertThat(right.output()).isEmpty();
        assertThat(right.exitCode()).isZero();
        // given
        String mistake = misspell();
        Files.writeString(folder.resolve("application-prod.properties"), "calls.escalation.mode = meting\n");
        Files.writeString(folder.resolve("application-local.properties"), "");
        // when
        ProgramRun wrong = check(folder.toString());
        // then
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.output().lines())
                .containsExactly(
                        mistake,
                        "application-prod.properties:1: calls.escalation.mode is 'meting'; it must be one of meeting,"
                                + " in-place",
                        "application-local.properties: nothing reads this file; name it application-prod.properties,"
                                + " or remove it");
        // when
        ProgramRun nowhere = check(folder.resolve("routes").toString());
        // then
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.output()).contains("There is no application.properties in", "check [folder]");
    }

    @Test
    void playsTheStoriesOfAFolderAndSaysItByItsExitCode() throws Exception {
        // given
        BundleFiles.copyTo(folder);
        Files.createDirectory(folder.resolve("scenarios"));
        Files.writeString(folder.resolve("scenarios/moved.scenario.yaml"), """
                description: The caller is moved
                then: {phase: escalated}
                """);
        // a platform has its own store and its own Graph, and they are left alone
        Map<String, String> platform = ProgramRun.with(
                ProgramRun.with(
                        ProgramRun.REGISTERED, "CALLS_STORE_URL", "jdbc:sqlite:" + folder.resolve("platform.db")),
                "CALLS_GRAPH_URL",
                "http://127.0.0.1:1");
        // when
        ProgramRun run = ProgramRun.of(
                Path.of(""),
                platform,
                List.of("test", folder.toString()),
                "-XX:TieredStopAtLevel=1",
                "-Dcalls.login.url=http://127.0.0.1:1");
        // then
        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output().lines().map(line -> line.replaceAll("[0-9]+\\.[0-9] s", "… s")))
                .containsExactly("ok      The caller is moved  (… s)", "1 of 1 story passed, in … s");
        assertThat(folder.resolve("platform.db")).doesNotExist();
    }

    @Test
    void endsAtTheStartWithAllThatIsWrongWithItsFiles() throws Exception {
        // given
        BundleFiles.copyTo(folder);
        String mistake = misspell();
        Path template = folder.resolve("templates/app/answer.jslt");
        Files.writeString(template, Files.readString(template).replace(":", ""));
        // when
        ProgramRun run =
                ProgramRun.of(folder, ProgramRun.REGISTERED, "-Dcamel.server.port=0", "-Dcamel.management.port=0");
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine())
                .contains(
                        "The bundle cannot start: its files are wrong: " + mistake + " | templates/app/answer.jslt:",
                        "it does not compile");
        assertThat(run.output()).doesNotContain("\tat ");
    }

    /** @return the line that says so */
    private String misspell() throws IOException {
        Path route = folder.resolve("routes/joining.camel.yaml");
        String text = Files.readString(route);
        long line =
                text.substring(0, text.indexOf("name: get-caller-call")).lines().count();
        Files.writeString(route, text.replace("name: get-caller-call", "name: get-caller-cal"));
        return "routes/joining.camel.yaml:" + line
                + ": there is no route from direct:get-caller-cal; did you mean 'get-caller-call'?";
    }

    private static ProgramRun check(String folder) throws Exception {
        // profile dev logs more
        Map<String, String> dev = Map.of("CAMEL_MAIN_PROFILE", "dev");
        return ProgramRun.of(Path.of(""), dev, List.of("check", folder), "-XX:TieredStopAtLevel=1");
    }
}
