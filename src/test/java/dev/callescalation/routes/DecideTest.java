package dev.callescalation.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class DecideTest {

    private static final int ROUNDS = 8;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
    }

    @EachPrefix
    void answersOnceWhenOneCallIsToldFourTimesAtOnce(String prefix) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            // given
            TestCall call = BUNDLE.call(prefix);
            String item = call.incomingItem("{\"user\":{\"id\":\"u\"}}");
            // when
            atOnce(call, item, item, item, item);
            // then
            assertThat(call.operations()).containsExactly("answer");
            assertThat(notifications(call)).hasSize(4).containsOnly("created call incoming");
            assertThat(outcomes(call)).containsExactlyInAnyOrder("decided", "repeated", "repeated", "repeated");
            call.awaitOperation("answer", "completed");
            assertThat(call.requests()).hasSize(1);
        }
    }

    @EachPrefix
    void joinsOnceWhenNewsOfTheCallerComesAtOnce(String prefix) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            // given
            TestCall call = BUNDLE.call(prefix).incoming();
            // when
            atOnce(
                    call,
                    call.callItem("updated", call.callerCallId(), "established"),
                    call.callItem("updated", call.callerCallId(), "establishing"),
                    call.callItem("updated", call.callerCallId(), "established"),
                    call.rosterItem(call.callerCallId(), TestCall.CALLER));
            // then
            assertThat(call.operations()).containsExactly("answer", "join");
            assertThat(call.phase()).isEqualTo("joining");
            assertThat(call.view().path("callerCall").path("state").asText()).isEqualTo("established");
            assertThat(notifications(call)).hasSize(5);
            call.awaitOperation("join", "completed");
            assertThat(call.requests()).hasSize(2);
        }
    }

    @EachPrefix
    void invitesOnceWhenNewsOfBothCallsComesAtOnce(String prefix) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            // given
            TestCall call = BUNDLE.call(prefix).untilJoining();
            // when
            atOnce(
                    call,
                    call.callItem("updated", call.meetingCallId(), "established"),
                    call.callItem("updated", call.callerCallId(), "established"),
                    call.callItem("updated", call.meetingCallId(), "established"),
                    call.rosterItem(call.meetingCallId(), TestCall.CALLER));
            // then
            assertThat(call.operations()).containsExactly("answer", "join", "invite-caller");
            assertThat(call.phase()).isEqualTo("moving");
            assertThat(notifications(call)).hasSize(6);
            call.awaitOperation("invite-caller", "running");
            assertThat(call.requests()).hasSize(3);
        }
    }

    @EachPrefix
    void losesNeitherEndWhenBothCallsEndAtOnce(String prefix) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            // given
            TestCall call = BUNDLE.call(prefix).untilEscalated();
            // when
            atOnce(
                    call,
                    call.callItem("deleted", call.callerCallId(), "terminated"),
                    call.callItem("deleted", call.meetingCallId(), "terminated"));
            // then
            JsonNode view = call.view();
            assertThat(view.path("phase").asText()).isEqualTo("ended");
            assertThat(view.path("callerCall").path("state").asText()).isEqualTo("terminated");
            assertThat(view.path("meetingCall").path("state").asText()).isEqualTo("terminated");
        }
    }

    /** Each in a thread of its own, all let go in the same moment. */
    private static void atOnce(TestCall call, String... items) throws Exception {
        CyclicBarrier start = new CyclicBarrier(items.length);
        List<Future<?>> told = new ArrayList<>();
        for (String item : items) {
            told.add(THREADS.submit(() -> {
                start.await();
                call.tell(item);
                return null;
            }));
        }
        for (Future<?> future : told) {
            try {
                future.get();
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            }
        }
    }

    private static List<String> notifications(TestCall call) {
        return texts(call, "what");
    }

    private static List<String> outcomes(TestCall call) {
        return texts(call, "outcome");
    }

    private static List<String> texts(TestCall call, String property) {
        List<String> texts = new ArrayList<>();
        for (JsonNode step : call.view().path("steps")) {
            if (step.path("event").asText().equals("notification")) {
                texts.add(step.path(property).asText());
            }
        }
        return texts;
    }
}
