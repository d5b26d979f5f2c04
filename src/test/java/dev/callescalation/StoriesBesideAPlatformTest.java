package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stories in the environment of a platform that runs on the same machine, and from a folder elsewhere. */
@Timeout(120)
class StoriesBesideAPlatformTest {

    @TempDir
    Path elsewhere;

    @Test
    void neitherItsEnvironmentNorTheWorkingDirectoryCounts() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            // given
            String port = String.valueOf(taken.getLocalPort());
            Map<String, String> environment = Map.of(
                    "CAMEL_SERVER_PORT", port,
                    "CAMEL_MANAGEMENT_PORT", port,
                    "CAMEL_MANAGEMENT_HOST", "0.0.0.0",
                    "CALLS_BOT_APP_SECRET_FILE", "/nowhere",
                    "CALLS_INCOMING_ADMISSION", "reject");
            // when
            Path story = Path.of("scenarios/call-is-rejected.scenario.yaml").toAbsolutePath();
            ProgramRun run = ProgramRun.of(elsewhere, environment, List.of("test", story.toString()));
            // then
            assertThat(run.exitCode()).as(run.output()).isZero();
        }
    }
}
