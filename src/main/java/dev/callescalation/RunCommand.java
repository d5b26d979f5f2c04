package dev.callescalation;

import dev.callescalation.check.Reasons;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the bundle in the working directory, which holds routes/, templates/ and application.properties. */
@Command(name = "run", description = "Runs the bundle in this folder until it is asked to stop.")
final class RunCommand implements Callable<Integer> {

    /** Longer than camel.main.shutdown-timeout and the time in which the store closes. */
    private static final Duration LONGEST_END = Duration.ofSeconds(45);

    @Option(
            names = {"--profile", "-profile"},
            paramLabel = "<profile>",
            description = "dev or prod. Without it: -Dcamel.main.profile, CAMEL_MAIN_PROFILE, or prod.")
    private String profile;

    /** The command sets the level of the log, so logging may not begin before. */
    private static final class Log {

        private static final Logger LOG = LoggerFactory.getLogger(CallEscalation.class);
    }

    /** Runs until stopped, and returns the exit code: 0 after an orderly end, 1 when the bundle cannot start. */
    @Override
    public Integer call() {
        CountDownLatch ended = new CountDownLatch(1);
        try (Bundle bundle = new Bundle(profile())) {
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
     * After a signal: lets clients go elsewhere, running work finish and the store close, and ends with 0. By itself
     * the JVM would end before, with 143 for SIGTERM, which supervisors take for a failure.
     */
    private static void endInOrder(Bundle bundle, CountDownLatch ended) {
        if (ended.getCount() == 0) {
            return;
        }
        try {
            int drainMs = bundle.leave();
            Log.LOG.info("Asked to stop: readiness is DOWN, requests are served for {} ms more", drainMs);
            ended.await(drainMs, TimeUnit.MILLISECONDS);
            Log.LOG.info("What is under way is finished");
            bundle.main().completed();
            boolean inTime = ended.await(LONGEST_END.toSeconds(), TimeUnit.SECONDS);
            Runtime.getRuntime().halt(inTime ? 0 : 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String profile() {
        if (profile != null) {
            return profile;
        }
        return System.getProperty("camel.main.profile", System.getenv().getOrDefault("CAMEL_MAIN_PROFILE", "prod"));
    }
}
