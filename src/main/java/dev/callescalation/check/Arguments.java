package dev.callescalation.check;

import java.util.ArrayList;
import java.util.List;

/** The arguments of a call in an expression: {@code 'a, b', ${variable.c}} are two. */
final class Arguments {

    private Arguments() {}

    /** How many there are. */
    static int count(String inside) {
        return split(inside).size();
    }

    /** Each of them, in order. */
    static List<String> split(String inside) {
        List<String> arguments = new ArrayList<>();
        int from = 0;
        for (int comma = next(inside, 0, ','); comma >= 0; comma = next(inside, from, ',')) {
            arguments.add(inside.substring(from, comma).strip());
            from = comma + 1;
        }
        if (!inside.isBlank()) {
            arguments.add(inside.substring(from).strip());
        }
        return arguments;
    }

    /** The index of the next such character outside of quotes and brackets; -1 if there is none. */
    static int next(String text, int from, char wanted) {
        int depth = 0;
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (depth == 0 && c == wanted) {
                return i;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '{' || c == '(') {
                depth++;
            } else if (c == '}' || c == ')') {
                depth--;
            }
        }
        return -1;
    }
}
