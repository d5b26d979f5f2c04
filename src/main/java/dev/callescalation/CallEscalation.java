package dev.callescalation;

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

    private static final Logger LOG = LoggerFactory.getLogger(CallEscalation.class);

    private CallEscalation() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs until stopped, and returns the exit code: 0 after an orderly end, 1 when the bundle cannot start. */
    private static int run(String[] args) {
        try (Bundle bundle = new Bundle(profile(args))) {
            bundle.main().run();
            return bundle.main().getExitCode();
        } catch (Exception e) {
            LOG.error("The bundle cannot start: {}", Reasons.of(e));
            LOG.debug("In detail", e);
            return 1;
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
