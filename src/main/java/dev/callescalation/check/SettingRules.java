package dev.callescalation.check;

import dev.callescalation.graph.Meetings;
import dev.callescalation.graph.Participants;
import dev.callescalation.graph.PartnerAddress;
import dev.callescalation.secret.Secrets;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The values that a setting may have. Its name says most of it: {@code -ms}, {@code -seconds}, {@code -hours} and
 * {@code -bytes} are numbers up to 999999999, {@code -url} is an address, {@code app-id}, {@code tenant-id} and
 * {@code user-id} are GUIDs.
 */
public final class SettingRules {

    private static final List<String> YES_OR_NO = List.of("true", "false");

    private static final Map<String, List<String>> CHOICES = Map.ofEntries(
            Map.entry("calls.editing.enabled", YES_OR_NO),
            Map.entry("calls.editing.start-when-wrong", YES_OR_NO),
            Map.entry("calls.editing.health-when-refused", List.of("up", "down")),
            Map.entry("calls.incoming.admission", List.of("answer", "reject", "redirect", "forward")),
            Map.entry("calls.incoming.reject-reason", List.of("none", "busy", "forbidden")),
            Map.entry("calls.escalation.mode", List.of("meeting", "in-place")),
            Map.entry("calls.meeting.media", List.of("none", "audio")),
            Map.entry("calls.escalation.leave-after-transfer", YES_OR_NO),
            Map.entry("calls.escalation.hang-up-after-failure", YES_OR_NO),
            Map.entry("calls.webhook.insecure-public-url", YES_OR_NO),
            Map.entry("calls.webhook.tls", YES_OR_NO),
            Map.entry("calls.control.show-people", YES_OR_NO),
            Map.entry("calls.control.tls", YES_OR_NO),
            Map.entry("calls.sandbox.enabled", YES_OR_NO));

    private static final Map<String, String> NEEDED_FOR_ADMISSION =
            Map.of("forward", "calls.incoming.forward-url", "redirect", "calls.incoming.redirect-to");

    /** Settings in a form of their own. The beans that read them say what is wrong. */
    private static final Map<String, Consumer<String>> READERS = Map.of(
            "calls.escalation.also-invite", new Participants()::configured,
            "calls.incoming.redirect-to", new Participants()::configured,
            "calls.answer.prefetch-media", new Participants()::prefetch,
            "calls.meeting.join-url", new Meetings()::fromJoinUrl);

    /** Read by the program itself, besides secrets; all others are read by routes or by camel.* settings. */
    private static final Set<String> READ_BY_THE_PROGRAM = Set.of(
            "calls.bot.app-id",
            "calls.bot.tenant-id",
            "calls.control.tls",
            "calls.sandbox.enabled",
            "calls.sandbox.port",
            "calls.sandbox.step-delay-ms",
            "calls.webhook.insecure-public-url",
            "calls.webhook.public-url");

    /** Addresses that get tokens and data of calls, or that decide which tokens are valid. */
    private static final Pattern PARTNER =
            Pattern.compile("calls\\.(graph|login)\\.url|calls\\.webhook\\.(public|openid)-url");

    private static final Pattern STORE = Pattern.compile("jdbc:(sqlite:|postgresql://)");

    private static final Pattern AMOUNT = Pattern.compile(
            "calls\\..*-(ms|seconds|hours|bytes|days|depth|notifications|in-flight)|calls\\..*connections");

    /** Zero is allowed: nothing is kept, or there is no pause. */
    private static final Pattern MAY_BE_NONE = Pattern.compile("calls\\..*(-hours|step-delay-ms)");

    /** Graph clears a call that is not kept alive for that long. */
    private static final double LONGEST_KEEP_ALIVE_MINUTES = 45;

    private static final Pattern GUID_KEY = Pattern.compile("calls\\..*(app|tenant|user)-id");
    private static final Pattern GUID = Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    private static final int BIGGEST_PORT = 65_535;

    private SettingRules() {}

    /** Settings that count from one start to the next, as no route reads them. */
    public static Set<String> readByTheProgram() {
        Set<String> read = new TreeSet<>(READ_BY_THE_PROGRAM);
        for (String secret : Secrets.ALL) {
            read.add(secret);
            read.add(secret + "-file");
        }
        return read;
    }

    /** Settings that may be given by the environment only. */
    static Set<String> secrets() {
        return new TreeSet<>(Secrets.ALL);
    }

