package dev.callescalation.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DirectoryTest {

    private final Directory directory = new Directory(2, 3);

    @Test
    void findsACallInEitherSpellingOfItsId() {
        // given
        Call call = ring("one");
        // when and then
        assertThat(directory.call(Ids.hex(call.id()))).containsSame(call);
        assertThat(directory.call(call.id())).containsSame(call);
    }

    @Test
    void forgetsTheOldestThatHaveEnded() {
        // given
        Call first = ring("one");
        Call second = ring("two");
        Call third = ring("three");
        // when
        end(second);
        end(first);
        end(third);
        // then
        assertThat(directory.call(second.id())).isEmpty();
        assertThat(directory.scenario("two")).isEmpty();
        assertThat(directory.call(first.id())).isPresent();
        assertThat(directory.size()).isEqualTo(2);
    }

    @Test
    void forgetsTheOldestThatNeverEnd() {
        // given
        Call first = ring("one");
        ring("two");
        ring("three");
        // when
        ring("four");
        // then
        assertThat(directory.call(first.id())).isEmpty();
        assertThat(directory.newest(2)).extracting(Scenario::id).containsExactly("four", "three");
    }

    @Test
    void forgetsAScenarioThatEndedTwiceOnlyOnce() {
        // given
        Call call = ring("one");
        // when
        end(call);
        end(call);
        // then
        assertThat(directory.size()).isEqualTo(1);
    }

    private Call ring(String scenarioId) {
        Scenario scenario = Scenario.of(CallOrder.of(SandboxJson.object().put("scenario", scenarioId), "tenant"));
        directory.add(scenario);
        Call call = Call.incoming(scenario, "http://localhost/");
        directory.add(call);
        return call;
    }

    private void end(Call call) {
        call.end();
        directory.callEnded(call.scenario());
    }
}
