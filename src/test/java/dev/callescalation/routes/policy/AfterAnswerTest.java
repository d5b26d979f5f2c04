package dev.callescalation.routes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.BundleExtension;
import dev.callescalation.EachPrefix;
import dev.callescalation.TestCall;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples that begin a phase of their own there are played by ExamplesTest. */
class AfterAnswerTest {

    @RegisterExtension
    static final BundleExtension BUNDLE = BundleExtension.with();

    @EachPrefix
    void leadsStraightIntoTheMeeting(String prefix) {
        // when
        TestCall call = BUNDLE.call(prefix).untilJoining();
        // then
        assertThat(call.operations()).containsExactly("answer", "join");
    }
}
