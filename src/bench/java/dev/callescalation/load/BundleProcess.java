package dev.callescalation.load;

import dev.callescalation.story.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packaged bundle in a process of its own, profile prod, started in the folder of its routes. It may be stopped or
 * killed and started again; its ports stay the same, so that Graph finds it.
 */
public final class BundleProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BundleProcess.class);
    private static final Path JAR = Path.of("target", "call-escalation.jar").toAbsolutePath();
    private static final Path JAVA_TOOLS = Path.of(System.getProperty("java.home"), "bin");
    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);
    private static final Duration LONGEST_COMPILATION = Duration.ofMinutes(2);
    private static final Pattern COMPILER_BUSY = Pattern.compile("compile queue:(?!\\s+Empty)");
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int LINES_TOLD = 5;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = FreePort.next();
    private final int controlPort = FreePort.next();
    private final List<String> launcher;
    private final List<String> javaOptions;
    private final Map<String, String> environment;
    private final Path folder;
    private final Path log;
    private volatile Process process;
    private volatile Thread logger;

    /**
     * @param javaOptions such as {@code -Xmx512m}
     * @param environment settings as environment variables, such as CALLS_BOT_APP_ID; ports and profile are set here,
     *                    the public address where it is not among them, and none is inherited
     * @param log         what the bundle prints is appended there
     */
    public BundleProcess(List<String> javaOptions, Map<String, String> environment, Path log) {
        this(Path.of(""), List.of(), javaOptions, environment, log);
    }

    /**
     * The same with files of its own.
     *
     * @param folder   holds routes/, templates/ and application.properties
     * @param launcher what the JVM is started by, such as a program that changes the user; it must become the JVM
     */
    public BundleProcess(
            Path folder, List<String> launcher, List<String> javaOptions, Map<String, String> environment, Path log) {
        this.folder = folder;
        this.launcher = List.copyOf(launcher);
        this.javaOptions = List.copyOf(javaOptions);
        this.environment = Map.copyOf(environment);
        this.log = log;
        // it must not outlive the driver, whatever ends that
        Runtime.getRuntime().addShutdownHook(new Thread(this::destroy));
    }

    private void destroy() {
        if (isAlive()) {
            process.destroyForcibly();
        }
    }

    public String webhookUrl() {
        return "http://127.0.0.1:" + port + "/api/calls";
    }

    /** Of the control port, without a slash at the end. */
    public String controlUrl() {
        return "http://127.0.0.1:" + controlPort;
    }

    /** Of the process that was started last. */
    public long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /**
     * Returns when the bundle is healthy.
     *
     * @throws IllegalStateException when it ends, or is not healthy within 3 min; with the last lines of its log
     */
    public void start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(launcher);
        command.add(JAVA_TOOLS.resolve("java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", JAR.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectErrorStream(true);
        Map<String, String> variables = builder.environment();
        variables.keySet().removeIf(name -> name.matches("(CALLS|CAMEL|LOG)_.*|JDK_JAVA_OPTIONS|JAVA_TOOL_OPTIONS"));
        variables.putAll(environment);
        variables.put("CAMEL_SERVER_PORT", String.valueOf(port));
        variables.put("CAMEL_MANAGEMENT_PORT", String.valueOf(controlPort));
        // the sandbox, which stands in for Graph, is on this machine
        variables.putIfAbsent("CALLS_SHUTDOWN_DRAIN_MS", "0");
        variables.put("CALLS_WEBHOOK_INSECURE_PUBLIC_URL", "true");
        variables.putIfAbsent("CALLS_WEBHOOK_PUBLIC_URL", webhookUrl());
        process = builder.start();
        logger = copyTo(log, process.getInputStream());
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!isHealthy()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                kill();
                throw new IllegalStateException("The bundle has not started; see " + log + ", which ends with\n"
                        + String.join("\n", lastLines()));
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    /**
     * The bundle writes into a pipe and not into the file: what limits the files that it may write does not limit its
     * log.
     */
    private static Thread copyTo(Path log, InputStream output) {
        Thread thread = new Thread(
                () -> {
                    try (output;
                            OutputStream file = Files.newOutputStream(
                                    log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                        output.transferTo(file);
                    } catch (IOException e) {
                        LOG.warn("The log of the bundle ends early: {}", e.getMessage());
                    }
                },
                "log-of-the-bundle");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Whether its health is UP; false too when it does not answer within 5 s. */
    public boolean isHealthy() throws InterruptedException {
        HttpRequest health = HttpRequest.newBuilder(URI.create(controlUrl() + "/observe/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return http.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            // nobody listens yet
            return false;
        }
    }

    /**
     * Asks it to end, with SIGTERM, and waits until it has.
     *
     * @return its exit code
     * @throws IllegalStateException when it is still there after 60 s; it is killed then
     */
    public int stop() throws InterruptedException {
        // not that of the process itself, which would close its output before it has said its last
        process.toHandle().destroy();
        if (!process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException(
                    "The bundle has not ended within " + LONGEST_STOP.toSeconds() + " s of a SIGTERM; see " + log);
        }
        logger.join();
        return process.exitValue();
    }

    /** SIGKILL: it has no time for anything. Nothing happens to one that has ended. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
        logger.join();
    }

    /** CPU time it has used since its start, of all its threads, to about 10 ms. */
    public Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElseThrow();
    }

    /** Memory it holds at the moment, in bytes; empty where there is no /proc. */
    OptionalLong residentBytes() throws IOException {
        OptionalLong kilobytes = status("VmRSS:");
        return kilobytes.isPresent() ? OptionalLong.of(kilobytes.getAsLong() * 1024) : kilobytes;
    }

    private OptionalLong status(String what) throws IOException {
        Path status = Path.of("/proc", String.valueOf(pid()), "status");
        if (!Files.exists(status)) {
            return OptionalLong.empty();
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(what))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        }
    }

    /** How many threads it has at the moment; empty where there is no /proc. */
    public OptionalLong threads() throws IOException {
        return status("Threads:");
    }

    /** What is reachable on its heap, in bytes. It is stopped for a full collection meanwhile. */
    public long liveHeapBytes() throws IOException, InterruptedException {
        return histogram("Total", 2);
    }

    /** How many objects of a class are reachable, at the price of a full collection; subclasses are not counted. */
    public long instances(String type) throws IOException, InterruptedException {
        return histogram(type, 1);
    }

    /**
     * Returns when the compilers of its JVM have nothing left to do, after two minutes at the latest.
     *
     * @return whether they have nothing left to do
     */
    public boolean awaitCompilers() throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_COMPILATION.toNanos();
        while (COMPILER_BUSY.matcher(jcmd("Compiler.queue")).find()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(Duration.ofSeconds(1).toMillis());
        }
        return true;
    }

    private long histogram(String last, int column) throws IOException, InterruptedException {
        String output = jcmd("GC.class_histogram");
        if (!output.contains("Total")) {
            throw new IllegalStateException("jcmd cannot look into the bundle: " + output);
        }
        return output.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words[0].equals(last) || words.length > 3 && words[3].equals(last))
                .mapToLong(words -> Long.parseLong(words[column]))
                .findFirst()
                .orElse(0);
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process asked = new ProcessBuilder(JAVA_TOOLS.resolve("jcmd").toString(), String.valueOf(pid()), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        asked.waitFor();
        return output;
    }

    private List<String> lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return lines.subList(Math.max(0, lines.size() - LINES_TOLD), lines.size());
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
