package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script of the release archive, with a Java that only prints where it is and what it is given. */
@DisabledOnOs(OS.WINDOWS)
class StartScriptTest {

    @TempDir
    private Path temporary;

    private Path archive;
    private Path java;
    private Path link;

    @BeforeEach
    void unpack() throws IOException {
        archive = Files.createDirectories(temporary.toRealPath().resolve("an archive"));
        Files.createDirectories(archive.resolve("bin"));
        Files.copy(Path.of("src/assembly/bin/call-escalation"), archive.resolve("bin/call-escalation"));
        java = Files.createDirectories(temporary.resolve("java 1/bin")).resolve("java");
        link = Files.createSymbolicLink(
                Files.createDirectory(temporary.resolve("links")).resolve("call"),
                Path.of("../an archive/bin/call-escalation"));
        version("17.0.15");
    }

    @Test
    void runsTheBundleOfTheArchiveFromAnyFolderThroughALink() throws Exception {
        assertThat(run(link.getParent(), "check", "a b"))
                .containsExactly(
                        "0",
                        archive.toString(),
                        "-XX:Flags=" + archive.resolve("program/java.flags"),
                        "-jar",
                        archive.resolve("program/call-escalation.jar").toString(),
                        "check",
                        "a b");
    }

    @Test
    void runsTheBundleOfTheFolderThatItIsCalledIn() throws Exception {
        // given
        Path own = Files.createDirectory(temporary.toRealPath().resolve("own"));
        Files.createFile(own.resolve("application.properties"));
        // then
        assertThat(run(own)).contains(own.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8.0_292", "11.0.2", "16-ea"})
    void saysInOneLineThatJavaIsTooOld(String version) throws Exception {
        version(version);
        assertThat(run(archive))
                .containsExactly(
                        "1",
                        "call-escalation needs Java 17 or newer, and " + java + " is " + version
                                + ". Name another one in JAVA_HOME.");
    }

    @Test
    void saysInOneLineThatThereIsNoJava() throws Exception {
        Files.delete(java);
        assertThat(run(archive))
                .containsExactly(
                        "1",
                        "call-escalation needs Java 17 or newer, and " + java
                                + " is not there. Name another one in JAVA_HOME.");
    }

    private void version(String version) throws IOException {
        Files.writeString(java, """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-04-15' >&2; exit; fi
                pwd -P
                printf '%%s\\n' "$@"
                """.formatted(version));
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    /** The exit code, and what was printed line by line. */
    private List<String> run(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", link.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", java.getParent().getParent().toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>(List.of(String.valueOf(process.waitFor())));
        lines.addAll(output.lines().toList());
        return lines;
    }
}
