package dev.callescalation.editing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gathers findings while files are checked. */
final class Findings {

    private final List<Finding> all = new ArrayList<>();
    private final Set<String> files = new HashSet<>();
    private final Set<String> closed = new HashSet<>();

    /** Adds what makes everything else that might be said of this file worthless. */
    void addOnly(String file, int line, String wrong, String instead) {
        add(file, line, wrong, instead);
        closed.add(file);
    }

    void add(String file, int line, String wrong, String instead) {
        add(new Finding(file, line, wrong, instead));
    }

    void add(Finding told) {
        // a message of a library may have several lines; a finding has one
        Finding finding = new Finding(told.file(), told.line(), oneLine(told.wrong()), oneLine(told.instead()));
        if (!closed.contains(finding.file()) && !all.contains(finding)) {
            all.add(finding);
            files.add(finding.file());
        }
    }

    /** Whether something is wrong with this file already, so that more would only repeat it in other words. */
    boolean in(String file) {
        return files.contains(file);
    }

    /** Whether something is wrong with this line already. */
    boolean at(String file, int line) {
        return all.stream().anyMatch(finding -> finding.file().equals(file) && finding.line() == line);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** By file and line. */
    List<Finding> sorted() {
        return all.stream()
                .sorted(Comparator.comparing(Finding::file).thenComparing(Finding::line))
                .toList();
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
