package dev.callescalation.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.graph.Command;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepTest {

    private static final String CALL = "38F3D6BC63EA40F998C5F78E76F165FD";

    @ParameterizedTest
    @CsvSource({
        "/v1.0/communications/calls/CALL/answer, /v1.0/communications/calls/{id}/answer,"
                + " /v1.0/communications/calls/CALL/answer",
        "/beta/app/calls, /beta/app/calls, /beta/app/calls",
        "/beta/applications/8A34A46B-3D17-4ADC-8DCE-DC4E7D572698/calls/CALL, /beta/applications/{id}/calls/{id},"
                + " /beta/applications/{id}/calls/CALL",
        "/v1.0/users/0badcafe-1111-4222-8333-abad1deac0de/x?a=b, /v1.0/users/{id}/x, /v1.0/users/{id}/x",
        "/v1.0/users/m.marked@contoso.com, /v1.0/users/{id}, /v1.0/users/{id}",
    })
    void showsOfAPathTheCallAndNobody(String path, String template, String scrubbed) {
        Instant now = Instant.EPOCH;
        Command command = new Command(
                "e",
                "k",
                "answer",
                CALL,
                "POST",
                path.replace("CALL", CALL),
                "",
                "t",
                "s",
                now,
                now,
                true,
                0,
                false,
                false,
                "",
                List.of(),
                "");
        assertThat(new RequestPath(command).template()).isEqualTo(template);
        assertThat(new RequestPath(command).scrubbed()).isEqualTo(scrubbed.replace("CALL", CALL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "00-00000000000000000000000000000000-b7ad6b7169203331-01"})
    void isLinkedToNothingByWhatNamesNoStep(String traceparent) {
        assertThat(Step.context(traceparent).isValid()).isFalse();
    }

    @Test
    void doesNothingWhileTracesAreOff() {
        Traces off = new Traces();
        off.open();
        assertThat(off.request(Instant.now())).isSameAs(Step.NONE);
        assertThat(off.decide(Step.NONE)).isSameAs(Step.NONE);
        assertThat(off.commit()).isSameAs(Step.NONE);
        assertThat(Step.NONE.traceparent()).isEmpty();
    }
}
