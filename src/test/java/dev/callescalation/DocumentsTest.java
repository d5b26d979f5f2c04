package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.decision.DecisionFunction;
import dev.callescalation.decision.Facts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parts of the documents that are made from the files they speak of. When one is stale, run
 * {@code mvn -B verify -Dtest=DocumentsTest -Ddocuments.write=true} and commit what has changed.
 */
class DocumentsTest {

    private static final boolean WRITE = Boolean.getBoolean("documents.write");
    private static final String VARIABLES = BundleFiles.text(Path.of("docs/variables.md"));

    @Test
    void theSettingsAreListed() throws IOException {
        holds(Path.of("docs/settings.md"), "settings", settingsTable());
    }

    @Test
    void thePictureShowsTheRoutes() throws IOException {
        holds(Path.of("docs/flow.md"), "flow", "```mermaid\n" + flow() + "```\n");
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
        Set<String> asked =
                DecisionFunction.all().stream().map(DecisionFunction::getName).collect(Collectors.toSet());
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

    /** A box for each route, an arrow for each message that goes from one to another. */
    private static String flow() {
        StringBuilder picture = new StringBuilder("flowchart TD\n");
        Set<String> arrows = new LinkedHashSet<>();
        for (Path file : BundleFiles.routes()) {
            List<JsonNode> routes = new ArrayList<>();
            for (JsonNode entry : BundleFiles.yaml(file)) {
                if (entry.has("route")) {
                    routes.add(entry.get("route"));
                }
            }
            if (routes.isEmpty()) {
                continue;
            }
            String name = Path.of("routes").relativize(file).toString();
            picture.append("  subgraph \"%s\"\n".formatted(name));
            for (JsonNode route : routes) {
                String id = route.path("id").asText();
                picture.append("    %s[\"%s\"]\n"
                        .formatted(id, route.path("description").asText()));
                arrows.addAll(arrows(id, route.path("from").path("steps")));
            }
            picture.append("  end\n");
        }
        arrows.addAll(phases());
        arrows.forEach(arrow -> picture.append("  ").append(arrow).append('\n'));
        return picture.toString();
    }

    /** From one box, which stands for the phase of the escalation, to the route of each phase that is not final. */
    private static Set<String> phases() {
        Set<String> phases = new TreeSet<>();
        for (Path file : BundleFiles.routes()) {
            BundleFiles.walk(BundleFiles.yaml(file), (name, value) -> {
                JsonNode parameters = value.path("parameters");
                boolean enters = name.equals("to") && value.path("uri").asText().startsWith("kamelet:");
                if (enters
                        && parameters.has("phase")
                        && !parameters.path("final").asBoolean()) {
                    phases.add(
                            "phase{{The phase}} ==> " + parameters.path("phase").asText());
                }
            });
        }
        return phases;
    }

    private static Set<String> arrows(String id, JsonNode steps) {
        Set<String> arrows = new TreeSet<>();
        BundleFiles.walk(steps, (name, value) -> {
            String uri = value.path("uri").asText();
            String target = value.path("parameters").path("name").asText();
            if (name.equals("toD") && uri.equals("direct:${variable.phase}")) {
                arrows.add(id + " ==> phase");
            } else if (name.equals("to") && uri.equals("direct")) {
                arrows.add(id + " --> " + target);
            } else if (name.equals("to") && uri.equals("seda")) {
                arrows.add(id + " -.-> " + target);
            } else if (name.equals("to") && uri.equals("kamelet:announce")) {
                arrows.add(
                        id + " -.-> " + value.path("parameters").path("moment").asText());
            }
        });
        return arrows;
    }
}
