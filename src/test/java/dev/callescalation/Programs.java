package dev.callescalation;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Programs that some tests need besides Java. */
public final class Programs {

    private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

    private Programs() {}

    /** A program of that name on the path. */
    public static Optional<Path> find(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Skips the tests where one of them is missing, and says so; fails instead where the environment has CI=true. */
    public static void require(String... names) {
        List<String> missing =
                Stream.of(names).filter(name -> find(name).isEmpty()).toList();
        if (!missing.isEmpty()) {
            String notInstalled = String.join(", ", missing) + ": not installed";
            if ("true".equals(System.getenv("CI"))) {
                fail(notInstalled);
            }
            LOG.error("Tests are skipped. {}", notInstalled);
            Assumptions.abort(notInstalled);
        }
    }
}
