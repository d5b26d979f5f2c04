package dev.callescalation.graph;

import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The link to a meeting within what mail scanners, search engines and pages of Teams make of it. */
final class WrappedLink {

    private static final int MOST_LAYERS = 5;

    /**
     * The link as a parameter (Safe Links of Outlook, Barracuda, Google, the launcher page of Teams, which leaves out
     * the host), as the end of a path (Cisco), behind a hash (the new web client), or percent-encoded as a whole.
     */
    private static final Pattern INNER = Pattern.compile(
            "[?&][\\w.-]+=(https?[:%][^&]*|(?:/|%2f)(?:_(?:#|%23)|l(?:/|%2f)|meet(?:/|%2f))[^&]*)"
                    + "|(?:^|/)(https?%[^/?#&]*)"
                    + "|#(/(?:l|meet)/.*)",
            Pattern.CASE_INSENSITIVE);

    /** Proofpoint's second form: a dash in place of each percent sign, an underscore in place of each slash. */
    private static final Pattern DASHED = Pattern.compile("[?&]u=(https?-3[Aa]__[^&]*)");
    /** Its third form: a star in place of each special character; those are listed behind the link, in Base64. */
    private static final Pattern STARRED = Pattern.compile("/v3/__(https?:.*?)__;((?:[\\w-]{4})*(?:[\\w-]{2,3})?)");

    private static final Pattern STAR = Pattern.compile("\\*(?:\\*(.))?");
    private static final String RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private static final Map<Pattern, String> REFUSED = Map.of(
            Pattern.compile("https?://([\\w-]+\\.)*teams\\.live\\.com(?![\\w.-]).*"),
            "leads to a personal meeting (teams.live.com), which a bot cannot join; use a meeting of the organization",
            Pattern.compile("https?://[^/?#]+/light-meetings/.*"),
            "leads to the light meeting page of Teams, which a bot cannot join; copy the link of the invitation",
            Pattern.compile("https?://(events\\.teams\\.[^/?#]+/|[^/?#]+/convene/).*"),
            JoinUrl.BROADCAST);

    private WrappedLink() {}

    /** @throws IllegalArgumentException where it leads to a meeting that a bot cannot join */
    static String unwrapped(String text) {
        String link = text.strip();
        for (int layer = 0; layer < MOST_LAYERS; layer++) {
            refuse(link);
            String inner = inner(link);
            if (inner.equals(link)) {
                break;
            }
            link = inner;
        }
        return link;
    }

    private static void refuse(String link) {
        REFUSED.forEach((kind, reason) -> {
            if (kind.matcher(link).matches()) {
                throw JoinUrl.refused(reason);
            }
        });
    }

    private static String inner(String link) {
        Matcher starred = STARRED.matcher(link);
        if (starred.find()) {
            return unstarred(starred.group(1), starred.group(2));
        }
        Matcher dashed = DASHED.matcher(link);
        if (dashed.find()) {
            return JoinUrl.decodedOnce(dashed.group(1).replace('-', '%').replace('_', '/'));
        }
        Matcher inner = INNER.matcher(link);
        if (!inner.find()) {
            return link;
        }
        String behindHash = inner.group(3);
        return behindHash != null
                ? behindHash
                : JoinUrl.decodedOnce(inner.group(1) != null ? inner.group(1) : inner.group(2));
    }

    /** Two stars and a letter stand for a run of at least two characters. */
    private static String unstarred(String link, String base64) {
        StringBuilder special =
                new StringBuilder(new String(Base64.getUrlDecoder().decode(base64)));
        return STAR.matcher(link).replaceAll(star -> {
            int run = star.group(1) == null ? 1 : RUNS.indexOf(star.group(1)) + 2;
            int end = Math.min(run, special.length());
            String replaced = special.substring(0, end);
            special.delete(0, end);
            return Matcher.quoteReplacement(replaced);
        });
    }
}
