package dev.callescalation.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleFiles;
import dev.callescalation.CallEscalation;
import dev.callescalation.check.SourceFile.Kind;
import dev.callescalation.sandbox.Form;
import dev.callescalation.story.PlacedCall;
import dev.callescalation.story.RunningBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of an installation upon those that are shipped: what counts, what an upgrade meets, and what is said of it. */
class OverlayTest {

    private static final String ADMIT = "routes/policy/admit-call.camel.yaml";
    private static final String OVERLAY = "overlays/desk";

    @TempDir
    Path folder;

    private String printed;

    @BeforeEach
    void copy() throws IOException {
        BundleFiles.copyTo(folder);
        Files.createDirectories(folder.resolve(OVERLAY));
        Files.createDirectories(folder.resolve("overlays/night"));
        overlays("overlays/desk, overlays/night/");
    }

    @Test
    void replacesFilesAddsSomeAndWinsInItsSettings() throws IOException {
        // given
        String admit = Files.readString(folder.resolve(ADMIT));
        write(OVERLAY + "/" + ADMIT, admit.replace("Whom to answer", "Whom the desk answers"));
        write("overlays/night/" + ADMIT, admit.replace("Whom to answer", "Whom the night answers"));
        write(OVERLAY + "/templates/app/own.jslt", "{}");
        write(OVERLAY + "/application.properties", "calls.meeting.subject = Desk\ncalls.store.user = desk\n");
        write("overlays/night/application.properties", "calls.meeting.subject = Night\n");
        // when
        FileSet files = bundle().read();
        // then
        assertThat(files.of(Kind.ROUTES))
                .extracting(SourceFile::name)
                .contains("overlays/night/" + ADMIT, "routes/joining.camel.yaml")
                .doesNotContain(ADMIT, OVERLAY + "/" + ADMIT);
        assertThat(files.templates()).containsKeys("app/own.jslt", "app/join.jslt");
        Settings settings = new Settings(files, new Properties());
        assertThat(settings.inFiles("calls.meeting.subject")).isEqualTo("Night");
        assertThat(settings.inFiles("calls.store.user")).isEqualTo("desk");
        assertThat(settings.inFiles("calls.graph.timeout-ms")).isEqualTo("5000");
        assertThat(files.layers().keySet()).containsExactly("", OVERLAY, "overlays/night");
        write(OVERLAY + "/" + ADMIT, admit.replace("Whom to answer", "Whom the new desk answers"));
        assertThat(bundle().read().layers())
                .containsEntry("", files.layers().get(""))
                .doesNotContainEntry(OVERLAY, files.layers().get(OVERLAY));
        // when the newest of three is taken away, the one below it counts
        Files.delete(folder.resolve("overlays/night/" + ADMIT));
        assertThat(bundle().read().file(OVERLAY + "/" + ADMIT)).isPresent();
    }

    @Test
    void namesTheLayerOfAMistake() throws IOException {
        // when
        String admit = Files.readString(folder.resolve(ADMIT));
        write(OVERLAY + "/" + ADMIT, admit.replace("calls.incoming.admission", "calls.incoming.admision"));
        write(OVERLAY + "/application.properties", "calls.meeting.subjct = Desk\ncalls.bundle.overlays = more\n");
        write(OVERLAY + "/route/own.camel.yaml", "[]");
        // then
        assertThat(findings())
                .anyMatch(finding -> finding.matches(OVERLAY + "/" + ADMIT + ":\\d+: .*calls.incoming.admision.*"))
                .anyMatch(finding -> finding.startsWith(OVERLAY + "/application.properties:1: ")
                        && finding.contains("did you mean 'calls.meeting.subject'?"))
                .anyMatch(finding -> finding.startsWith(
                        OVERLAY + "/application.properties:2: an overlay does not say which overlays there are"))
                .anyMatch(finding -> finding.startsWith(OVERLAY + "/route/own.camel.yaml: nothing reads this file"));
    }

    @Test
    void saysWhichFolderIsMissing() throws IOException {
        // given
        overlays("overlays/desc");
        // when
        int code = run("check", folder.toString());
        // then
        assertThat(code).isOne();
        assertThat(printed)
                .matches("application.properties:\\d+: calls.bundle.overlays names overlays/desc, and there is no such"
                        + " folder; make it, or take it out of calls.bundle.overlays\\R");
    }

