package dev.callescalation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.callescalation.check.CheckCommand;
import dev.callescalation.check.Reasons;
import dev.callescalation.check.Suggestions;
import dev.callescalation.story.TestCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program. It runs the bundle in the working directory, which holds routes/, templates/ and application.properties,
 * until it is told to stop.
 *
 * <p>The profile is {@code dev} or {@code prod}: argument {@code -profile dev}, {@code -Dcamel.main.profile=dev} or
 * CAMEL_MAIN_PROFILE; without any of them {@code prod}.
 */
public final class CallEscalation {

    /** More than camel.main.shutdown-timeout and the time in which the store closes. */
    private static final Duration LONGEST_END = Duration.ofSeconds(45);

    private static final List<String> COMMANDS = List.of("check", "test");

    private CallEscalation() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs the bundle or another command, and returns the exit code. */
    private static int run(String[] args) {
        String command = args.length > 0 ? args[0] : "";
        return switch (command) {
            case "check" -> CheckCommand.run(List.of(args).subList(1, args.length), console());
            case "test" -> {
                // faults are what stories are about: what the bundle logs of them would bury the report
                for (String level : List.of("log.level", "log.level.libraries")) {
                    System.setProperty(level, System.getProperty(level, "OFF"));
                }
                yield TestCommand.run(List.of(args).subList(1, args.length), console());
            }
            default -> args.length == 0 || command.startsWith("-") ? runBundle(args) : refuse(command);
        };
    }

    /** A second node would be worse than an error: whoever misspells a command does not want a bundle. */
    private static int refuse(String command) {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        String near = Suggestions.to(command, COMMANDS)
                .map(meant -> "; did you mean '" + meant + "'?")
                .orElse(".");
        err.println("There is no command '" + command + "'" + near + " Commands: " + String.join(", ", COMMANDS)
                + "; without one the bundle starts.");
        return 2;
    }

    private static PrintStream console() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    }

    /** The level of the log is set by the command, so it may not begin before. */
    private static final class Log {

        private static final Logger LOG = LoggerFactory.getLogger(CallEscalation.class);
    }

    /** Runs until stopped, and returns the exit code: 0 after an orderly end, 1 when the bundle cannot start. */
    private static int runBundle(String[] args) {
        CountDownLatch ended = new CountDownLatch(1);
        try (Bundle bundle = new Bundle(profile(args))) {
            // Camel's own hook would let the JVM end while the store is being closed
            bundle.main().setShutdownStrategy(new SimpleMainShutdownStrategy());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endInOrder(bundle, ended), "stop"));
            bundle.main().run();
            return bundle.main().getExitCode();
        } catch (Exception e) {
            Log.LOG.error("The bundle cannot start: {}", Reasons.of(e));
            Log.LOG.debug("In detail", e);
            return 1;
        } finally {
            ended.countDown();
        }
    }

    /**
     * Asked to stop by a signal: lets what is under way finish and the store close, and ends with 0. By itself the JVM
     * would end while that goes on, with 143 for SIGTERM, which supervisors take for a failure.
     */
    private static void endInOrder(Bundle bundle, CountDownLatch ended) {
        if (ended.getCount() == 0) {
            return;
        }
        Log.LOG.info("Asked to stop: what is under way is finished");
        bundle.main().completed();
        try {
            boolean inTime = ended.await(LONGEST_END.toSeconds(), TimeUnit.SECONDS);
            Runtime.getRuntime().halt(inTime ? 0 : 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String profile(String[] args) {
        for (int i = 0; i + 1 < args.length; i++) {
            if ("-profile".equals(args[i]) || "--profile".equals(args[i])) {
                return args[i + 1];
            }
        }
        String fromEnvironment = System.getenv().getOrDefault("CAMEL_MAIN_PROFILE", "prod");
        return System.getProperty("camel.main.profile", fromEnvironment);
    }
}
