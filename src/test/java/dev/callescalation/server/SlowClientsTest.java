package dev.callescalation.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that keep a connection open and take their time. */
@Timeout(120)
class SlowClientsTest {

    private static final String HALF_A_LINE = "POST /api/ca";
    private static final String HALF_THE_HEADERS = "POST /api/calls HTTP/1.1\r\nHost: bot\r\nContent-Le";
    private static final String HALF_A_BODY =
            "POST /api/calls HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"value";
    private static final String HALF_A_CHUNK =
            "POST /api/calls HTTP/1.1\r\nHost: bot\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"value";

    /** So patient that whoever is slow stays. */
    @RegisterExtension
    static final BundleExtension PATIENT = BundleExtension.with(
            "calls.webhook.read-timeout-ms=600000",
            "calls.webhook.idle-timeout-ms=600000",
            "calls.webhook.max-body-bytes=10000",
            "calls.webhook.max-in-flight=150");

    @RegisterExtension
    static final BundleExtension CROWDED = BundleExtension.with(
            "calls.webhook.read-timeout-ms=600000",
            "calls.webhook.idle-timeout-ms=600000",
            "calls.webhook.max-body-bytes=999999999",
            "calls.webhook.max-connections=100");

    @RegisterExtension
    static final BundleExtension IMPATIENT =
            BundleExtension.with("calls.webhook.read-timeout-ms=300", "calls.webhook.idle-timeout-ms=300");

    private final List<RawClient> clients = new ArrayList<>();

    static Stream<String> halfRequests() {
        return Stream.of("", HALF_A_LINE, HALF_THE_HEADERS, HALF_A_BODY, HALF_A_CHUNK);
    }

    @AfterEach
    void hangUp() {
        clients.forEach(RawClient::close);
    }

    @EachPrefix
    void hundredsOfThemKeepNobodyElseWaiting(String prefix) {
        // given: four hundred, more of whom are amid a body than may be in flight
        List<String> beginnings = List.of("", HALF_THE_HEADERS, HALF_A_BODY, HALF_A_CHUNK);
        for (int i = 0; i < 400; i++) {
            client(PATIENT).say(beginnings.get(i % beginnings.size()));
        }
        TestCall call = PATIENT.call(prefix);
        // when
        call.incoming();
        // then
        assertThat(call.phase()).isEqualTo("answering");
        assertThat(clients.stream().filter(client -> client.canSay("x"))).hasSizeGreaterThanOrEqualTo(300);
    }

    @EachPrefix
    void makeRoomWhenThereAreTooManyOfThem(String prefix) {
        // given
        List<String> beginnings = List.of("", HALF_A_LINE, HALF_THE_HEADERS, HALF_A_BODY);
        for (int i = 0; i < 300; i++) {
            client(CROWDED).say(beginnings.get(i % beginnings.size()));
        }
        // when
        TestCall call = CROWDED.call(prefix).incoming();
        // then
        assertThat(call.phase()).isEqualTo("answering");
        await().until(
                        () -> clients.stream()
                                .filter(client -> client.canSay("x"))
                                .count(),
                        open -> open < 100);
        // when they are gone
        hangUp();
        clients.clear();
        RawClient newcomer = client(CROWDED).say(HALF_THE_HEADERS);
        CROWDED.call(prefix).incoming();
        // then
        assertThat(newcomer.canSay("x")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("halfRequests")
    void areCutOff(String beginning) {
        // when
        RawClient client = client(IMPATIENT).say(beginning);
        // then
        assertThat(client.isHungUp()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("halfRequests")
    void areCutOffEvenIfTheySayALetterNowAndThen(String beginning) {
        // when
        RawClient client = client(IMPATIENT).say(beginning);
        // then
        await().until(() -> !client.canSay("x"));
    }

    @Test
    void areCutOffAfterAReplyToo() {
        // when
        RawClient client = client(IMPATIENT)
                .say("POST /api/calls HTTP/1.1\r\nHost: bot\r\nContent-Length: 2\r\n\r\n{}" + HALF_THE_HEADERS);
        // then
        assertThat(client.status()).isEqualTo(401);
        assertThat(client.isHungUp()).isTrue();
    }

    @Test
    void areCutOffWhenTheyGoOnAfterARefusal() {
        // when
        RawClient client =
                client(IMPATIENT).say("POST /api/calls HTTP/1.1\r\nHost: bot\r\nContent-Length: 99999999\r\n\r\n{");
        // then
        assertThat(client.status()).isEqualTo(413);
        await().until(() -> !client.canSay("x"));
    }

    @Test
    void theOldestBodyMakesRoomForTheNewest() {
        // given
        RawClient oldest = client(PATIENT).say(HALF_A_BODY);
        // when
        for (int i = 0; i < 150; i++) {
            client(PATIENT).say(HALF_A_BODY);
        }
        // then
        assertThat(oldest.isHungUp()).isTrue();
    }

    @Test
    void theOldestBodyMakesRoomForTheBytesOfTheNewest() {
        // given: its size is not announced, so it may become as large as all of them may be together
        RawClient oldest = client(CROWDED).say(HALF_A_CHUNK);
        // when
        client(CROWDED).say(HALF_A_CHUNK);
        // then
        assertThat(oldest.isHungUp()).isTrue();
    }

    @Test
    void areNotThoseWhoOnlyHaveNothingToSay() {
        // given
        double before = slow();
        // when: the connection is kept for as long as the settings say
        RawClient client =
                client(IMPATIENT).say("POST /api/calls HTTP/1.1\r\nHost: bot\r\nContent-Length: 2\r\n\r\n{}");
        // then
        assertThat(client.status()).isEqualTo(401);
        assertThat(client.isHungUp()).isTrue();
        assertThat(slow()).isEqualTo(before);
    }

    private static double slow() {
        String series = "calls_webhook_refused_total{reason=\"slow\"} ";
        return IMPATIENT
                .bundle()
                .get("/observe/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .sum();
    }

    @Test
    void areCutOffOnTheControlPortToo() {
        // given
        RawClient client = new RawClient(IMPATIENT.bundle().control("/"));
        clients.add(client);
        // when
        client.say("GET /escalations HTTP/1.1\r\nHo");
        // then
        assertThat(client.isHungUp()).isTrue();
    }

    private RawClient client(BundleExtension bundle) {
        RawClient client = new RawClient(URI.create(bundle.bundle().webhook()));
        clients.add(client);
        return client;
    }
}
