package dev.callescalation.load.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.callescalation.load.BundleProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Edits the files of a running bundle, and watches what it makes of them. */
final class Editor {

    private static final int SOME = 20;
    private static final int AT_ONCE = 8;
    private static final long GAP_MS = 100;

    private static final Duration LONGEST_EDIT = Duration.ofSeconds(60);
    private static final long LOOK_EVERY_MS = 10;

    private static final String MEETING = "routes/policy/choose-meeting.camel.yaml";
    private static final String JOINING = "routes/joining.camel.yaml";
    private static final String TAKEN_UP = "a right edit is taken up";
    private static final String REFUSED = "a wrong edit is refused with file and line, and changes nothing";

    private final List<Long> millis = new ArrayList<>();
    private final BundleProcess bundle;
    private final Path folder;
    private final RunFindings findings;
    private final Save save;

    /** How the new text of a file gets into the folder. */
    interface Save {

        void save(String file, String text) throws IOException;
    }

    /** @param folder of the files of that bundle */
    Editor(BundleProcess bundle, Path folder, RunFindings findings, Save save) {
        this.bundle = bundle;
        this.folder = folder;
        this.findings = findings;
        this.save = save;
    }

    /**
     * Right edits and wrong ones by turns, a right one first.
     *
     * @param first number of the first one
     */
    void edit(int count, int first) throws IOException, InterruptedException {
        for (int i = first; i < first + count; i++) {
            if (i % 2 == 0) {
                right(i);
            } else {
                wrong();
            }
        }
    }

    /** Edits that may fail. */
    interface Work {

        void run() throws Exception;
    }

    /** People call meanwhile, and every notification must be taken. */
    void editWhilePeopleCall(Callers people, Work edits) throws Exception {
        people.callWhile(
                () -> {
                    edits.run();
                    return null;
                },
                0,
                () -> people.call(SOME, AT_ONCE, GAP_MS, next -> {}));
        findings.expectAllTaken(people, "every notification is taken at once");
    }

    /** How long it took from save to live, for each right edit since the last time that this was asked. */
    List<Long> millis() {
        List<Long> sorted = millis.stream().sorted().toList();
        millis.clear();
        return sorted;
    }

    private void right(int number) throws IOException, InterruptedException {
        String before = version();
        String text = Files.readString(folder.resolve(MEETING))
                .replaceFirst("description: .*", "description: Meeting, edit " + number);
        save.save(MEETING, text);
        long saved = System.nanoTime();
        boolean live = await(() -> !version().equals(before));
        findings.expect(live, TAKEN_UP, "edit " + number + " was not: " + shown());
        millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - saved));
    }

    private void wrong() throws IOException, InterruptedException {
        String before = version();
        String joining = Files.readString(folder.resolve(JOINING));
        save.save(JOINING, joining.replace("name: get-caller-call", "name: get-caller-cal"));
        boolean refused = await(() -> shown().has("refused"));
        JsonNode first = shown().at("/refused/findings/0");
        findings.expect(
                refused
                        && first.path("file").asText().equals(JOINING)
                        && first.path("line").asInt() > 0
                        && version().equals(before),
                REFUSED,
                shown().toString());
        save.save(JOINING, joining);
        findings.expect(await(() -> !shown().has("refused")), TAKEN_UP, "mending was not: " + shown());
    }

    /** Something that may fail while files change. */
    private interface Condition {

        boolean holds() throws IOException, InterruptedException;
    }

    private static boolean await(Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_EDIT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
        return true;
    }

    private String version() throws IOException, InterruptedException {
        return version(bundle);
    }

    /** Of the files that run there. */
    static String version(BundleProcess bundle) throws IOException, InterruptedException {
        return shown(bundle).path("version").asText();
    }

    private JsonNode shown() throws IOException, InterruptedException {
        return shown(bundle);
    }

    private static JsonNode shown(BundleProcess bundle) throws IOException, InterruptedException {
        return new JsonMapper().readTree(TimedReply.to(bundle, "/bundle").body());
    }
}
