package dev.callescalation.editing;

/**
 * One file of a bundle as it was read.
 *
 * @param name relative to the folder of the bundle, with slashes: {@code routes/answer-call.camel.yaml}
 */
record SourceFile(Kind kind, String name, String text) {

    /** What a file is for. */
    enum Kind {
        SETTINGS,
        ROUTES,
        KAMELET,
        TEMPLATE,
        /** No part of what runs. */
        STORY,
        /** It lies where routes are, but nothing reads it. */
        UNREAD
    }

    /** File name without folder and ending: {@code answer-call}. */
    String baseName() {
        String last = name.substring(name.lastIndexOf('/') + 1);
        int dot = last.indexOf('.');
        return dot < 0 ? last : last.substring(0, dot);
    }
}
