package dev.callescalation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.notification.MalformedMessageException;
import dev.callescalation.notification.NotificationReader;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Tens of thousands of bodies that derive from real ones. A failure prints the shortest body found and the seed.
 * More of them: {@code mvn -B verify -Dtest=FuzzTest -Dfuzz.times=100}.
 */
@PropertyDefaults(shrinking = ShrinkingMode.BOUNDED)
class FuzzTest {

    private static final int TIMES = Integer.getInteger("fuzz.times", 1);
    private static final List<Integer> CHEERFUL = List.of(202, 204, 400);

    private static final String ID = "57DAB8B1894C409AB240BD8BEAE78896";
    private static final List<String> SHAPES = List.of("""
            {"value":[{"changeType":"created","resource":"/app/calls/%1$s","resourceData":{"@odata.type":
            "#microsoft.graph.call","@odata.id":"/app/calls/%1$s","@odata.etag":"W/\\"5445\\"","state":"incoming",
            "source":{"identity":{"user":{"id":"u","displayName":"U"}}},"requestedModalities":["audio"]}}]}""", """
            {"@odata.type":"#microsoft.graph.commsNotifications","value":[{"changeType":"updated","resource":
            "/app/calls/%1$s","resourceUrl":"/communications/calls/%1$s","resourceData":{"@odata.type":
            "#microsoft.graph.call","state":"established","callChainId":"c","meetingInfo":null}}]}""", """
            {"value":[{"changeType":"updated","resource":"/applications/a/calls/%1$s/participants","resourceData":[{
            "id":null,"info":{"identity":{"user":{"id":"u"}}},"mediaStreams":[],"isInLobby":false}]}]}""", """
            {"value":[{"changeType":"deleted","resourceUrl":"/communications/calls/%1$s/operations/o","resourceData":{
            "@odata.type":"#microsoft.graph.inviteParticipantsOperation","id":"o","status":"failed","clientContext":"x",
            "resultInfo":{"code":500,"subcode":9999,"message":"no"}}}]}""", """
            {"callState":"incoming","participants":[],"presentedModalityTypes":["audio"],"isMultiparty":false}""");

    private static final List<String> ODD = List.of(
            "null",
            "true",
            "{}",
            "[]",
            "\"\"",
            "\"x\"",
            "0",
            "-1",
            "1e400",
            "-1e999999999",
            "123456789012345678901234567890",
            "0.1e-99999",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"../../%%2f@evil\"",
            "\"https://evil.example.org/\"",
            "[[[[[[]]]]]]",
            "[".repeat(600),
            "{\"a\":".repeat(600),
            "\"" + "x".repeat(5000) + "\"",
            "9".repeat(2000),
            "NaN",
            "//",
            "'x'",
            ",",
            "}");

    private static TestBundle bundle;
    private static String token;
    private static TestLog log;

    private final NotificationReader reader = new NotificationReader();

    @BeforeContainer
    static void start() {
        bundle = TestBundle.start(Map.of("calls.meeting.subject", "Fuzz"));
        log = TestLog.ofEverything();
        token = bundle.sandbox().webhookToken(TestBundle.TENANT);
    }

    @AfterContainer
    static void stop() {
        log.close();
        bundle.close();
    }

    @Property(tries = 20_000)
    void theParserReadsABodyOrRefusesItInOneSentence(@ForAll("bodies") byte[] body) {
        for (int i = 0; i < TIMES; i++) {
            try {
                assertThat(reader.read(body, null, "t", "s", "e")).isNotNull();
            } catch (MalformedMessageException e) {
                assertThat(e.getMessage()).matches("[^\n]+\\.");
            }
        }
    }

    @Property(tries = 3_000)
    void theWebhookAnswersEveryBodyAndIsNeverBroken(@ForAll("bodies") byte[] body) {
        // when
        var reply = bundle.send(HttpRequest.newBuilder(URI.create(bundle.webhook()))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
        // then
        assertThat(reply.statusCode()).isIn(CHEERFUL);
        assertThat(reply.body()).doesNotContain("\tat ", "Exception");
        assertThat(log.lines("\tat ")).isEmpty();
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        return Combinators.combine(Arbitraries.of(SHAPES), changes().list().ofMaxSize(4))
                .as((shape, changes) -> {
                    byte[] body = shape.formatted(ID).getBytes(StandardCharsets.UTF_8);
                    for (Change change : changes) {
                        body = change.of(body);
                    }
                    return body;
                });
    }

    private Arbitrary<Change> changes() {
        Arbitrary<Double> where = Arbitraries.doubles().between(0, 1);
        return Arbitraries.oneOf(
                Combinators.combine(where, Arbitraries.of(ODD)).as(FuzzTest::valueReplaced),
                Combinators.combine(where, Arbitraries.bytes()).as(FuzzTest::byteReplaced),
                Combinators.combine(where, where).as(FuzzTest::cutOut),
                Combinators.combine(where, where).as(FuzzTest::doubled));
    }

    /** Does something to a body. */
    private interface Change {
        byte[] of(byte[] body);
    }

    /** What stands between a colon or bracket and the next one becomes something else, of any type. */
    private static Change valueReplaced(double where, String odd) {
        return body -> {
            int from = at(body, where);
            while (from < body.length && body[from] != ':' && body[from] != '[') {
                from++;
            }
            int to = Math.min(from + 1, body.length);
            while (to < body.length && ",}]".indexOf(body[to]) < 0) {
                to++;
            }
            return joined(body, Math.min(from + 1, body.length), odd.getBytes(StandardCharsets.UTF_8), to);
        };
    }

    /** Invalid UTF-8 more often than not. */
    private static Change byteReplaced(double where, byte other) {
        return body -> joined(body, at(body, where), new byte[] {other}, Math.min(at(body, where) + 1, body.length));
    }

    private static Change cutOut(double one, double other) {
        return body -> joined(body, at(body, Math.min(one, other)), new byte[0], at(body, Math.max(one, other)));
    }

    /** Doubles what lies between, keys and items among them. */
    private static Change doubled(double one, double other) {
        return body -> joined(
                body,
                at(body, Math.max(one, other)),
                java.util.Arrays.copyOfRange(body, at(body, Math.min(one, other)), at(body, Math.max(one, other))),
                at(body, Math.max(one, other)));
    }

    private static int at(byte[] body, double where) {
        return (int) (where * body.length);
    }

    /** The body up to {@code from}, the middle, and the body again as of {@code to}. */
    private static byte[] joined(byte[] body, int from, byte[] middle, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(body, 0, from);
        out.writeBytes(middle);
        out.write(body, to, body.length - to);
        return out.toByteArray();
    }
}
