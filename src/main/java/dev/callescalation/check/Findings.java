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

    /** The order of findings: a cause comes before what follows from it. */
    private enum Rank {
        UNREAD,
        SCHEMA,
        OTHER
    }

    private final List<Finding> all = new ArrayList<>();
    private final Map<Finding, Rank> ranks = new HashMap<>();
    private final Set<String> files = new HashSet<>();
    private final Set<String> closed = new HashSet<>();

    /** Adds a finding that makes all others of this file worthless. */
    void addOnly(String file, int line, String wrong, String instead) {
        addUnread(new Finding(file, line, wrong, instead));
        closed.add(file);
    }

    public void add(String file, int line, String wrong, String instead) {
        add(new Finding(file, line, wrong, instead));
    }

    public void add(Finding reported) {
        add(Rank.OTHER, reported);
    }

    /** Adds the reason why a file cannot be read. */
    void addUnread(Finding reported) {
        add(Rank.UNREAD, reported);
    }

    /** Adds a violation of a schema, of routes or of a component's options. */
    void addBySchema(String file, int line, String wrong, String instead) {
        add(Rank.SCHEMA, new Finding(file, line, wrong, instead));
    }

    private void add(Rank rank, Finding reported) {
        // a message of a library may have several lines; a finding has one
        Finding finding =
                new Finding(reported.file(), reported.line(), oneLine(reported.wrong()), oneLine(reported.instead()));
        if (!closed.contains(finding.file()) && !all.contains(finding)) {
            all.add(finding);
            ranks.put(finding, rank);
            files.add(finding.file());
        }
    }

    /** Whether this file has a finding already, so that another would only repeat it in other words. */
    public boolean in(String file) {
        return files.contains(file);
    }

    /** Whether this line has a finding already. */
    boolean at(String file, int line) {
        return all.stream().anyMatch(finding -> finding.file().equals(file) && finding.line() == line);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Causes first: unreadable files, violations of a schema, the rest; each by file and line. */
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
