package dev.callescalation.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.callescalation.check.SourceFile.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A mistake that somebody makes in one file, and what has to be said about it.
 *
 * @param name   the mistake in words
 * @param file   where it is made
 * @param old    a text of the file, or empty for a file that is new or overwritten
 * @param edited what it becomes
 * @param at     a text on the line that has to be named, or empty where no line can be
 * @param says   what the message has to contain
 */
public record Mistake(String name, String file, String old, String edited, String at, List<String> says) {

    /** The text of the file with the mistake in it. */
    public String text(String before) {
        assertThat(before).as("%s holds what is edited", file).contains(old);
        return old.isEmpty()
                ? edited
                : before.substring(0, before.indexOf(old))
                        + edited
                        + before.substring(before.indexOf(old) + old.length());
    }

    FileSet applyTo(FileSet files) {
        List<SourceFile> all = new ArrayList<>(files.all());
        SourceFile added = new SourceFile(kind(), file, "");
        SourceFile before = files.file(file).orElse(added);
        if (before == added) {
            all.add(added);
        }
        all.set(all.indexOf(before), new SourceFile(before.kind(), file, text(before.text())));
        return new FileSet(all);
    }

    private Kind kind() {
        if (file.endsWith(".camel.yaml")) {
            return Kind.ROUTES;
        }
        return file.endsWith(".jslt") ? Kind.TEMPLATE : Kind.UNREAD;
    }

    /** The line that has to be named, or 0. */
    int line(String edited) {
        if (at.isEmpty()) {
            return 0;
        }
        assertThat(edited).contains(at);
        return (int) edited.substring(0, edited.indexOf(at)).lines().count()
                + (edited.startsWith(at) || edited.charAt(edited.indexOf(at) - 1) == '\n' ? 1 : 0);
    }

    @Override
    public String toString() {
        return name;
    }
}
