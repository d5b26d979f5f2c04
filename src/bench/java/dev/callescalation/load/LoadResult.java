package dev.callescalation.load;

import java.time.Duration;
import java.util.List;

/**
 * What one load was like.
 *
 * @param took from the first call to the end of the last escalation
 */
record LoadResult(List<FollowedCall> calls, Duration took) {

    double perSecond() {
        return calls.size() * 1e9 / took.toNanos();
    }

    /** From the post of an incoming call to the arrival of the command that answers it. */
    Latencies answers() {
        return new Latencies(calls.stream().map(FollowedCall::answerTime).toList());
    }

    /** From the post of a notification to its 202. */
    Latencies acknowledgements() {
        return new Latencies(
                calls.stream().flatMap(call -> call.replyTimes().stream()).toList());
    }
}
