package dev.callescalation.check;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The variables that the text of a template names, in branches too that sample values do not reach. */
final class TemplateNames {

    private static final Pattern QUOTED_OR_COMMENT = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|//[^\n]*");
    /** What follows another value is a part of that value. */
    private static final Pattern NAME = Pattern.compile("(?<![\\w$)\\]\".-])\\.([A-Za-z_]\\w*)");

    private static final Pattern FOR = Pattern.compile("\\bfor\\s*\\(");
    /** Where these are, a dot may stand for something else than the variables. */
    private static final Pattern OTHER_DOTS = Pattern.compile("\\bdef\\b|\\|");

    private TemplateNames() {}

    static Set<String> of(String text) {
        String plain = QUOTED_OR_COMMENT.matcher(text).replaceAll("\"\"");
        Set<String> names = new TreeSet<>();
        if (!OTHER_DOTS.matcher(plain).find()) {
            NAME.matcher(withoutLoops(plain)).results().forEach(name -> names.add(name.group(1)));
        }
        return names;
    }

    /** Within a loop a dot stands for its entry. */
    private static String withoutLoops(String text) {
        StringBuilder rest = new StringBuilder(text);
        Matcher loop = FOR.matcher(rest);
        int from = 0;
        while (loop.find(from)) {
            int body = close(rest, loop.end()) + 1;
            int end = close(rest, body);
            rest.replace(body, end, " ".repeat(end - body));
            from = body;
        }
        return rest.toString();
    }

    /** The index of the bracket that closes the one that is open there; the end of the text where there is none. */
    private static int close(CharSequence text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            depth += "([{".indexOf(text.charAt(i)) >= 0 ? 1 : 0;
            depth -= ")]}".indexOf(text.charAt(i)) >= 0 ? 1 : 0;
            if (depth < 0) {
                return i;
            }
        }
        return text.length() - 1;
    }
}
