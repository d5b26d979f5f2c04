package dev.callescalation.decision;

import dev.callescalation.graph.Command;
import dev.callescalation.graph.ReplyReader;
import dev.callescalation.metrics.Family;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/** What is counted and timed of each try to send a command. */
final class CommandMeters {

    private static final String NONE = "none";
    private static final int FAILED = 400;
    private static final int THROTTLED = 429;

    /** Codes in Graph's errors that say what to do. */
    private static final Set<String> CODES = Set.of(
            "7504",
            "7505",
            "8501",
            "8522",
            "8523",
            "9999",
            "InvalidAuthenticationToken",
            "TooManyRequests",
            "NotFound");

    private static final Set<Class<? extends Exception>> NOT_SENT = Set.of(
            ConnectException.class,
            UnknownHostException.class,
            SSLHandshakeException.class,
            ConnectTimeoutException.class,
            ConnectionRequestTimeoutException.class);

    private static final double[] REPLY = {.05, .1, .25, .5, 1, 2.5, 5, 10};

    private final Family<Counter> tries;
    private final Family<Timer> times;

    CommandMeters(MeterRegistry registry) {
        tries = Family.counters(
                registry, "calls_commands", "Tries to send a command to Graph", "command", "result", "code");
        times = Family.timers(
                registry, "calls_command", "From a request to Graph to its reply", REPLY, "command", "result");
    }

    /**
     * A try has come to its end.
     *
     * @param took    from the request to its end; null when there was no request
     * @param status  null when there was no reply
     * @param body    of the reply
     * @param failure null when nothing was thrown
     * @param unknown whether it may have reached Graph all the same
     */
    void tried(Command command, Duration took, Integer status, String body, Object failure, boolean unknown) {
        String result = status == null ? withoutReply(took != null, failure, unknown) : result(status);
        tries.of(command.command(), result, status == null || status < FAILED ? NONE : code(body))
                .increment();
        if (took != null) {
            times.of(command.command(), result).record(took);
        }
    }

    private static String result(int status) {
        return status == THROTTLED ? "429" : status / 100 + "xx";
    }

    private static String withoutReply(boolean sent, Object failure, boolean unknown) {
        boolean reached = sent && NOT_SENT.stream().noneMatch(type -> type.isInstance(failure));
        if (reached && failure instanceof SocketTimeoutException) {
            return "timeout";
        }
        return unknown || reached && failure instanceof IOException ? "unknown" : "not-sent";
    }

    /** The number or word that Graph's error begins with. */
    private static String code(String body) {
        String code = ReplyReader.error(body).split(" ", 2)[0];
        return CODES.contains(code) ? code : "other";
    }
}
