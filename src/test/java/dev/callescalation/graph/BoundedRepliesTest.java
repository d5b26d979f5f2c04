package dev.callescalation.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedRepliesTest {

    private final List<String> asked = new ArrayList<>();
    private final CloseableHttpClient client = client();
    private HttpServer graph;

    @BeforeEach
    void start() throws IOException {
        graph = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        graph.start();
    }

    @AfterEach
    void stop() throws IOException {
        graph.stop(0);
        client.close();
    }

    @Test
    void unpacksACompressedReply() throws IOException {
        // given
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"id\":\"1\"}".getBytes());
        }
        replies("/calls", 200, packed.toByteArray(), "Content-Type", "application/json", "Content-Encoding", "gzip");
        // when, then
        assertThat(post("/calls")).isEqualTo("200 {\"id\":\"1\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void takesNoPageOfAProxyForAReply(int status) {
        // given
        replies("/calls", status, "<html>".getBytes(), "Content-Type", "Text/HTML; charset=utf-8");
        // when, then
        assertThatIOException()
                .isThrownBy(() -> post("/calls"))
                .withMessageStartingWith("the reply " + status + " is a page of HTML");
    }

    @Test
    void leavesThePageOfAnErrorToItsStatus() throws IOException {
        // given
        replies("/calls", 403, "<html>".getBytes(), "Content-Type", "text/html");
        // when, then
        assertThat(post("/calls")).isEqualTo("403 <html>");
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void followsARedirectWithinTheHost(int status) throws IOException {
        // given
        replies("/calls", status, new byte[0], "Location", address("/there?a=1"));
        replies("/there", status, new byte[0], "Location", "/calls-2");
        replies("/calls-2", 201, "{}".getBytes(), "Content-Type", "application/json");
        // when, then
        assertThat(post("/calls")).isEqualTo("201 {}");
        assertThat(asked)
                .containsExactly(
                        "POST /calls Bearer t body", "POST /there?a=1 Bearer t body", "POST /calls-2 Bearer t body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:1/calls", "https://127.0.0.1/calls", "//other.example.org/", "no address"})
    void followsNoneToAnotherHost(String location) throws IOException {
        // given
        replies("/calls", 307, new byte[0], "Location", location);
        // when, then
        assertThat(post("/calls")).isEqualTo("307 ");
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303})
    void followsNoneThatWouldLoseTheBody(int status) throws IOException {
        // given
        replies("/calls", status, new byte[0], "Location", "/there");
        // when, then
        assertThat(post("/calls")).isEqualTo(status + " ");
        assertThat(asked).hasSize(1);
    }

    @Test
    void followsNoCircle() throws IOException {
        // given
        replies("/calls", 307, new byte[0], "Location", "/calls");
        // when, then
        assertThat(post("/calls")).isEqualTo("307 ");
        assertThat(asked).hasSize(4);
    }

    private static CloseableHttpClient client() {
        HttpClientBuilder builder = HttpClientBuilder.create().disableRedirectHandling();
        new BoundedReplies().configureHttpClient(builder);
        return builder.build();
    }

    private String address(String path) {
        return "http://127.0.0.1:" + graph.getAddress().getPort() + path;
    }

    private void replies(String path, int status, byte[] body, String... headers) {
        graph.createContext(path, exchange -> {
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            String text = new String(exchange.getRequestBody().readAllBytes());
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + token + " " + text);
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private String post(String path) throws IOException {
        HttpPost request = new HttpPost(address(path));
        request.setHeader("Authorization", "Bearer t");
        request.setEntity(new StringEntity("body"));
        return client.execute(request, reply -> {
            String body = reply.getEntity() == null ? "" : EntityUtils.toString(reply.getEntity());
            return reply.getCode() + " " + body;
        });
    }
}
