package dev.callescalation.load;

import dev.callescalation.sandbox.NotificationKind;
import dev.callescalation.sandbox.RecordedRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What Graph has seen of one escalation. All that happens is told by the sandbox's event loop; others may look on.
 */
final class FollowedCall {

    /** The notifications of a whole escalation in today's dialect. */
    private static final Set<NotificationKind> WHOLE = EnumSet.of(
            NotificationKind.INCOMING,
            NotificationKind.CALLER_ESTABLISHING,
            NotificationKind.CALLER_ESTABLISHED,
            NotificationKind.MEETING_ESTABLISHING,
            NotificationKind.MEETING_ESTABLISHED,
            NotificationKind.MEETING_ROSTER,
            NotificationKind.OPERATION,
            NotificationKind.ROSTER,
            NotificationKind.CALLER_DELETED);

    /** The commands of a whole escalation, as {@link #command(RecordedRequest)} names them. */
    private static final Map<String, Integer> COMMANDS = Map.of("answer", 1, "join", 1, "invite", 1);

    private static final int ACKNOWLEDGED = 202;

    private final Set<NotificationKind> acknowledged = EnumSet.noneOf(NotificationKind.class);
    private final Map<String, Integer> commands = new HashMap<>();
    private final List<Long> replyTimes = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private long announced;
    private long answered;

    synchronized void received(RecordedRequest request, long now) {
        String command = command(request);
        commands.merge(command, 1, Integer::sum);
        if (command.equals("answer") && answered == 0) {
            answered = now;
        }
        if (request.status() >= 300) {
            refusals.add(command + " was refused with " + request.status());
        }
    }

    synchronized void delivered(NotificationKind kind, long posted, long now, int status) {
        if (kind == NotificationKind.INCOMING && announced == 0) {
            announced = posted;
        }
        if (status == ACKNOWLEDGED) {
            acknowledged.add(kind);
            replyTimes.add(now - posted);
        } else {
            refusals.add(kind.word() + " was replied to with " + status);
        }
    }

    /** Whether the caller has been moved and Graph has told all about it. */
    synchronized boolean isEscalated() {
        return acknowledged.containsAll(WHOLE) && commands.keySet().containsAll(COMMANDS.keySet());
    }

    synchronized boolean isMeetingOver() {
        return acknowledged.contains(NotificationKind.MEETING_DELETED);
    }

    /** From the post of the incoming call to the arrival of its answer, in nanoseconds. */
    synchronized long answerTime() {
        return answered - announced;
    }

    /** From the post of each notification to its 202, in nanoseconds. */
    synchronized List<Long> replyTimes() {
        return List.copyOf(replyTimes);
    }

    /** What is not as it should be, one sentence each: something missing, refused or done twice. */
    synchronized List<String> complaints() {
        List<String> complaints = new ArrayList<>(refusals);
        if (!acknowledged.containsAll(WHOLE)) {
            Set<NotificationKind> missing = EnumSet.copyOf(WHOLE);
            missing.removeAll(acknowledged);
            complaints.add("not acknowledged: " + missing);
        }
        if (!commands.equals(COMMANDS)) {
            complaints.add("commands were " + new TreeMap<>(commands) + " instead of each of "
                    + COMMANDS.keySet().stream().sorted().toList() + " once");
        }
        return complaints;
    }

    /** {@code answer}, {@code join}, {@code invite}, or what else came, such as {@code DELETE 5a390604-…}. */
    private static String command(RecordedRequest request) {
        String last = request.path().substring(request.path().lastIndexOf('/') + 1);
        if (!request.method().equals("POST")) {
            return request.method() + " " + last;
        }
        return last.equals("calls") ? "join" : last;
    }
}
