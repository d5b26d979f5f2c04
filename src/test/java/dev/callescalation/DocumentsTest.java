package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.decision.DecisionFunction;
import dev.callescalation.decision.Facts;
import dev.callescalation.decision.SettingFunction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.spi.SimpleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parts of the documents that are made from the files they speak of. When one is stale, run
 * {@code mvn -B verify -Dtest=DocumentsTest -Ddocuments.write=true} and commit what has changed.
 */
class DocumentsTest {

    private static final boolean WRITE = Boolean.getBoolean("documents.write");
    private static final Path FLOW = Path.of("docs/flow.md");
    private static final String VARIABLES = BundleFiles.text(Path.of("docs/variables.md"));

    @Test
    void theSettingsAreListed() throws IOException {
        holds(Path.of("docs/settings.md"), "settings", settingsTable());
    }

    @Test
    void thePicturesShowTheRoutes() throws IOException {
        holds(FLOW, "flow", new FlowPictures().pages());
    }

    @Test
    void everyRouteIsInAPicture() {
        List<String> pictures = FlowPictures.pictures(BundleFiles.text(FLOW));
        assertThat(RouteMap.read().routes())
                .isNotEmpty()
                .allSatisfy(route -> assertThat(pictures)
                        .as(route.id())
                        .anyMatch(picture -> picture.contains("<b>" + route.id() + "</b>")));
    }

    @Test
    void everyPictureCanBeReadOnAScreen() {
        assertThat(FlowPictures.pictures(BundleFiles.text(FLOW)))
                .hasSizeGreaterThan(10)
                .allSatisfy(picture ->
                        assertThat(FlowPictures.boxes(picture)).as(picture).isBetween(1L, FlowPictures.MOST_BOXES));
    }

    /** Every phase that a step enters is a state, and every state is reached. */
    @Test
    void thePhasesAreStates() {
        // given
        Set<String> entered = RouteMap.read().routes().stream()
                .flatMap(route -> route.ways().stream())
                .filter(way -> way.kind() == RouteMap.Kind.PHASE || way.kind() == RouteMap.Kind.FINAL)
                .map(way -> way.target().replace('-', '_'))
                .collect(Collectors.toSet());
        // when
        String picture = FlowPictures.pictures(BundleFiles.text(FLOW)).get(0);
        // then
        assertThat(entered).contains("answering", "in_place", "escalated", "failed");
        assertThat(Documents.find("(?m)^  state .* as (\\w+)$", picture)).containsExactlyInAnyOrderElementsOf(entered);
        assertThat(Documents.find("--> (\\w+)", picture)).containsAll(entered);
        assertThat(picture).as("a semicolon ends a line").doesNotContain(";");
    }

    @Test
    void theVariablesThatRoutesDecideOnAreListed() {
        // when
        List<String> listed = Documents.find("(?m)^\\| `(\\w+)`", VARIABLES);
        // then
        assertThat(listed).containsAll(Facts.names());
    }

    @Test
    void theFunctionsThatRoutesAskAreListed() {
        Set<String> asked = Stream.concat(DecisionFunction.all().stream(), Stream.of(SettingFunction.values()))
                .map(SimpleFunction::getName)
                .collect(Collectors.toSet());
        List<String> listed = Documents.find("(?m)^\\| `(\\w+)\\(", VARIABLES);
        assertThat(listed).containsExactlyInAnyOrderElementsOf(asked);
    }

    @Test
    void theMessagesAboutAMisspeltNameArePrinted(@TempDir Path folder) throws IOException {
        // given
        BundleFiles.copyTo(folder, "application-dev.properties");
        Documents.misspell(folder);
        // when
        StringWriter written = new StringWriter();
        PrintWriter out = new PrintWriter(written);
        CallEscalation.run(out, out, "check", folder.toString());
        String mistake = written.toString();
        // then
        assertThat(mistake).containsOnlyOnce("\n").contains("there is no route from direct:move-agai");
        holds(Documents.EDITING, "mistake", "```\n" + mistake + "```\n");
        holds(
                Documents.EDITING,
                "refused",
                "```\nLiveBundle Edit refused, version 73be38bdc9d8 keeps running: " + mistake + "```\n");
    }

    private static void holds(Path document, String part, String expected) throws IOException {
        String text = Files.readString(document);
        String begin = "<!-- generated: " + part + " -->\n";
        String end = "<!-- end -->";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end, from);
        if (WRITE) {
            Files.writeString(document, text.substring(0, from) + expected + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to))
                .as("%s is stale: mvn -B verify -Dtest=DocumentsTest -Ddocuments.write=true", document)
                .isEqualTo(expected);
    }

    private static String settingsTable() {
        StringBuilder table = new StringBuilder("| setting | default | meaning |\n| --- | --- | --- |\n");
        List<String> comment = new ArrayList<>();
        boolean keysBefore = false;
        for (String line : BundleFiles.text(Path.of("application.properties")).split("\n")) {
            if (line.matches("# calls\\.\\S+ has no line here.*")) {
                String secret = line.split(" ")[1];
                table.append("| `%s` | | A secret: set %s, or %s-file. |\n"
                        .formatted(secret, secret.toUpperCase().replaceAll("[.-]", "_"), secret));
                continue;
            }
            if (line.startsWith("# ---") || line.isBlank()) {
                comment.clear();
            } else if (line.startsWith("#")) {
                if (keysBefore) {
                    comment.clear();
                }
                comment.add(line.substring(1).strip());
            } else if (line.startsWith("calls.") || line.matches("camel\\.(server|management)\\.port.*")) {
                String[] setting = line.split("=", 2);
                String value = setting[1].strip().replaceAll("\\{\\{env:\\w+:(\\d+)}}", "$1");
                table.append("| `%s` | %s | %s |\n"
                        .formatted(
                                setting[0].strip(),
                                value.isEmpty() ? "" : "`" + value + "`",
                                String.join(" ", comment).replace("|", "\\|").replace("<", "&lt;")));
            }
            keysBefore = !line.startsWith("#");
        }
        return table.toString();
    }
}
