package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.secret.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a document names by its name is in the bundle: files, settings, routes, addresses, commands, messages. */
class DocumentNamesTest {

    private static final Path TROUBLESHOOTING = Path.of("docs/troubleshooting.md");
    private static final String SETTINGS = BundleFiles.text(Path.of("application.properties"));
    private static final String POM = BundleFiles.text(Path.of("pom.xml"));
    private static final String BUNDLE = bundle();

    static Collection<Path> documents() {
        return Documents.all();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void filesAreThere(Path document) {
        String text = BundleFiles.text(document);
        Documents.find("`((?:routes|templates|scenarios|docs|src|config|deploy|ops)/[\\w./-]*\\w)`", text)
                .forEach(name -> assertThat(Path.of(name)).exists());
        Documents.find("]\\(([^:)#]+)\\)", text)
                .forEach(link -> assertThat(document.resolveSibling(link)).exists());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void settingsAreThere(Path document) {
        // given
        Set<String> keys = new TreeSet<>(Secrets.ALL);
        Secrets.ALL.forEach(secret -> keys.add(secret + "-file"));
        keys.addAll(Documents.find("(?m)^([\\w.-]+) *=", SETTINGS));
        Set<String> variables = keys.stream()
                .map(key -> key.toUpperCase().replaceAll("[.-]", "_"))
                .collect(Collectors.toSet());
        // when
        String text = BundleFiles.text(document);
        // then
        assertThat(keys).containsAll(Documents.find("`(calls(?:\\.[a-z0-9-]+)+)", text));
        assertThat(variables).containsAll(Documents.find("\\bCALLS(?:_[A-Z]+)+\\b", text));
    }

    /** Routes, Kamelets, phases, moments, commands, stories and faults. */
    @ParameterizedTest
    @MethodSource("documents")
    void namesAreThere(Path document) {
        for (String name : Documents.find("`([a-z]+(?:-[a-z]+)+)`", BundleFiles.text(document))) {
            assertThat(BUNDLE).as(name).containsPattern("(?<![\\w-])" + name + "(?![\\w-])");
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void addressesAreThere(Path document) {
        String text = BundleFiles.text(document);
        List<String> printed = new ArrayList<>(Documents.find("`(?:GET|POST|DELETE) (/[a-z/-]+[a-z])", text));
        printed.addAll(Documents.find("127\\.0\\.0\\.1:808[12](/[a-z/-]+[a-z])", text));
        for (String address : printed) {
            if (!address.startsWith("/observe/health")) {
                assertThat(BUNDLE).contains(address);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void commandsAreThere(Path document) {
        String text = BundleFiles.text(document);
        assertThat(Documents.find("-jar target/call-escalation\\.jar ([a-z]+)", text))
                .isSubsetOf("run", "check", "test", "diff", "adopt");
        Documents.find("mvn [^`\n]*-P(\\w+)", text)
                .forEach(profile -> assertThat(POM).contains("<id>" + profile + "</id>"));
        Documents.find("mvn [^`\n]*-Dtest=(\\w+)", text)
                .forEach(test -> assertThat(BundleFiles.all(Path.of("src/test/java"), "/" + test + ".java"))
                        .hasSize(1));
    }

    /** A message is made of texts of the bundle, two words or more each, around names, numbers and what is left out. */
    @Test
    void messagesAreWritten() {
        List<String> messages = Documents.find("(?m)^\\| (`.*?`) \\|", BundleFiles.text(TROUBLESHOOTING));
        assertThat(messages).hasSizeGreaterThan(15);
        String texts = words(BUNDLE).collect(Collectors.joining(" ", " ", " "));
        for (String message : messages) {
            for (String part : message.split("…|`")) {
                List<String> words = words(part).toList();
                for (int i = 0; i < words.size(); ) {
                    int known = known(words.subList(i, words.size()), texts);
                    if (!isName(words.get(i))) {
                        assertThat(known)
                                .as("'%s' in %s", words.get(i), message)
                                .isGreaterThanOrEqualTo(Math.min(2, words.size() - i));
                    }
                    i += Math.max(1, known);
                }
            }
        }
    }

    /** How many of the words, from the first on, follow one another in a text of the bundle. */
    private static int known(List<String> words, String texts) {
        return IntStream.iterate(words.size(), n -> n > 0, n -> n - 1)
                .filter(n -> texts.contains(" " + String.join(" ", words.subList(0, n)) + " "))
                .findFirst()
                .orElse(0);
    }

    /** A number, a setting, a route or the class that logs. */
    private static boolean isName(String word) {
        return word.matches("\\d+|\\w+([.-]\\w+)+")
                || BUNDLE.contains("class " + word + " ")
                || BUNDLE.contains("    id: " + word + "\n");
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.split("[^\\w.'-]+|'|\\.(?!\\w)")).filter(word -> !word.isEmpty());
    }

    /** All that the program and its files say. A text that goes on in the next line of Java is one text. */
    private static String bundle() {
        StringBuilder all = new StringBuilder();
        for (String folder :
                List.of("routes", "scenarios", "templates", "src/main", "src/sandbox", "src/bench", "deploy")) {
            for (Path file : BundleFiles.all(Path.of(folder), "")) {
                if (Files.isRegularFile(file) && !file.endsWith("README.md")) {
                    all.append(file.getFileName()).append('\n').append(BundleFiles.text(file));
                }
            }
        }
        return all.append(SETTINGS).toString().replaceAll("\"\\s*\\+\\s*\"", "");
    }
}
