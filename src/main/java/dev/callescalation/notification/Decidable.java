package dev.callescalation.notification;

/** What a decision can be taken on. Absent texts are empty, never null. */
public interface Decidable {

    /** The call it is about, as Graph wrote it. */
    String callId();

    /** One line for the journal, such as {@code updated call established}. */
    String summary();

    /** The escalation that it names. */
    default String escalationId() {
        return "";
    }
}
