package dev.callescalation.notification;

import java.util.List;

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

    /** Where people may be named in it: JSON, as a node or as text. */
    default List<?> contents() {
        return List.of();
    }
}
