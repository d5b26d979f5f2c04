package dev.callescalation.check;

import java.util.Objects;

/** Says why something failed. */
public final class Reasons {

    private Reasons() {}

    /** The message, and that of the cause at the bottom if it adds something. */
    public static String of(Throwable error) {
        String first = Objects.toString(error.getMessage(), error.toString());
        String last = last(error);
        return first.contains(last) ? first : first + ": " + last;
    }

    /** The message of the cause at the bottom, or what it is where it has none. */
    public static String last(Throwable error) {
        Throwable root = root(error);
        return Objects.toString(root.getMessage(), root.toString());
    }

    /** The cause at the bottom, which may be the error itself. */
    static Throwable root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
