package dev.callescalation.secret;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** How long the certificates hold that this program shows to others. */
public final class CertificateMeter {

    private CertificateMeter() {}

    /**
     * @param certificate value of the label
     * @param inUse       null while there is none
     */
    public static void bind(MeterRegistry registry, String certificate, Supplier<KeyFiles> inUse) {
        Gauge.builder("calls_certificate_seconds_left", () -> secondsLeft(inUse.get()))
                .description("How long the certificate in use holds; NaN while there is none")
                .tag("certificate", certificate)
                .register(registry);
    }

    private static double secondsLeft(KeyFiles files) {
        return files == null
                ? Double.NaN
                : Math.max(0, Duration.between(Instant.now(), files.endsAt()).toSeconds());
    }
}
