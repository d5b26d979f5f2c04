package dev.callescalation.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that a proxy in front could take for others than we do. Behind each comes one that must not be answered. */
class SmuggledRequestsTest {

    private static final String SMUGGLED = "GET /observe/health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    private static final String CHUNKED =
            "Host: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked";

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    static Stream<String> ambiguous() {
        return Stream.of(
                request("1.1", "Host: 127.0.0.1\r\nHost: 127.0.0.1", ""),
                request("1.1", "Host: 127.0.0.1\r\nhost: evil", ""),
                request("1.1", "X: no host", ""),
                request("1.1", "Host: 127.0.0.1\r\n: no name", ""),
                request("1.1", "Host : 127.0.0.1", ""),
                request("1.1", "Host: 127.0.0.1\r\nX y: z", ""),
                request("1.1", "Host: 127.0.0.1\r\nX: a\rb", ""),
                request("1.1", "Host: 127.0.0.1\r\nX: a\u0000b", ""),
                request("1.1", "Host: 127.0.0.1\r\nContent-Type: text/json\r\nContent-Type: multipart/x", ""),
                request("1.1", "Host: 127.0.0.1\r\nContent-Length: 5\r\nContent-Length: 6", "{}   "),
                request("1.1", CHUNKED + "\r\nContent-Length: 5", "0\r\n\r\n"),
                request("1.1", "Content-Length: 5\r\n" + CHUNKED, "0\r\n\r\n"),
                request("1.1", CHUNKED + ", identity", "0\r\n\r\n"),
                request("1.1", CHUNKED + "\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
                request("1.0", CHUNKED, "0\r\n\r\n"),
                request("1.0", CHUNKED + "\r\nContent-Length: 5", "0\r\n\r\n"),
                request("1.0", CHUNKED + "\r\nConnection: keep-alive", "0\r\n\r\n"),
                request("1.1", CHUNKED, "2;a=\"\r\n{}\r\n0\r\n\r\n"),
                request("1.1", CHUNKED, "2;a=\"x\"\r\n{}\r\n0\r\n\r\n"),
                request("1.1", CHUNKED, "2;a=\nb\r\n{}\r\n0\r\n\r\n"),
                request("1.1", CHUNKED, "2\n{}\n0\n\n"),
                request("1.1", CHUNKED, "2 \r\n{}\r\n0\r\n\r\n"),
                request("1.1", CHUNKED, "-2\r\n{}\r\n0\r\n\r\n"),
                request("1.1", CHUNKED, "0x2\r\n{}\r\n0\r\n\r\n"),
                request("1.1", CHUNKED, "\r\n{}\r\n0\r\n\r\n"),
                request("1.1", CHUNKED, "2\r\n{}x\r\n0\r\n\r\n"),
                request("1.1", CHUNKED, "80000000\r\n{}\r\n0\r\n\r\n"),
                request("1.1", CHUNKED, "100000000\r\n\r\n"),
                request("1.1", CHUNKED, "10000000000000002\r\n{}\r\n0\r\n\r\n"),
                request("1.1", CHUNKED, "2\r\n{}\r\n100000000\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("ambiguous")
    void areAnsweredOnceAndHungUpOn(String request) {
        for (URI port : ports()) {
            try (RawClient client = new RawClient(port)) {
                // when
                String path = port.getPath().length() > 1 ? port.getPath() : "/calls/c/participants";
                String reply = client.say(request.formatted(path) + SMUGGLED).reply();
                // then
                assertThat(reply).as("%s %s", port, request).matches("(?s)HTTP/1[.][01] 400 .*");
                assertThat(reply.split("HTTP/1[.]")).hasSize(2);
            }
        }
    }

    /** Byte by byte the lines are torn apart wherever they can be. */
    @ParameterizedTest
    @ValueSource(
            strings = {"2\r\n[]\r\n0\r\n\r\n", "1;a=b\r\n[\r\n00001;c\r\n]\r\n0;d\r\nTrailer: x\r\n\r\n", "0\r\n\r\n"})
    void areNotTheOnesWithChunksAsTheyMustBe(String body) {
        for (String text :
                List.of(body, body.replace("0;", "A\r\n[1,2,3,4]]\r\n0;").replace("1;a=b", "1"))) {
            try (RawClient client = new RawClient(BUNDLE.bundle().control("/"))) {
                // when
                String request = request("1.1", CHUNKED, text).formatted("/calls/c/participants")
                        + SMUGGLED.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
                request.chars().forEach(c -> client.say(String.valueOf((char) c)));
                // then: the body was read, and the request behind it
                assertThat(client.reply()).contains("HTTP/1.1 400 Bad", "The body", "HTTP/1.1 200 OK");
            }
        }
    }

    @Test
    void areHungUpOnWhenTheyHaveTheirAnswer() {
        try (RawClient client = new RawClient(BUNDLE.bundle().control("/"))) {
            // given
            client.say(request("1.1", CHUNKED.replace("application/json", "text/plain"), "")
                    .formatted("/x"));
            assertThat(client.status()).isEqualTo(415);
            // when
            String reply = client.say("2;\"\r\n").reply();
            // then
            assertThat(reply).doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void areNotThoseOfHttp10() {
        for (URI port : ports()) {
            try (RawClient client = new RawClient(port)) {
                assertThat(client.say("GET /nothing HTTP/1.0\r\n\r\n").reply()).startsWith("HTTP/1.");
            }
        }
    }

    private static List<URI> ports() {
        return List.of(URI.create(BUNDLE.bundle().webhook()), BUNDLE.bundle().control("/"));
    }

    private static String request(String version, String headers, String body) {
        return "POST %s HTTP/" + version + "\r\n" + headers + "\r\n\r\n" + body;
    }
}
