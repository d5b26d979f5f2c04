package dev.callescalation.notification;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.spi.MaskingFormatter;

/**
 * Takes people out of texts that end up in logs: Graph's errors name them by phone number or user id. Camel asks it for
 * every line that a route logs, as long as {@code camel.main.log-mask} is true.
 */
public final class Masks implements MaskingFormatter {

    /** Such as {@code 4:+4930123456} and {@code 8:orgid:550fae72-…}. */
    private static final Pattern PERSON = Pattern.compile("\\b(4|8:\\w+):\\S+");
    /** Such as {@code +4930123456} (E.164). */
    private static final Pattern PHONE = Pattern.compile("\\+\\d{6,15}\\b");

    /** Of a link: it may let somebody into a meeting, or at a file. That of a callback only names an escalation. */
    private static final Pattern QUERY = Pattern.compile("(https?://[^\\s?\"'<>]*\\?)(?!escalation=)[^\\s\"'<>,]+");

    /** A name in JSON, or as Java writes a map, in which nothing is quoted. */
    private static final Pattern NAME =
            Pattern.compile("(\"displayName\"\\s*:\\s*\")(?:[^\"\\\\]++|\\\\.)*+|(\\bdisplayName=)[^,}\\]]*+");
    /** A key that somebody has pressed, which may be one of a PIN. */
    private static final Pattern TONE = Pattern.compile("(\"tone\"\\s*:\\s*\")\\w++");
    /** The id in an identity, of anybody who is no bot: errors of expressions quote what they were asked of. */
    private static final Pattern IDENTITY = Pattern.compile("(\"(?:" + String.join("|", Identities.PEOPLE)
            + "|identity\"\\s*:\\s*\\{\\s*(?:\"@odata.type\"\\s*:\\s*\"[^\"]*\"\\s*,\\s*)?\"(?!"
            + String.join("\"|", Identities.BOTS) + "\")\\w+)\"\\s*:\\s*\\{"
            + "[^{}]*?\"id\"\\s*:\\s*\")(?:[^\"\\\\]++|\\\\.)*+");

    @Override
    public String format(String line) {
        return people(line);
    }

    /**
     * The text with everybody's id, phone number and, as far as it is marked as one, name replaced by three dots; so is
     * the query of each link. What is not marked is replaced too, where it is one of the {@link KnownPeople}.
     */
    public static String people(String text) {
        return KnownPeople.hidden(marked(text));
    }

    private static String marked(String text) {
        String unnamed = text.contains("displayName") ? NAME.matcher(text).replaceAll(Masks::hidden) : text;
        String unidentified =
                unnamed.contains("\"id\"") ? IDENTITY.matcher(unnamed).replaceAll("$1...") : unnamed;
        String silent =
                unidentified.contains("\"tone\"") ? TONE.matcher(unidentified).replaceAll("$1...") : unidentified;
        return PHONE.matcher(PERSON.matcher(queries(silent)).replaceAll("$1:..."))
                .replaceAll("+...");
    }

    /** The text with the query of each link replaced by three dots. */
    public static String queries(String text) {
        return text.contains("://") && text.contains("?") ? QUERY.matcher(text).replaceAll("$1...") : text;
    }

    private static String hidden(MatchResult name) {
        return Matcher.quoteReplacement(name.group(1) != null ? name.group(1) : name.group(2)) + "...";
    }
}
