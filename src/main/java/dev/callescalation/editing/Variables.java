package dev.callescalation.editing;

import dev.callescalation.decision.Facts;
import java.util.Set;
import java.util.TreeSet;

/** Variables of the exchange that no route sets, because a step of the program does. */
final class Variables {

    /** By steps outside of a decision. */
    private static final Set<String> OTHERS = Set.of(
            "authorization",
            "claimed",
            "command",
            "commandName",
            "commands",
            "format",
            "gateClosed",
            "late",
            "leftBehind",
            "outcome",
            "repeatable",
            "tokenTenantId");

    private Variables() {}

    static Set<String> setByTheProgram() {
        Set<String> names = new TreeSet<>(Facts.names());
        names.addAll(OTHERS);
        return names;
    }
}
