package dev.callescalation.trace;

import dev.callescalation.notification.Masks;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Takes the place of something thrown whose messages name people; it prints like that, with them masked. */
final class MaskedThrowable extends Throwable {

    /** Causes that lead back to themselves end somewhere. */
    private static final int MOST_CAUSES = 20;

    private final String type;

    private MaskedThrowable(Throwable original, int depth) {
        super(masked(original.getMessage()), cause(original, depth), true, true);
        this.type = original.getClass().getName();
        setStackTrace(original.getStackTrace());
        for (Throwable suppressed : depth > MOST_CAUSES ? new Throwable[0] : original.getSuppressed()) {
            addSuppressed(new MaskedThrowable(suppressed, depth + 1));
        }
    }

    /** The same where nothing in it has to be masked. */
    static Throwable of(Throwable original) {
        StringWriter printed = new StringWriter();
        original.printStackTrace(new PrintWriter(printed));
        String text = printed.toString();
        return text.equals(Masks.people(text)) ? original : new MaskedThrowable(original, 0);
    }

    private static Throwable cause(Throwable original, int depth) {
        Throwable cause = original.getCause();
        return cause == null || depth > MOST_CAUSES ? null : new MaskedThrowable(cause, depth + 1);
    }

    private static String masked(String message) {
        return message == null ? null : Masks.people(message);
    }

    @Override
    public String toString() {
        return getMessage() == null ? type : type + ": " + getMessage();
    }
}
