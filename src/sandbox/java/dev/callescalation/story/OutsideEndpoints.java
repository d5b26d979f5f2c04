package dev.callescalation.story;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.callescalation.sandbox.RecordedRequest;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.helper.HttpMethodHelper;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.http.base.HttpHelper;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.spi.EndpointStrategy;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Takes the place of every endpoint of routes that leads out of the program, the sandbox excepted: nothing is sent
 * there and nothing is received. Stories say how such an endpoint replies.
 */
final class OutsideEndpoints implements EndpointStrategy {

    /** Camel takes them for remote too, though they stay within the program. */
    private static final Set<String> INSIDE = Set.of("kamelet", "platform-http", "rest");

    /** Camel does not take it for remote, though it starts programs. */
    private static final String EXEC = "exec";

    private static final int OK = 200;

    private final String sandboxUrl;
    private final Map<String, List<JsonNode>> answers = new ConcurrentHashMap<>();
    private final Map<String, List<RecordedRequest>> sent = new ConcurrentHashMap<>();

    OutsideEndpoints(String sandboxUrl) {
        this.sandboxUrl = sandboxUrl;
    }

    /** @param answer as in {@code given.endpoints}; the newest one counts */
    void answer(String scenarioId, JsonNode answer) {
        answers.computeIfAbsent(scenarioId, id -> new CopyOnWriteArrayList<>()).add(0, answer);
    }

    /**
     * What routes sent there for the call of that scenario, oldest first. The same GET counts once: a decision that has
     * collided with another one of its escalation is taken again.
     */
    List<RecordedRequest> sent(String scenarioId) {
        Set<String> got = new HashSet<>();
        return sent.getOrDefault(scenarioId, List.of()).stream()
                .filter(one -> !"GET".equals(one.method()) || got.add(one.path() + "?" + one.query()))
                .toList();
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        String scheme = endpoint.getEndpointUri().replaceFirst(":.*", "");
        boolean outside = endpoint.isRemote() && !INSIDE.contains(scheme) || EXEC.equals(scheme);
        return outside && !isSandbox(endpoint) ? new OutsideEndpoint(endpoint) : endpoint;
    }

    private boolean isSandbox(Endpoint endpoint) {
        return endpoint instanceof HttpEndpoint http && (http.getHttpUri() + "/").startsWith(sandboxUrl + "/");
    }

    private final class OutsideEndpoint extends DefaultEndpoint {

        private final Endpoint replaced;

        private OutsideEndpoint(Endpoint replaced) {
            super(replaced.getEndpointUri(), replaced.getCamelContext().getComponent("direct"));
            this.replaced = replaced;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {

                @Override
                public void process(Exchange exchange) throws Exception {
                    reply(exchange, replaced);
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new DefaultConsumer(this, processor);
        }

        @Override
        public boolean isLenientProperties() {
            return true;
        }
    }

    private void reply(Exchange exchange, Endpoint endpoint) throws Exception {
        String scenarioId = exchange.getVariable("scenarioId", "", String.class);
        Message message = exchange.getMessage();
        String text = message.getBody(String.class);
        String method = endpoint instanceof HttpEndpoint http
                ? HttpMethodHelper.createMethod(exchange, http).name()
                : "";
        String[] address = address(exchange, endpoint).split("\\?", 2);
        String request = (method + " " + address[0]).strip();
        JsonNode answer = answers.getOrDefault(scenarioId, List.of()).stream()
                .filter(one -> CallPlaceholders.fits(one.path("request").asText(), request))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the story does not say how " + request
                        + " is answered, and nothing is sent there; add it to given.endpoints"));
        int status = answer.path("reply").path("status").asInt(OK);
        sent.computeIfAbsent(scenarioId, id -> new CopyOnWriteArrayList<>())
                .add(new RecordedRequest(
                        scenarioId,
                        method,
                        address[0],
                        address.length > 1 ? address[1] : null,
                        texts(message.getHeaders()),
                        json(text),
                        status,
                        null,
                        null));
        if (answer.has("fails")) {
            throw new ConnectException(answer.path("fails").asText());
        }
        if (endpoint instanceof HttpEndpoint http) {
            writeHttp(message, http, answer.path("reply"), status, address[0]);
        } else if (answer.path("reply").has("body")) {
            message.setBody(text(answer.path("reply").path("body")));
        }
    }

    private static String address(Exchange exchange, Endpoint endpoint) {
        if (endpoint instanceof HttpEndpoint http) {
            String query = exchange.getMessage().getHeader(Exchange.HTTP_QUERY, "", String.class);
            return org.apache.camel.http.common.HttpHelper.createURL(exchange, http)
                    + (query.isEmpty() ? "" : "?" + query);
        }
        return endpoint.getEndpointBaseUri().replaceFirst("://", ":");
    }

    private static void writeHttp(Message message, HttpEndpoint endpoint, JsonNode reply, int status, String address)
            throws HttpOperationFailedException {
        String body = text(reply.path("body"));
        Map<String, String> headers = new TreeMap<>();
        if (reply.path("body").isContainerNode()) {
            headers.put(Exchange.CONTENT_TYPE, "application/json");
        }
        reply.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        if (endpoint.isThrowExceptionOnFailure()
                && !HttpHelper.isStatusCodeOk(status, endpoint.getOkStatusCodeRange())) {
            throw new HttpOperationFailedException(address, status, "", headers.get("Location"), headers, body);
        }
        if (!endpoint.isCopyHeaders()) {
            message.removeHeaders("*");
        }
        headers.forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        // as of a real reply
        message.setBody(new InputStreamCache(body.getBytes(UTF_8)));
    }

    private static Map<String, String> texts(Map<String, Object> headers) {
        Map<String, String> texts = new TreeMap<>();
        headers.forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }

    /** Text as it is, and JSON as text. */
    private static String text(JsonNode body) {
        return body.isMissingNode() ? "" : body.isTextual() ? body.asText() : body.toString();
    }

    /** The body as JSON; as a text where it is none. */
    private static JsonNode json(String text) {
        try {
            return text == null ? MissingNode.getInstance() : RunningBundle.json(text);
        } catch (UncheckedIOException e) {
            return TextNode.valueOf(text);
        }
    }
}
