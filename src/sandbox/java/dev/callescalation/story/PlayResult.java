package dev.callescalation.story;

import dev.callescalation.sandbox.Form;
import java.time.Duration;
import java.util.List;

/** How a story went in one form. */
public final class PlayResult {

    private final Story story;
    private final Form form;
    private final List<Difference> differences;
    private final String timeline;
    private final Duration took;

    PlayResult(Story story, Form form, List<Difference> differences, String timeline, Duration took) {
        this.story = story;
        this.form = form;
        this.differences = List.copyOf(differences);
        this.timeline = timeline;
        this.took = took;
    }

    /** Whether the story has passed. */
    public boolean isOk() {
        return differences.isEmpty();
    }

    /** As in the folder of the bundle: {@code scenarios/busy-graph.scenario.yaml}. */
    public String file() {
        return story.file();
    }

    public String description() {
        return story.description();
    }

    public Form form() {
        return form;
    }

    public Duration took() {
        return took;
    }

    /** What was expected and what came, with file and line, and then what happened; empty when all is well. */
    public String report() {
        StringBuilder report = new StringBuilder();
        for (Difference difference : differences) {
            report.append(story.file())
                    .append(':')
                    .append(story.line(difference.pointer()))
                    .append(": ")
                    .append(difference.text())
                    .append('\n');
        }
        if (!timeline.isEmpty()) {
            report.append('\n').append(timeline);
        }
        return report.toString().stripTrailing();
    }
}
