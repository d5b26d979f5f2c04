package dev.callescalation.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The forms of the calling API. {@link #APP} and {@link #APPLICATIONS} are those of 2018 (participant: invite, beta,
 * December 2018, "E2E flow") and differ in the path only; {@link #COMMUNICATIONS} is Microsoft Graph v1.0.
 */
public enum Form {
    COMMUNICATIONS(false),
    APP(true),
    APPLICATIONS(true);

    private static final Map<String, String> NAMES_OF_TODAY =
            Map.of("callback", "callbackUri", "acceptModalities", "acceptedModalities", "url", "uri");

    private final boolean old;

    Form(boolean old) {
        this.old = old;
    }

    boolean old() {
        return old;
    }

    /** {@code communications}, {@code app} or {@code applications}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for another word. */
    public static Optional<Form> of(String word) {
        return Arrays.stream(values()).filter(form -> form.word().equals(word)).findFirst();
    }

    /** @param oldName the property's name of 2018 */
    String property(String oldName) {
        return old ? oldName : NAMES_OF_TODAY.getOrDefault(oldName, oldName);
    }

    /** The name in this form of a property that the other form names otherwise. */
    Optional<String> ownNameOf(String foreign) {
        return NAMES_OF_TODAY.entrySet().stream()
                .filter(names ->
                        names.getKey().equals(foreign) || names.getValue().equals(foreign))
                .map(names -> old ? names.getKey() : names.getValue())
                .findFirst();
    }

    String newId() {
        return old ? Ids.hex(Ids.guid()) : Ids.guid();
    }

    /** The path of all calls, with which the resource of a notification begins. */
    String calls(String appId) {
        return prefix(appId) + "/calls";
    }

    /** What precedes {@code /calls} in a path, such as {@code /communications}. */
    public String prefix(String appId) {
        return this == APPLICATIONS ? "/applications/" + appId : "/" + word();
    }

    /** Whether a prefix belongs to a form of 2018. */
    public static boolean isOld(String prefix) {
        return !prefix.equals("/communications");
    }
}
