package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pages that people read, and the blocks in them that tests run or make. The line before a block names it:
 * {@code <!-- output: … -->}.
 */
final class Documents {

    static final Path README = Path.of("README.md");
    static final Path EDITING = Path.of("docs/editing.md");

    private Documents() {}

    /** All that describe the bundle as it is; the pages of docs/adr say what was thought at the time. */
    static List<Path> all() {
        List<Path> all = new ArrayList<>(List.of(README, Path.of("CONTRIBUTING.md"), Path.of("scenarios/README.md")));
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(all::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    /** The lines between the fences behind a marker, which is there once. */
    static String block(Path document, String marker) {
        String text = BundleFiles.text(document);
        assertThat(text).as(document.toString()).containsOnlyOnce(marker);
        int fence = text.indexOf("```", text.indexOf(marker));
        int begin = text.indexOf('\n', fence) + 1;
        return text.substring(begin, text.indexOf("```", begin));
    }

    /** Each match of a pattern, its first group if it has one, in the order of the text. */
    static List<String> find(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(Documents::found)
                .toList();
    }

    /** Makes the mistake whose messages docs/editing.md prints. */
    static void misspell(Path folder) throws IOException {
        Path file = folder.resolve("routes/move-failed.camel.yaml");
        String text = Files.readString(file);
        assertThat(text).contains("name: move-again");
        Files.writeString(file, text.replaceFirst("name: move-again", "name: move-agai"));
    }

    private static String found(MatchResult match) {
        return match.groupCount() > 0 ? match.group(1) : match.group();
    }
}
