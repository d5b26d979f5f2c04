package dev.callescalation.control;

import static dev.callescalation.TestBundle.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import dev.callescalation.routes.MeetingBook;
import dev.callescalation.secret.TestKeys;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What browsers are told while they look. */
class EventsTest {

    private static final String TOKEN = "k3ep-th1s-t0-y0urself-0123456789";

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with(MeetingBook.SETTINGS);

    @RegisterExtension
    static final BundleExtension LOCKED = BundleExtension.with(
            "calls.control.token-file=" + TestKeys.make("EC").file("token", TOKEN));

    @EachPrefix
    void areAboutEscalationsAndTheirDeadLetters(String prefix) throws Exception {
        try (Viewer viewer = new Viewer(BUNDLE.bundle())) {
            // when
            TestCall call = BUNDLE.call(prefix).incoming().awaitOperation("answer", "completed");
            call.callerIs("established");
            JsonNode letter = call.deadLetter();
            String id = letter.path("id").asText();
            // then
            JsonNode event = viewer.await("escalation", "id", call.escalationId());
            assertThat(event.path("phase").asText()).isEqualTo("answering");
            assertThat(event.path("over").asBoolean()).isFalse();
            assertThat(event.path("version").asLong()).isPositive();
            assertThat(event.path("at").asText()).isNotEmpty();
            assertThat(viewer.await("dead-letter", "id", id).path("state").asText())
                    .isEqualTo("open");
            // when
            BUNDLE.bundle().post("/dead-letters/actions", "{\"action\":\"dismiss\",\"ids\":[\"" + id + "\"]}");
            // then
            viewer.await("action", "done", "1");
            await().until(() -> viewer.events("dead-letter").stream()
                    .anyMatch(one -> one.path("id").asText().equals(id)
                            && one.path("state").asText().equals("dismissed")));
        }
    }

    @Test
    void beginWithWhatIs() throws Exception {
        try (Viewer viewer = new Viewer(BUNDLE.bundle())) {
            assertThat(viewer.await("bundle", "refused", "false")
                            .path("version")
                            .asText())
                    .isEqualTo(json(BUNDLE.bundle().get("/bundle").body())
                            .path("version")
                            .asText());
            await().until(() -> !viewer.events("phases").isEmpty());
            assertThat(viewer.events("phases").get(0).path("phases"))
                    .extracting(phase -> phase.path("name").asText())
                    .contains("answering");
            assertThat(viewer.lines()).first().isEqualTo("retry: 2000");
        }
    }

    @Test
    void endWithTheSession() throws Exception {
        // given
        URI session = LOCKED.bundle().control("/session");
        HttpResponse<String> signedIn = LOCKED.bundle()
                .send(HttpRequest.newBuilder(session)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + TOKEN + "\"}"))
                        .build());
        String cookie =
                signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
        try (Viewer viewer = new Viewer(LOCKED.bundle(), "Cookie", cookie)) {
            viewer.await("bundle", "refused", "false");
            // when
            LOCKED.bundle()
                    .send(HttpRequest.newBuilder(session)
                            .header("Cookie", cookie)
                            .header("Origin", "http://" + session.getAuthority())
                            .DELETE()
                            .build());
            // then
            await().until(viewer::hasEnded);
        }
    }

    @Test
    void areNotForStrangers() {
        assertThat(LOCKED.bundle().get("/events").statusCode()).isEqualTo(401);
    }

    @Test
    void areForHundredsAtOnce() throws Exception {
        List<Viewer> many = new CopyOnWriteArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                many.add(new Viewer(BUNDLE.bundle()));
            }
            // when
            TestCall call = BUNDLE.call("/app").incoming();
            // then
            for (Viewer viewer : many) {
                viewer.await("escalation", "id", call.escalationId());
            }
        } finally {
            for (Viewer viewer : many) {
                viewer.close();
            }
        }
    }
}
