package dev.callescalation.notification;

import java.util.regex.Pattern;

/** Takes people out of texts that end up in logs: Graph's errors name them by phone number or user id. */
public final class Masks {

    /** Such as {@code 4:+4930123456} and {@code 8:orgid:550fae72-…}. */
    private static final Pattern PERSON = Pattern.compile("\\b(4|8:\\w+):\\S+");
    /** Such as {@code +4930123456} (E.164). */
    private static final Pattern PHONE = Pattern.compile("\\+\\d{6,15}\\b");

    private Masks() {}

    /** The text with everybody's id and phone number in it replaced by three dots. */
    public static String people(String text) {
        return PHONE.matcher(PERSON.matcher(text).replaceAll("$1:...")).replaceAll("+...");
    }
}