    @Test
    void tellsWhatAnUpgradeHasChangedUnderneath() throws IOException {
        // given
        overlays(OVERLAY);
        assertThat(run("adopt", ADMIT, "--bundle", folder.toString())).isZero();
        assertThat(printed).isEqualTo(OVERLAY + "/" + ADMIT + " is a copy of the shipped file; edit it\n");
        edit(OVERLAY + "/" + ADMIT, "description: Whom to answer", "description: Whom the desk answers");
        assertThat(findings()).isEmpty();
        assertThat(run("diff", "--bundle", folder.toString())).isZero();
        assertThat(printed)
                .contains(
                        OVERLAY + "/" + ADMIT + " replaces the shipped file\n--- " + ADMIT + "\n+++ " + OVERLAY + "/"
                                + ADMIT,
                        "-    description: Whom to answer\n+    description: Whom the desk answers\n")
                .doesNotContain("has changed");
        // when: an upgrade, in other lines first
        edit(ADMIT, "description: Whom to ring instead", "description: Who is rung instead");
        // then
        assertThat(run("check", folder.toString())).isOne();
        assertThat(printed)
                .isEqualTo(OVERLAY + "/" + ADMIT + ": the shipped file has changed since it was adopted; see the"
                        + " command diff, take the changes over, then adopt it again\n");
        assertThat(run("diff", "--bundle", folder.toString())).isOne();
        assertThat(printed)
                .contains("+            description: Who is rung instead\n", "Nothing of it meets your changes");
        // when: and in the same
        edit(ADMIT, "description: Whom to answer", "description: Whom to take");
        // then
        assertThat(run("diff", "--bundle", folder.toString())).isOne();
        assertThat(printed).contains("It meets your changes at line 4 of the adopted file");
        // when it is merged
        edit(OVERLAY + "/" + ADMIT, "description: Whom to ring instead", "description: Who is rung instead");
        assertThat(run("adopt", ADMIT, "--bundle", folder.toString())).isZero();
        // then
        assertThat(printed).contains("stays as it is, and counts as made from what is shipped now");
        assertThat(Files.readString(folder.resolve(OVERLAY + "/" + ADMIT))).contains("Whom the desk answers");
        assertThat(run("check", folder.toString())).isZero();
    }

    @Test
    void showsSettingsKeyByKeyAndNoPasscode() throws IOException {
        // given
        overlays(OVERLAY);
        write(OVERLAY + "/application.properties", """
                calls.graph.timeout-ms = 4000
                calls.meeting.passcode = 4711xyz
                calls.meeting.join-url = https://teams.microsoft.com/meet/1234567890?p=4711xyz
                desk.name = Reception
                """);
        // when
        run("diff", "--bundle", folder.toString());
        // then
        assertThat(printed)
                .contains(
                        "  calls.graph.timeout-ms = 4000 (shipped: 5000)\n",
                        "  calls.meeting.passcode = … (shipped: )\n",
                        "  calls.meeting.join-url = https://teams.microsoft.com/meet/1234567890?… (shipped: )\n",
                        "  desk.name = Reception (added)\n")
                .doesNotContain("4711xyz");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            routes/policy/admit-cal.camel.yaml |                | did you mean 'routes/policy/admit-call.camel.yaml'?
            application.properties             |                | Settings are merged key by key
            routes/joining.camel.yaml          | overlays/other | does not name overlays/other; it names overlays/desk
            """)
    void refusesToAdoptWhatIsNoFileOfTheBundle(String file, String into, String why) {
        // when
        int code = into == null
                ? run("adopt", file, "--bundle", folder.toString())
                : run("adopt", file, "--overlay", into, "--bundle", folder.toString());
        // then
        assertThat(code).isEqualTo(2);
        assertThat(printed).contains(why);
    }

    @Test
    void saysThatThereIsNoOverlay() throws IOException {
        // given
        overlays("");
        // when, then
        assertThat(run("diff", "--bundle", folder.toString())).isEqualTo(2);
        assertThat(printed).contains("calls.bundle.overlays names no folder");
    }

    @Test
    void startsWithTheSettingsAndTheRoutesOfAnOverlay() throws IOException {
        // given
        write(OVERLAY + "/application.properties", "calls.meeting.subject = Desk\n");
        String joining = Files.readString(folder.resolve("routes/joining.camel.yaml"));
        write(
                OVERLAY + "/routes/joining.camel.yaml",
                joining.replace("moment: meeting-joined", "moment: meeting-taken"));
        String moments = Files.readString(folder.resolve("routes/policy/moments.camel.yaml"));
        write(OVERLAY + "/routes/policy/moments.camel.yaml", moments.replace("meeting-joined", "meeting-taken"));
        // when
        try (RunningBundle bundle = RunningBundle.start(folder, Map.of())) {
            PlacedCall call = bundle.call(Form.COMMUNICATIONS, "{}");
            // then
            assertThat(call.awaitRequest("POST {calls}").body().path("subject").asText())
                    .isEqualTo("Desk");
            call.awaitPhase("escalated");
            assertThat(bundle.get("/bundle").body()).contains(OVERLAY + "/routes/joining.camel.yaml", "\"layers\"");
        }
    }

    private int run(String... arguments) {
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            int code = CallEscalation.run(out, out, arguments);
            printed = text.toString();
            return code;
        }
    }

    private void overlays(String names) throws IOException {
        Path settings = folder.resolve("application.properties");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replaceFirst("(?m)^calls.bundle.overlays =.*", "calls.bundle.overlays = " + names));
    }

    private void edit(String name, String old, String edited) throws IOException {
        String before = Files.readString(folder.resolve(name));
        assertThat(before).contains(old);
        Files.writeString(folder.resolve(name), before.replaceFirst(old, edited));
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }

    private BundleFolder bundle() {
        return new BundleFolder(folder, "dev", new Properties());
    }

    private List<String> findings() {
        return new BundleCheck().check(bundle()).stream().map(Finding::toString).toList();
    }
}
