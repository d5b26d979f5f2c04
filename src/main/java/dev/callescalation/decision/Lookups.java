package dev.callescalation.decision;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.callescalation.graph.Command;
import dev.callescalation.secret.Secrets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The policy around a request to another system than Graph: a cache for those whose Kamelet says {@code cacheSeconds},
 * and a circuit breaker for each name of a lookup, so that a system that hangs takes no connections from the others.
 */
public final class Lookups extends CircuitBreakers {

    private static final int OK = 200;
    private static final int REDIRECTION = 300;

    private final Map<String, Duration> kept = new ConcurrentHashMap<>();
    private final Map<String, Supplier<String>> authorizations = new ConcurrentHashMap<>();
    private Cache<String, Reply> cache = cache(10_000);
    private Secrets secrets;

    private record Reply(String body, Duration kept) {}

    /** How many replies are cached at most. */
    public void setCacheEntries(int entries) {
        cache = cache(entries);
    }

    public void setSecrets(Secrets secrets) {
        this.secrets = secrets;
    }

    private static Cache<String, Reply> cache(int entries) {
        return Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(entries)
                .expireAfter(Expiry.<String, Reply>writing((key, reply) -> reply.kept()))
                .build();
    }

    /** The setting of the header Authorization of the lookup of that name. */
    public static String secret(String name) {
        return String.format("calls.lookup.%s.authorization", name);
    }

    /** How long a reply to the lookup of that name may be given to further ones that ask the same. */
    void keep(String name, Duration time) {
        kept.put(name, time);
    }

    /** Makes the message the request. The header Authorization is a secret of the lookup, and is stored nowhere. */
    void address(Message message, Command command) {
        message.setHeader(Exchange.HTTP_URI, command.path());
        String authorization = authorizations
                .computeIfAbsent(command.command(), name -> secrets.rotating(secret(name)))
                .get();
        if (!authorization.isEmpty()) {
            message.setHeader("Authorization", authorization);
        }
    }

    @Override
    String key(Command command) {
        return command.command();
    }

    @Override
    void request(Exchange exchange, Processor steps) throws Exception {
        Command command = exchange.getVariable("command", Command.class);
        Message message = exchange.getMessage();
        Duration time = kept.getOrDefault(command.command(), Duration.ZERO);
        String question = command.method() + " " + command.path() + " " + command.body();
        Reply known = time.isZero() ? null : cache.getIfPresent(question);
        if (known != null) {
            message.removeHeaders("*");
            message.setHeader(Exchange.HTTP_RESPONSE_CODE, OK);
            message.setBody(known.body());
            return;
        }
        super.request(exchange, steps);
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        if (!time.isZero() && status != null && status >= OK && status < REDIRECTION) {
            String body = message.getBody(String.class);
            message.setBody(body);
            cache.put(question, new Reply(body == null ? "" : body, time));
        }
    }
}
