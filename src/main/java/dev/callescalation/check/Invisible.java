package dev.callescalation.check;

import java.util.regex.Pattern;

/** Characters that nobody sees, such as a copy from a web page brings along. */
final class Invisible {

    /** Format characters, separators besides the blank, and control characters besides tab and line breaks. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}\\p{Z}\\p{Cc}&&[^ \\t\\r\\n]]");

    private Invisible() {}

    /** The text with each of them by its number: {@code 123U+00A0456}. */
    static String shown(String text) {
        return UNSEEN.matcher(text)
                .replaceAll(found -> String.format("U+%04X", found.group().codePointAt(0)));
    }
}
