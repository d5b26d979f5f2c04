package dev.callescalation.load.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one run has seen, and which promises it saw broken. */
final class RunFindings {

    private static final int MOST_TOLD = 10;

    private final String name;
    private final String proves;
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final Map<String, List<String>> broken = new LinkedHashMap<>();

    RunFindings(String name, String proves) {
        this.name = name;
        this.proves = proves;
    }

    void fact(String what, Object value) {
        facts.put(what, value);
    }

    /** @param promise what should have held */
    void broken(String promise, String how) {
        broken.computeIfAbsent(promise, first -> new ArrayList<>()).add(how);
    }

    void expect(boolean kept, String promise, String how) {
        if (!kept) {
            broken(promise, how);
        }
    }

    void expectAllTaken(Callers callers, String promise) {
        callers.statuses()
                .forEach((status, count) ->
                        expect(status == 202, promise, count + " were replied to with " + status));
    }

    /** @param phases by scenario */
    void expectEscalated(Collection<WatchedCall> calls, Map<String, String> phases, String promise) {
        for (WatchedCall call : calls) {
            String phase = phases.get(call.scenarioId());
            boolean escalated = "escalated".equals(phase) || "ended".equals(phase);
            expect(escalated, promise, call.scenarioId() + " is " + phase);
        }
    }

    String name() {
        return name;
    }

    boolean allKept() {
        return broken.isEmpty();
    }

    /** As Markdown: a table of what was seen, and each broken promise with the first cases. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("## " + name + ": " + (allKept() ? "every promise kept" : "BROKEN"));
        lines.add("");
        lines.add(proves);
        lines.add("");
        lines.add("| seen | |");
        lines.add("| --- | --- |");
        facts.forEach((what, value) -> lines.add("| " + what + " | " + value + " |"));
        broken.forEach((promise, cases) -> {
            lines.add("");
            lines.add("BROKEN, " + cases.size() + " times: " + promise);
            lines.add("");
            cases.stream().limit(MOST_TOLD).forEach(one -> lines.add("- " + one));
        });
        lines.add("");
        return lines;
    }
}
