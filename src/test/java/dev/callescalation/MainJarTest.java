package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.story.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program in an image that has no call-escalation-sandbox.jar. */
@Timeout(120)
class MainJarTest {

    private static final String MISSING = "needs call-escalation-sandbox.jar, which is not on the class path;"
            + " put it into lib/ beside the program";

    @TempDir
    static Path classes;

    private static String classPath;

    @TempDir
    Path folder;

    /** The pom says which classes the main jar leaves out. */
    @BeforeAll
    static void leaveOutTheSandbox() throws IOException {
        String pom = BundleFiles.text(Path.of("pom.xml"));
        String jar = pom.substring(pom.indexOf("<id>default-jar</id>"), pom.indexOf("<id>sandbox-jar</id>"));
        List<PathMatcher> leftOut = Pattern.compile("<exclude>(.+)</exclude>")
                .matcher(jar)
                .results()
                .map(match -> FileSystems.getDefault().getPathMatcher("glob:" + match.group(1)))
                .toList();
        assertThat(leftOut).isNotEmpty();
        try (Stream<Path> files = Files.walk(ProgramRun.CLASSES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name = ProgramRun.CLASSES.relativize(file);
                if (leftOut.stream().noneMatch(matcher -> matcher.matches(name))) {
                    Files.createDirectories(classes.resolve(name).getParent());
                    Files.copy(file, classes.resolve(name));
                }
            }
        }
        assertThat(classes.resolve("dev/callescalation/sandbox")).doesNotExist();
        classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator, classes + File.pathSeparator, ""));
    }

    @Test
    void runsInProfileProdAndWritesBesideItsStoreOnly() throws Exception {
        // given: no home, a file where a folder for temporary files should be, and what an earlier start has left
        BundleFiles.copyTo(folder);
        List<Path> files = files();
        Path left = folder.resolve("data/calls.db.native/sqlite-earlier-libsqlitejdbc.so");
        Files.createDirectories(left.getParent());
        Files.createFile(left);
        int port = FreePort.next();
        Process process = ProgramRun.start(
                folder,
                ProgramRun.with(ProgramRun.REGISTERED, "CAMEL_SERVER_PORT", String.valueOf(port)),
                "-Dcamel.management.port=" + FreePort.next(),
                "-Djava.io.tmpdir=" + folder.resolve("application.properties"),
                "-Duser.home=?",
                "-cp",
                classPath);
        try {
            HttpRequest get = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/calls"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            HttpClient http = HttpClient.newHttpClient();
            // then
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> http.send(get, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 405);
            // when
            process.toHandle().destroy();
            // then
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(files()).isEqualTo(files);
            assertThat(left).doesNotExist();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Without those of the store. */
    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.startsWith(folder.resolve("data")))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void namesTheMissingJarInProfileDev() throws Exception {
        // when
        ProgramRun run = ProgramRun.of(
                Path.of(""),
                ProgramRun.with(ProgramRun.REGISTERED, "CAMEL_MAIN_PROFILE", "dev"),
                "-Dcamel.server.port=0",
                "-Dcamel.management.port=0",
                "-cp",
                classPath);
        // then
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.lastLine()).endsWith("profile dev: calls.sandbox.enabled is true, which " + MISSING);
    }

    @Test
    void namesTheMissingJarWhenStoriesAreToBePlayed() throws Exception {
        // when
        ProgramRun run = ProgramRun.of(Path.of(""), ProgramRun.REGISTERED, List.of("test"), "-cp", classPath);
        // then
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output().lines()).containsExactly("The command test " + MISSING + ".");
    }
}