    /** The environment variable that gives a setting: {@code CALLS_BOT_APP_ID} for {@code calls.bot.app-id}. */
    public static String environmentVariable(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /**
     * What is wrong with the values that are given, by key. Values that are missing are not.
     *
     * @param keys  to check
     * @param value the value of a key, empty where there is none
     */
    public static Map<String, Mistake> mistakes(Set<String> keys, UnaryOperator<String> value) {
        Map<String, Mistake> mistakes = new TreeMap<>();
        for (String key : keys) {
            String given = value.apply(key);
            String wanted = wanted(key, given);
            // what the environment is to fill in cannot be judged
            if (given.contains("{{")) {
                continue;
            }
            if (!wanted.isEmpty()) {
                mistakes.put(key, new Mistake(key + " is '" + given + "'", "it must be " + wanted));
            } else if (key.equals("calls.store.url") && !STORE.matcher(given).lookingAt()) {
                // it may hold a password
                mistakes.put(
                        key,
                        new Mistake(key + " names no store", "it must begin with jdbc:sqlite: or jdbc:postgresql://"));
            } else if (PARTNER.matcher(key).matches() && !given.isBlank()) {
                partner(key, given).ifPresent(wrong -> mistakes.put(key, new Mistake(wrong, "")));
            }
        }
        String admission = value.apply("calls.incoming.admission");
        String needed = NEEDED_FOR_ADMISSION.get(admission);
        if (needed != null && value.apply(needed).isBlank()) {
            mistakes.put(
                    needed, new Mistake(needed + " is missing, which admission " + admission + " needs", "fill it in"));
        }
        return mistakes;
    }

    /** What the value must be, or empty where it is that. */
    private static String wanted(String key, String given) {
        List<String> choices = CHOICES.get(key);
        if (choices != null) {
            return choices.contains(given) ? "" : "one of " + String.join(", ", choices);
        }
        if (AMOUNT.matcher(key).matches()) {
            int least = MAY_BE_NONE.matcher(key).matches() ? 0 : 1;
            return given.matches("[" + least + "-9][0-9]{0,8}") ? "" : "a number from " + least + " to 999999999";
        }
        if (key.equals("calls.escalation.keep-alive-minutes")) {
            return given.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")
                            && Double.parseDouble(given) > 0
                            && Double.parseDouble(given) <= LONGEST_KEEP_ALIVE_MINUTES
                    ? ""
                    : "a number above 0 and at most 45";
        }
        if (key.matches("(calls|camel)\\..*\\.port")) {
            return given.matches("[0-9]{1,5}") && Integer.parseInt(given) <= BIGGEST_PORT
                    ? ""
                    : "a number from 0 to " + BIGGEST_PORT;
        }
        if (given.isBlank()) {
            return "";
        }
        if (READERS.containsKey(key)) {
            return refusal(READERS.get(key), given);
        }
        if (GUID_KEY.matcher(key).matches()) {
            return GUID.matcher(given).matches() ? "" : "a GUID, such as 72f988bf-0000-4000-8000-2d7cd011db47";
        }
        if (key.matches("calls\\..*-url") && !PARTNER.matcher(key).matches()) {
            return isAddress(given) ? "" : "an address that begins with https://";
        }
        return "";
    }

    /** The refusal of the bean that will read the setting. */
    private static String refusal(Consumer<String> reader, String given) {
        try {
            reader.accept(given);
            return "";
        } catch (IllegalArgumentException e) {
            return "something else: " + e.getMessage();
        }
    }

    /** One sentence, when the partner may not be reached there. */
    private static Optional<String> partner(String key, String given) {
        try {
            PartnerAddress.checked(key, given);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = URI.create(text);
            return uri.getHost() != null && Set.of("https", "http").contains(uri.getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** All of it in sentences, for a start that fails. */
    public static List<String> sentences(Map<String, Mistake> mistakes) {
        List<String> sentences = new ArrayList<>();
        mistakes.values()
                .forEach(mistake -> sentences.add(
                        mistake.instead().isEmpty() ? mistake.wrong() : mistake.wrong() + "; " + mistake.instead()));
        return sentences;
    }

    /** What is wrong with a value, and what it must be instead; the latter is empty where the former says both. */
    public record Mistake(String wrong, String instead) {}
}
