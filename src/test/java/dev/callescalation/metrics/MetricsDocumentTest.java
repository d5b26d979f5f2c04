package dev.callescalation.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleFiles;
import dev.callescalation.TestBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/metrics.md: its table is the scrape, and its example runs. */
class MetricsDocumentTest {

    private static final Path DOCUMENT = Path.of("docs/metrics.md");
    private static final String MOMENTS = "routes/policy/moments.camel.yaml";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| ([\\w, ]*)\\|");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

    @TempDir
    static Path folder;

    private static TestBundle bundle;
    private static String document;

    @BeforeAll
    static void playTraffic() throws IOException {
        document = Files.readString(DOCUMENT);
        BundleFiles.copyTo(folder, "application-dev.properties");
        Path moments = folder.resolve(MOMENTS);
        Files.writeString(
                moments,
                Files.readString(moments)
                        .replaceFirst(
                                "(?s)- route:\n    id: caller-moved\n.*?(?=- route:)",
                                Matcher.quoteReplacement(block("<!-- route: caller-moved -->"))));
        bundle = Traffic.start(folder, Map.of());
        Traffic.play(bundle, "/communications");
        System.gc();
    }

    @AfterAll
    static void stop() {
        bundle.close();
    }

    @Test
    void theTableIsTheScrape() {
        Map<String, Set<String>> printed = new TreeMap<>();
        ROW.matcher(document).results().forEach(row -> printed.put(row.group(1), labels(row.group(2))));
        // the database is asked every 15 s
        await().untilAsserted(() -> assertThat(scraped()).isEqualTo(printed));
    }

    @Test
    void theExampleCounts() {
        String printed = block("<!-- output: reception_callers_total -->").strip();
        await().untilAsserted(
                        () -> assertThat(bundle.get("/observe/metrics").body()).contains("\n" + printed + "\n"));
    }

    /** The labels of each meter. */
    private static Map<String, Set<String>> scraped() {
        Map<String, Set<String>> found = new TreeMap<>();
        for (String series : Scrape.of(bundle).series()) {
            Set<String> labels = found.computeIfAbsent(Scrape.name(series), name -> new TreeSet<>());
            LABEL.matcher(series).results().forEach(label -> labels.add(label.group(1)));
            labels.remove("le");
        }
        found.keySet().removeIf(name -> name.startsWith("reception_"));
        return found;
    }

    private static Set<String> labels(String cell) {
        Set<String> labels = new TreeSet<>(Set.of(cell.strip().split(", ")));
        labels.remove("");
        return labels;
    }

    /** The lines between the fences behind a marker. */
    private static String block(String marker) {
        assertThat(document).containsOnlyOnce(marker);
        int begin = document.indexOf('\n', document.indexOf("```", document.indexOf(marker))) + 1;
        return document.substring(begin, document.indexOf("```", begin));
    }
}
