package dev.callescalation.check;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * One file of a bundle as it was read.
 *
 * @param name      relative to the folder of the bundle, with slashes: {@code routes/answering.camel.yaml}
 * @param brokenAt  the line of the first byte that is not UTF-8, or 0; the text has U+FFFD there
 */
public record SourceFile(Kind kind, String name, String text, int brokenAt) {

    /** Some editors begin a file with it. */
    static final String BYTE_ORDER_MARK = "\uFEFF";

    SourceFile(Kind kind, String name, String text) {
        this(kind, name, text, 0);
    }

    /** Reads a text, or as much of it as is one. */
    static SourceFile of(Kind kind, String name, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer before = CharBuffer.allocate(bytes.length);
        boolean broken =
                StandardCharsets.UTF_8.newDecoder().decode(in, before, true).isError();
        int line = 1 + (int) before.flip().chars().filter(c -> c == '\n').count();
        String text = new String(bytes, StandardCharsets.UTF_8);
        // Camel reads the settings by itself, and would take the mark for a part of the first key
        boolean marked = kind != Kind.SETTINGS && text.startsWith(BYTE_ORDER_MARK);
        return new SourceFile(kind, name, marked ? text.substring(1) : text, broken ? line : 0);
    }

    /** What a file is for. */
    public enum Kind {
        SETTINGS,
        ROUTES,
        KAMELET,
        TEMPLATE,
        /** No part of what runs. */
        OTHER,
        /** It lies where routes are, but nothing reads it. */
        UNREAD
    }

    /** File name without folder and ending: {@code answer-call}. */
    public String baseName() {
        String last = name.substring(name.lastIndexOf('/') + 1);
        int dot = last.indexOf('.');
        return dot < 0 ? last : last.substring(0, dot);
    }

    List<String> lines() {
        return List.of(text.split("\\R", -1));
    }

    /** The first line that a test accepts, 1 and up; 0 where there is none. */
    int line(Predicate<String> wanted) {
        List<String> lines = lines();
        return IntStream.range(0, lines.size())
                        .filter(i -> wanted.test(lines.get(i)))
                        .findFirst()
                        .orElse(-1)
                + 1;
    }
}
