package dev.callescalation.control;

import dev.callescalation.escalation.Escalation;
import dev.callescalation.escalation.JournalEntry;
import dev.callescalation.graph.Command;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** An escalation's steps as a table: when, what came in, where that led, what Graph is asked to do. */
final class Timeline {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'").withZone(ZoneOffset.UTC);

    private Timeline() {}

    static String of(Escalation escalation, List<JournalEntry> journal) {
        StringBuilder text = new StringBuilder();
        text.append("escalation    ").append(escalation.id()).append('\n');
        text.append("phase         ").append(escalation.phase()).append('\n');
        if (!escalation.failure().isEmpty()) {
            text.append("failure       ").append(escalation.failure()).append('\n');
        }
        text.append("caller's call ").append(call(escalation, escalation.callerCall()));
        if (!escalation.meetingCall().id().isEmpty()) {
            text.append("meeting       ").append(call(escalation, escalation.meetingCall()));
        }
        text.append("began         ")
                .append(TIME.format(escalation.origin().createdAt()))
                .append("\n\n");
        text.append(
                String.format("%9s  %-48s %-8s %-10s %s%n", "ms", "what came in", "call", "phase", "command to Graph"));
        for (JournalEntry entry : journal) {
            append(text, escalation, entry);
        }
        return text.toString().replaceAll(" +\n", "\n");
    }

    private static String call(Escalation escalation, Escalation.Call call) {
        return escalation.origin().prefix() + "/calls/" + call.id() + " " + call.state() + "\n";
    }

    private static void append(StringBuilder text, Escalation escalation, JournalEntry entry) {
        Instant began = escalation.origin().createdAt();
        long ms = Duration.between(began, entry.at()).toMillis();
        String repeated = "repeated".equals(entry.outcome()) ? " (again)" : "";
        text.append(String.format("%9d  %-48s %-8s %-10s", ms, entry.summary() + repeated, entry.leg(), entry.phase()));
        String separator = " ";
        for (Command command : entry.commands()) {
            text.append(separator).append(command.method()).append(' ').append(path(escalation, command));
            separator = "\n" + " ".repeat(80);
        }
        if ("pause".equals(entry.event())) {
            Duration wait = Duration.between(began, entry.pauses().get(0).until());
            text.append(" until ").append(wait.toMillis()).append(" ms");
        }
        text.append('\n');
    }

    /** The ids of the two calls are at the head of the table; a duplicate leg is neither, and is named. */
    private static String path(Escalation escalation, Command command) {
        String leg = escalation.leg(command.callId());
        return leg.isEmpty() ? command.shownPath() : command.path().replace(command.callId(), "{" + leg + "}");
    }
}
