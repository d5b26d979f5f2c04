package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickJvmTest {

    @TempDir
    private Path folder;

    @Test
    void runsShortCommandsInAJvmWithTheFirstCompilerOnly() throws Exception {
        // given: a command line that the system tells whole
        Path arguments = folder.resolve("arguments.txt");
        String classPath = ProgramRun.CLASSES + File.pathSeparator + System.getProperty("java.class.path");
        Files.writeString(arguments, "-cp\n\"" + classPath.replace("\\", "\\\\") + "\"\n");
        // when
        Process check = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + arguments,
                        "-XX:+PrintFlagsFinal",
                        "dev.callescalation.CallEscalation",
                        "check",
                        "no-such-folder")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // then
        assertThat(check.waitFor()).isEqualTo(2);
        assertThat(output.lines().filter(line -> line.contains(" TieredStopAtLevel ")))
                .satisfiesExactly(
                        own -> assertThat(own).contains("= 4 "),
                        relaunched -> assertThat(relaunched).contains("= 1 "));
        assertThat(output).containsOnlyOnce("There is no application.properties in ");
    }
}
