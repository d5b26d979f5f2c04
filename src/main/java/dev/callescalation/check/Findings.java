package dev.callescalation.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers findings while files are checked. */
public final class Findings {

    /** What is the cause of others comes before them. */
    private enum Rank {
        UNREAD,
        SCHEMA,
        OTHER
    }

    private final List<Finding> all = new ArrayList<>();
    private final Map<Finding, Rank> ranks = new HashMap<>();
    private final Set<String> files = new HashSet<>();
    private final Set<String> closed = new HashSet<>();

    /** Adds what makes everything else that might be said of this file worthless. */
    void addOnly(String file, int line, String wrong, String instead) {
        addUnread(new Finding(file, line, wrong, instead));
        closed.add(file);
    }

    public void add(String file, int line, String wrong, String instead) {
        add(new Finding(file, line, wrong, instead));
    }

    public void add(Finding told) {
        add(Rank.OTHER, told);
    }

    /** Adds what keeps a file from being read. */
    void addUnread(Finding told) {
        add(Rank.UNREAD, told);
    }

    /** Adds what a schema, of routes or of a component's options, does not allow. */
    void addBySchema(String file, int line, String wrong, String instead) {
        add(Rank.SCHEMA, new Finding(file, line, wrong, instead));
    }

    private void add(Rank rank, Finding told) {
        // a message of a library may have several lines; a finding has one
        Finding finding = new Finding(told.file(), told.line(), oneLine(told.wrong()), oneLine(told.instead()));
        if (!closed.contains(finding.file()) && !all.contains(finding)) {
            all.add(finding);
            ranks.put(finding, rank);
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

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Causes first: what cannot be read, what is not as a schema has it, the rest; each by file and line. */
    public List<Finding> sorted() {
        return all.stream()
                .sorted(Comparator.<Finding, Rank>comparing(ranks::get)
                        .thenComparing(Finding::file)
                        .thenComparing(Finding::line))
                .toList();
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
