package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.callescalation.BundleFiles;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestBundle;
import dev.callescalation.TestCall;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.story.PlayResult;
import dev.callescalation.story.StoryFiles;
import dev.callescalation.story.StoryRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A phase that asks another system, which may reply, refuse, or hang. */
class SendLookupTest {

    private static final String CHOOSING = """
            # Phase choosing: another system says whose guest the caller is, before the meeting is joined.
            - route:
                id: ask-whose-guest
                description: Ask whose guest it is
                from:
                  uri: direct
                  parameters: {name: ask-whose-guest}
                  steps:
                    - to:
                        uri: kamelet:lookup
                        parameters:
                          name: guest
                          url: "RAW({{desk.guests.url}}/guests?id=${variable.callerId}&of=${variable.phase})"
                          seconds: 6
                          phase: choosing
                          waitMs: 7000
            - route:
                id: choosing
                description: Waiting for the other system
                from:
                  uri: direct
                  parameters: {name: choosing}
                  steps:
                    - choice:
                        when:
                          - description: The caller has hung up
                            expression:
                              simple:
                                expression: "${variable.callerCall} == 'terminated'"
                            steps:
                              - to:
                                  uri: kamelet:fail
                                  parameters: {why: The caller has hung up.}
                          - description: It is somebody's guest
                            expression:
                              simple:
                                expression: "${variable.operation} == 'guest' && ${variable.reply} == 'accepted'"
                            steps:
                              - setVariable:
                                  name: host
                                  expression:
                                    simple:
                                      expression: "${found('/host/desk')}"
                              - to:
                                  uri: direct
                                  parameters: {name: join-meeting}
                          - description: Nobody knows, so as usual
                            expression:
                              simple:
                                expression: "${variable.operation} == 'guest' || ${variable.overdue}"
                            steps:
                              - setVariable:
                                  name: host
                                  expression:
                                    simple:
                                      expression: "nobody, ${variable.reply}"
                              - to:
                                  uri: direct
                                  parameters: {name: join-meeting}
            """;

    private static final String STORY = """
            description: A guest is moved
            given:
              endpoints:
                - request: GET {{desk.guests.url}}/guests
                  reply: {body: {host: {desk: sales}}}
            then:
              sent:
                - request: GET {{desk.guests.url}}/guests
              phase: escalated
            """;

    @TempDir
    private static Path folder;

    private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();
    private static final CountDownLatch HUNG = new CountDownLatch(1);
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();
    private static HttpServer guests;
    private static TestBundle bundle;
    private static volatile Integer status;

    @BeforeAll
    static void start() throws IOException {
        guests = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        guests.createContext("/", SendLookupTest::reply);
        guests.setExecutor(THREADS);
        guests.start();
        BundleFiles.copyTo(folder, "application-dev.properties");
        Files.writeString(folder.resolve("routes/choosing.camel.yaml"), CHOOSING);
        Path policy = folder.resolve("routes/policy/after-answer.camel.yaml");
        String text = Files.readString(policy);
        Files.writeString(policy, text.replace("name: join-meeting", "name: ask-whose-guest"));
        Path meeting = folder.resolve("routes/policy/choose-meeting.camel.yaml");
        String subject = "${properties:calls.meeting.subject}";
        Files.writeString(meeting, Files.readString(meeting).replace(subject, subject + "${variable.host}"));
        Path settings = folder.resolve("application.properties");
        Files.writeString(
                settings,
                Files.readString(settings) + """
                desk.guests.url = http://127.0.0.1:%d
                """.formatted(guests.getAddress().getPort()));
        Files.writeString(folder.resolve("token"), "Bearer of-the-desk\n");
        String token = folder.resolve("token").toString();
        bundle = TestBundle.startCopy(folder, Map.of("calls.lookup.guest.authorization-file", token));
    }

    @AfterAll
    static void stop() {
        HUNG.countDown();
        bundle.close();
        guests.stop(0);
        THREADS.shutdownNow();
    }

    @BeforeEach
    void forget() {
        ASKED.clear();
        status = 200;
    }

    /** A status of 0 hangs. */
    private static void reply(HttpExchange exchange) {
        try (exchange) {
            ASKED.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            int now = status;
            if (now == 0) {
                HUNG.await();
            }
            byte[] body = "{\"host\":{\"desk\":\"sales\",\"name\":\"Ada H\"},\"value\":[{}],\"state\":\"terminated\"}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(now, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @EachPrefix
    void itsReplyIsRemembered(String prefix) {
        // when
        TestCall call = bundle.call(prefix).incoming().awaitOperation("answer", "completed");
        call.callerIs("established").awaitOperation("join", "completed");
        // then
        assertThat(call.operations()).containsExactly("answer", "guest", "join");
        assertThat(subject(call)).endsWith("sales");
        assertThat(ASKED)
                .singleElement()
                .asString()
                .matches("GET /guests\\?id=[^&/ ]+&of=answering Bearer of-the-desk");
        // and neither its address nor its values are shown
        String shown = bundle.get("/escalations/" + call.escalationId()).body()
                + bundle.get("/escalations/" + call.escalationId() + "/timeline")
                        .body();
        assertThat(shown).contains("reply to guest: 200 accepted").doesNotContain("Ada", "of-the-desk", "/guests");
    }

    @EachPrefix
    void withoutAnAnswerTheCallGoesOnAsUsual(String prefix) {
        for (Map.Entry<Integer, String> reply :
                Map.of(403, "refused", 404, "gone", 308, "refused").entrySet()) {
            // given
            status = reply.getKey();
            // when
            TestCall call = bundle.call(prefix).incoming().awaitOperation("answer", "completed");
            call.callerIs("established").awaitOperation("join", "completed");
            // then
            assertThat(subject(call)).endsWith("nobody, " + reply.getValue());
        }
        assertThat(ASKED).hasSize(3);
    }

    @EachPrefix
    void aSystemThatHangsOrFailsKeepsNobodyWaitingPastTheDeadline(String prefix) {
        for (int hangsOrFails : List.of(0, 503)) {
            // given
            status = hangsOrFails;
            // when
            TestCall call = bundle.call(prefix).incoming().awaitOperation("answer", "completed");
            call.callerIs("established").awaitOperation("join", "completed");
            // then
            assertThat(subject(call)).contains("nobody, ");
        }
    }

    private static String subject(TestCall call) {
        return call.view().findValues("subject").stream()
                .map(JsonNode::asText)
                .filter(subject -> !subject.isEmpty())
                .reduce("", (before, last) -> last);
    }

    @Test
    void aStoryAnswersIt() throws IOException {
        // given
        Path scenarios = Files.createDirectory(folder.resolve("scenarios"));
        Files.writeString(scenarios.resolve("guest.scenario.yaml"), STORY);
        StoryFiles stories = StoryFiles.of(new BundleFolder(folder, "dev", new Properties()));
        assertThat(stories.findings()).isEmpty();
        // when
        List<PlayResult> played = new StoryRunner(folder, TestBundle::store).play(stories.stories());
        // then
        assertThat(played)
                .hasSize(3)
                .allSatisfy(play -> assertThat(play.isOk()).as(play.report()).isTrue());
        assertThat(ASKED).isEmpty();
    }
}
