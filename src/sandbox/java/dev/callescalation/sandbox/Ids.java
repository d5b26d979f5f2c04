package dev.callescalation.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** Ids in the two spellings of Graph: a lower-case GUID, and 32 upper-case hexadecimal digits without dashes. */
final class Ids {

    private Ids() {}

    static String guid() {
        return UUID.randomUUID().toString();
    }

    /** The same id for the same text, so that a participant has one id in all rosters. */
    static String guidOf(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    static String hex(String guid) {
        return guid.replace("-", "").toUpperCase(Locale.ROOT);
    }

    /** Both spellings of one id become the same text. */
    static String plain(String id) {
        return id.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
