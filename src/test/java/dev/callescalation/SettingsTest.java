package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.secret.Secrets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** application.properties is the one place of settings: each is documented there, and each is read somewhere. */
class SettingsTest {

    private static final Path SETTINGS = Path.of("application.properties");
    private static final Pattern KEY = Pattern.compile("(?m)^(calls\\.[a-z0-9.-]+)\\s*=");
    private static final Pattern PLACEHOLDER =
            Pattern.compile("(?:\\{\\{(?:secret:|\\?)?|\\$\\{properties:)(calls\\.[a-z0-9.-]+)}");
    private static final Pattern IN_JAVA = Pattern.compile("\"(?:\\{\\{\\??)?(calls\\.[a-z0-9.-]+)(?:}})?\"");

    private static final List<String> SECRETS = Secrets.ALL;

    @Test
    void everyPlaceholderHasAKey() {
        Set<String> missing = new TreeSet<>(read());
        missing.removeAll(keys());
        missing.removeAll(SECRETS);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyKeyIsRead() {
        Set<String> unread = keys();
        unread.removeAll(read());
        assertThat(unread).isEmpty();
    }

    @Test
    void everyKeyHasAComment() {
        List<String> lines = BundleFiles.text(SETTINGS).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("calls.")) {
                int first = i;
                while (lines.get(first - 1).startsWith("calls.")) {
                    first--;
                }
                assertThat(lines.get(first - 1))
                        .as("line above %s", lines.get(i))
                        .startsWith("# ");
            }
        }
    }

    @Test
    void holdsNoSecret() {
        assertThat(BundleFiles.text(SETTINGS))
                .doesNotContainPattern("(?im)^[^#\\n]*(secret|password)[ \\t]*=[ \\t]*[^{\\s]");
    }

    @Test
    void profileDevHasAStoreOfItsOwn() {
        assertThat(BundleFiles.text(Path.of("application-dev.properties")))
                .containsPattern("(?m)^calls\\.store\\.url = jdbc:sqlite:data/sandbox\\.db$");
        assertThat(BundleFiles.text(SETTINGS)).doesNotContain("sandbox.db");
    }

    private static Set<String> keys() {
        return find(KEY, BundleFiles.text(SETTINGS));
    }

    private static Set<String> read() {
        Set<String> read = new TreeSet<>(find(PLACEHOLDER, BundleFiles.text(SETTINGS)));
        BundleFiles.all(Path.of("routes"), ".yaml").forEach(f -> read.addAll(find(PLACEHOLDER, BundleFiles.text(f))));
        // stories set settings and read none
        BundleFiles.all(Path.of("src/main/java"), ".java").stream()
                .filter(f -> !f.getParent().endsWith("story"))
                .forEach(f -> read.addAll(find(IN_JAVA, BundleFiles.text(f))));
        SECRETS.forEach(secret -> read.add(secret + "-file"));
        return read;
    }

    private static Set<String> find(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(java.util.regex.MatchResult::group)
                .map(match -> {
                    Matcher matcher = pattern.matcher(match);
                    return matcher.find() ? matcher.group(1) : "";
                })
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
