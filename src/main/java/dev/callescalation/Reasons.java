package dev.callescalation;

import java.util.Objects;

/** Says why something failed, in one line: the message, and that of the cause at the bottom if it adds something. */
final class Reasons {

    private Reasons() {}

    static String of(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String first = Objects.toString(error.getMessage(), error.toString());
        String last = Objects.toString(root.getMessage(), root.toString());
        return first.contains(last) ? first : first + ": " + last;
    }
}
