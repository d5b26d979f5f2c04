package dev.callescalation.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteStepsTest {

    @TempDir
    Path folder;

    @Test
    void findsStepsBranchesAndTheWaysPastThemByLine() throws IOException {
        // given
        Path file = folder.resolve("r.camel.yaml");
        Files.writeString(file, """
                - routeConfiguration:
                    onException:
                      - onException:
                          id: broken
                          steps:
                            - log:
                                id: broken.log
                - route:
                    from:
                      steps:
                        - choice:
                            id: r.choice
                            when:
                              - id: r.when
                                steps:
                                  - log:
                                      id: r.log
                        - filter:
                            id: r.filter
                            steps:
                              - stop: {}
                """);
        // then
        assertThat(RouteSteps.of(file))
                .extracting(target -> target.line() + " " + target.what())
                .containsExactly(
                        "4 onException broken",
                        "6 log broken.log",
                        "11 choice r.choice",
                        "11 choice r.choice: none of its branches",
                        "14 when r.when",
                        "16 log r.log",
                        "18 filter r.filter",
                        "18 filter r.filter: not let through",
                        "21 stop");
        assertThat(RouteSteps.of(file))
                .extracting(RouteSteps.Target::step)
                .contains("broken.log", "r.choice", "r.log", "r.filter", "file:" + file + ":21");
    }
}
