package dev.callescalation.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The forms of the calling API. {@link #APP} and {@link #APPLICATIONS} are those of 2018 (participant: invite, beta,
 * December 2018, "E2E flow") and differ in the path only; {@link #COMMUNICATIONS} is Microsoft Graph v1.0.
 */
enum Dialect {
    APP(true),
    APPLICATIONS(true),
    COMMUNICATIONS(false);

    private static final Map<String, String> NAMES_OF_TODAY =
            Map.of("callback", "callbackUri", "acceptModalities", "acceptedModalities", "url", "uri");

    private final boolean old;

    Dialect(boolean old) {
        this.old = old;
    }

    boolean old() {
        return old;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Dialect> of(String word) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.word().equals(word))
                .findFirst();
    }

    /** @param oldName the property's name of 2018 */
    String property(String oldName) {
        return old ? oldName : NAMES_OF_TODAY.getOrDefault(oldName, oldName);
    }

    /** What a property of the other dialect is called in this one. */
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

    /** The path of all calls, as it begins a notification's resource. */
    String calls(String appId) {
        return switch (this) {
            case APP -> "/app/calls";
            case APPLICATIONS -> "/applications/" + appId + "/calls";
            case COMMUNICATIONS -> "/communications/calls";
        };
    }
}
