package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One way in which the sandbox misbehaves on request. */
public sealed interface Fault {

    Repetition often();

    /** Reads the JSON that {@code POST /sandbox/faults} takes; what it cannot read is an IllegalArgumentException. */
    static Fault of(String json) {
        return FaultReader.fault(SandboxJson.parse(json));
    }

    /**
     * The reply is scripted. From 300 on nothing else happens to the call; below, only the reply is replaced.
     *
     * @param on      the word of a command, or for another action on a call its path: {@code /mute}
     * @param status  200 to 599
     * @param headers added to the reply, Retry-After among them
     * @param body    null for Graph's error body (from 400 on) or none (below)
     */
    record Reply(String on, int status, Map<String, String> headers, JsonNode body, Repetition often) implements Fault {

        public Reply {
            headers = Map.copyOf(headers);
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("status is " + status + "; it lies between 200 and 599.");
            }
        }

        public Reply(CommandKind on, int status, Map<String, String> headers, JsonNode body, Repetition often) {
            this(on.word(), status, headers, body, often);
        }

        boolean replacesEffect() {
            return status >= 300;
        }
    }

    /** The command takes effect at once; its reply, and the notifications after the reply, come later. */
    record SlowReply(String on, Duration delay, Repetition often) implements Fault {

        public SlowReply(CommandKind on, Duration delay, Repetition often) {
            this(on.word(), delay, often);
        }
    }

    /** The notifications that a command causes are acknowledged before its reply is sent. */
    record OvertakenReply(String on, Repetition often) implements Fault {

        static final Set<String> COMMANDS =
                Set.of(CommandKind.ANSWER.word(), CommandKind.JOIN.word(), CommandKind.INVITE.word());

        public OvertakenReply {
            if (!COMMANDS.contains(on)) {
                throw new IllegalArgumentException(
                        "A reply can be overtaken on answer, join and invite, not on " + on + ".");
            }
        }
    }

    /** A notification does not arrive once and in its place. */
    record Misdelivery(How how, NotificationKind notification, Repetition often) implements Fault {

        /** {@link #SWAPPED}: after its successor; where none is waiting behind it, nothing changes. */
        public enum How {
            LOST,
            DOUBLED,
            SWAPPED
        }
    }

    /**
     * An invitation is taken and then fails.
     *
     * @param code    close to an HTTP status (Microsoft Graph v1.0, resultInfo)
     * @param message null for Graph's usual text with a DiagCode
     */
    record FailedOperation(int code, int subcode, String message, Repetition often) implements Fault {}

    /**
     * The bot comes into the lobby of the meeting that it joins. This notification comes before that of the established
     * call.
     *
     * @param admittedAfter counted from that notification; null when nobody ever admits the bot
     */
    record Lobby(Duration admittedAfter, Repetition often) implements Fault {}

    /**
     * A prompt plays for so long.
     *
     * @param endsAfter null when it never ends
     * @param failure   null when it is played to its end
     */
    record Prompt(Duration endsAfter, ResultInfo failure, Repetition often) implements Fault {}

    /** A transfer is taken and then fails; the call lives on (Microsoft Graph v1.0, call: transfer). */
    record FailedTransfer(int code, Integer subcode, Repetition often) implements Fault {

        private static final int BLIND = 7000;
        private static final int CONSULTATIVE = 7700;

        ResultInfo result(boolean consultative) {
            int usual = consultative ? CONSULTATIVE : BLIND;
            return new ResultInfo(
                    code, subcode == null ? usual : subcode, "Call transfer failed: scripted by a fault.");
        }
    }

    /** The audio of the caller's call becomes active so long after the call is established. */
    record LateAudio(Duration after, Repetition often) implements Fault {}

    /** The caller hangs up. */
    record HangUp(When when, Repetition often) implements Fault {

        /** While the bot is being asked, just after its answer, at its join, or at its first invitation. */
        public enum When {
            RINGING,
            ANSWERED,
            JOINING,
            INVITING;

            String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }
}
