package dev.callescalation.decision;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines of files that are replaced while the program runs: what is there now counts 5 s later at the latest. */
final class ListFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ListFiles.class);

    private final LoadingCache<Path, Set<String>> lines;
    private final Map<Path, Set<String>> before = new ConcurrentHashMap<>();

    ListFiles(Ticker ticker) {
        lines = Caffeine.newBuilder()
                .expireAfterWrite(Duration.ofSeconds(5))
                .ticker(ticker)
                .build(this::read);
    }

    /**
     * @return the lines, alike and none of them blank; those of before where the file cannot be read any more
     * @throws IllegalArgumentException when it never could be read
     */
    Set<String> lines(Path file) {
        return lines.get(file);
    }

    private Set<String> read(Path file) {
        try (Stream<String> text = Files.lines(file)) {
            Set<String> now =
                    text.map(Lists::alike).filter(line -> !line.isEmpty()).collect(Collectors.toUnmodifiableSet());
            before.put(file, now);
            return now;
        } catch (IOException | RuntimeException e) {
            Set<String> known = before.get(file);
            if (known == null) {
                throw new IllegalArgumentException("the list " + file + " cannot be read: " + e, e);
            }
            LOG.error("the list {} cannot be read; what was there before still counts: {}", file, e.toString());
            return known;
        }
    }
}
