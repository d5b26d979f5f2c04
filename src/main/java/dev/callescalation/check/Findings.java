package dev.callescalation.check;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers findings while files are checked. */
public final class Findings {

    /** The order of findings: a cause comes before what follows from it. */
    enum Rank {
        /** A file cannot be read. */
        UNREAD,
        /** A violation of a schema, of routes or of a component's options. */
        SCHEMA,
        OTHER,
        /** Something has become useless, such as a setting that nothing reads; what used it may be misspelt or gone. */
        USELESS
    }

    private final Map<Finding, Rank> ranks = new LinkedHashMap<>();
    private final Set<String> closed = new HashSet<>();

    /** Adds a finding that makes all others of this file worthless. */
    void addOnly(String file, int line, String wrong, String instead) {
        add(Rank.UNREAD, new Finding(file, line, wrong, instead));
        closed.add(file);
    }

    public void add(String file, int line, String wrong, String instead) {
        add(new Finding(file, line, wrong, instead));
    }

    public void add(Property at, String wrong, String instead) {
        add(at.finding(wrong, instead));
    }

    public void add(Finding reported) {
        add(Rank.OTHER, reported);
    }

    void add(Rank rank, Finding reported) {
        // a message of a library may have several lines; a finding has one
        Finding finding =
                new Finding(reported.file(), reported.line(), oneLine(reported.wrong()), oneLine(reported.instead()));
        if (!closed.contains(finding.file())) {
            ranks.putIfAbsent(finding, rank);
        }
    }

    /** Whether this file has a finding already, so that another would only repeat it in other words. */
    public boolean in(String file) {
        return ranks.keySet().stream().anyMatch(finding -> finding.file().equals(file));
    }

    /** Whether this line has a finding already. */
    boolean at(Property place) {
        return ranks.keySet().stream()
                .anyMatch(finding -> finding.file().equals(place.file().name()) && finding.line() == place.line());
    }

    public boolean isEmpty() {
        return ranks.isEmpty();
    }

    /** Causes first; findings of one rank by file and line. */
    public List<Finding> sorted() {
        return ranks.keySet().stream()
                .sorted(Comparator.<Finding, Rank>comparing(ranks::get)
                        .thenComparing(Finding::file)
                        .thenComparing(Finding::line))
                .toList();
    }

    private static String oneLine(String text) {
        return Invisible.shown(text.strip().replaceAll("\\s*\\R\\s*", " "));
    }
}
