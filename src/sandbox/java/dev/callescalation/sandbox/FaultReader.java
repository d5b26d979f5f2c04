package dev.callescalation.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.callescalation.sandbox.Fault.FailedOperation;
import dev.callescalation.sandbox.Fault.FailedTransfer;
import dev.callescalation.sandbox.Fault.HangUp;
import dev.callescalation.sandbox.Fault.LateAudio;
import dev.callescalation.sandbox.Fault.Lobby;
import dev.callescalation.sandbox.Fault.Misdelivery;
import dev.callescalation.sandbox.Fault.Misdelivery.How;
import dev.callescalation.sandbox.Fault.OvertakenReply;
import dev.callescalation.sandbox.Fault.Prompt;
import dev.callescalation.sandbox.Fault.Reply;
import dev.callescalation.sandbox.Fault.SlowReply;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads faults from JSON. Each kind of fault knows its own fields; all know times and percent. */
final class FaultReader {

    private static final String KINDS =
            "reply, slow-reply, overtaken-reply, lost, doubled, swapped, failed-operation, lobby, hang-up, prompt,"
                    + " failed-transfer, late-audio";
    private static final int LONGEST_DELAY_MS = 600_000;
    private static final Pattern OTHER_ACTION = Pattern.compile("(/[A-Za-z][A-Za-z.]*)+");

    private FaultReader() {}

    static Fault fault(JsonNode json) {
        String kind = json.path("fault").asText();
        return switch (kind) {
            case "reply" -> reply(fields(json, kind, "on", "status", "retryAfter", "headers", "body"));
            case "slow-reply" -> slowReply(fields(json, kind, "on", "delayMs"));
            case "overtaken-reply" -> overtakenReply(fields(json, kind, "on"));
            case "lost", "doubled", "swapped" ->
                misdelivery(How.valueOf(kind.toUpperCase(Locale.ROOT)), fields(json, kind, "notification"));
            case "failed-operation" -> failedOperation(fields(json, kind, "code", "subcode", "message"));
            case "lobby" -> lobby(fields(json, kind, "admittedAfterMs"));
            case "hang-up" -> hangUp(fields(json, kind, "when"));
            case "prompt" -> prompt(fields(json, kind, "endsAfterMs", "code", "subcode"));
            case "failed-transfer" -> failedTransfer(fields(json, kind, "code", "subcode"));
            case "late-audio" -> lateAudio(fields(json, kind, "afterMs"));
            default -> throw new IllegalArgumentException("Unknown fault '" + kind + "'; possible are: " + KINDS + ".");
        };
    }

    private static StrictFields fields(JsonNode json, String kind, String... own) {
        String[] known = Arrays.copyOf(own, own.length + 3);
        known[own.length] = "fault";
        known[own.length + 1] = "times";
        known[own.length + 2] = "percent";
        return new StrictFields("the fault '" + kind + "'", json, known);
    }

    private static Fault reply(StrictFields fields) {
        Map<String, String> headers = new HashMap<>();
        if (fields.has("headers")) {
            fields.object("headers")
                    .properties()
                    .forEach(header ->
                            headers.put(header.getKey(), header.getValue().asText()));
        }
        if (fields.has("retryAfter")) {
            headers.put("Retry-After", fields.node("retryAfter").asText());
        }
        return new Reply(
                command(fields), fields.number("status", 503, 200, 599), headers, fields.node("body"), often(fields));
    }

    private static Fault slowReply(StrictFields fields) {
        int delay = fields.number("delayMs", 1_000, 1, LONGEST_DELAY_MS);
        return new SlowReply(command(fields), Duration.ofMillis(delay), often(fields));
    }

    private static Fault overtakenReply(StrictFields fields) {
        return new OvertakenReply(command(fields), often(fields));
    }

    private static Fault misdelivery(How how, StrictFields fields) {
        String word = fields.text("notification", "");
        NotificationKind kind = NotificationKind.of(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Unknown notification '" + word + "'; possible are: " + NotificationKind.words() + "."));
        return new Misdelivery(how, kind, often(fields));
    }

    private static Fault failedOperation(StrictFields fields) {
        return new FailedOperation(
                fields.number("code", 500, 0, 999),
                fields.number("subcode", 9999, 0, 999_999),
                fields.text("message", null),
                often(fields));
    }

    private static Fault lobby(StrictFields fields) {
        Duration admittedAfter = fields.has("admittedAfterMs")
                ? Duration.ofMillis(fields.number("admittedAfterMs", 1_000, 1, LONGEST_DELAY_MS))
                : null;
        return new Lobby(admittedAfter, often(fields));
    }

    private static Fault prompt(StrictFields fields) {
        boolean ends = fields.has("endsAfterMs") || fields.has("code");
        Duration endsAfter = ends ? Duration.ofMillis(fields.number("endsAfterMs", 100, 1, LONGEST_DELAY_MS)) : null;
        ResultInfo failure = fields.has("code")
                ? new ResultInfo(
                        fields.number("code", 500, 400, 999),
                        fields.number("subcode", 0, 0, 999_999),
                        "Action failed: scripted by a fault.")
                : null;
        return new Prompt(endsAfter, failure, often(fields));
    }

    private static Fault failedTransfer(StrictFields fields) {
        Integer subcode = fields.has("subcode") ? fields.number("subcode", 0, 0, 999_999) : null;
        return new FailedTransfer(fields.number("code", 500, 400, 999), subcode, often(fields));
    }

    private static Fault lateAudio(StrictFields fields) {
        return new LateAudio(Duration.ofMillis(fields.number("afterMs", 200, 1, LONGEST_DELAY_MS)), often(fields));
    }

    private static Fault hangUp(StrictFields fields) {
        String word = fields.text("when", "");
        return Arrays.stream(HangUp.When.values())
                .filter(when -> when.word().equals(word))
                .findFirst()
                .map(when -> new HangUp(when, often(fields)))
                .orElseThrow(
                        () -> new IllegalArgumentException("Unknown moment '" + word + "' to hang up; possible are: "
                                + Arrays.stream(HangUp.When.values())
                                        .map(HangUp.When::word)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private static String command(StrictFields fields) {
        String word = fields.text("on", "");
        if (CommandKind.of(word).isEmpty() && !OTHER_ACTION.matcher(word).matches()) {
            throw new IllegalArgumentException("Unknown command '" + word + "' in 'on'; possible are: "
                    + CommandKind.words() + ", and for any other action on a call its path, /addLargeGalleryView.");
        }
        return word;
    }

    private static Repetition often(StrictFields fields) {
        return fields.has("percent")
                ? Repetition.percent(fields.number("percent", 100, 1, 100))
                : Repetition.times(fields.number("times", 1, 1, Integer.MAX_VALUE));
    }
}
