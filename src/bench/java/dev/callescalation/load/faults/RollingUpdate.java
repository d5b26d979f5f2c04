package dev.callescalation.load.faults;

import dev.callescalation.BundleFiles;
import dev.callescalation.load.BundleProcess;
import dev.callescalation.load.LoadStore;
import dev.callescalation.story.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Three nodes are replaced one by one while people call, as a Deployment of Kubernetes replaces them. */
final class RollingUpdate implements FaultRun {

    private static final int NODES = 3;
    private static final int CALLS_A_SECOND = 10;
    private static final int ESCALATIONS = 200;

    /** Of deploy/kubernetes: from when a node is taken out of the Service until it is told to end. */
    private static final Duration PRE_STOP = Duration.ofSeconds(8);

    private static final Duration LONGEST_READINESS = Duration.ofSeconds(30);
    private static final String MEETING = "routes/policy/choose-meeting.camel.yaml";

    @Override
    public String name() {
        return "rolling-update";
    }

    @Override
    public String proves() {
        return NODES + " nodes on one PostgreSQL behind HAProxy, " + CALLS_A_SECOND + " calls a second. One by one each"
                + " is replaced by a node with other files: the new one is ready, the old one gets no new connections,"
                + " and SIGTERM " + PRE_STOP.toSeconds() + " s later.";
    }

    @Override
    public String lacks(FaultSettings settings) {
        return HaProxy.lacks();
    }

    @Override
    public LoadStore store(Path folder) throws IOException {
        return LoadStore.postgresql();
    }

    @Override
    public void play(FaultSettings settings, Stage stage, LoadStore store, RunFindings findings) throws Exception {
        Path oldFiles = files(stage, "old", "Meeting");
        Path newFiles = files(stage, "new", "Meeting, another edition");
        List<BundleProcess> nodes = new ArrayList<>();
        int port = FreePort.next();
        Map<String, String> webhook = new HashMap<>(Stage.ONE_OF_SEVERAL);
        webhook.put("CALLS_WEBHOOK_PUBLIC_URL", "http://127.0.0.1:" + port + "/api/calls");
        webhook.put("CALLS_SHUTDOWN_DRAIN_MS", "5000");
        for (int i = 0; i < 2 * NODES; i++) {
            boolean isOld = i < NODES;
            nodes.add(stage.bundle((isOld ? "old-" : "new-") + i % NODES, isOld ? oldFiles : newFiles, webhook));
        }
        try (HaProxy proxy = new HaProxy(stage.folder(), port, nodes)) {
            for (int i = 0; i < NODES; i++) {
                nodes.get(i).start();
                awaitReady(proxy, i);
            }
            stage.sandbox().webhook(proxy.url());
            stage.callers().callFor(Duration.ofSeconds(5), 5 * CALLS_A_SECOND);
            Set<String> versions = stage.callers()
                    .callWhile(
                            () -> update(nodes, proxy, findings),
                            settings.escalationsOr(ESCALATIONS),
                            () -> stage.callers().callFor(Duration.ofSeconds(1), CALLS_A_SECOND));
            findings.fact("versions of the files that ran beside each other", versions);
            findings.expect(versions.size() == 2, "versions may differ meanwhile", "there was one: " + versions);
            stage.awaitQuiet();
        }
        judge(stage, store, findings);
    }

    private static Path files(Stage stage, String name, String description) throws IOException {
        Path folder = stage.folder().resolve(name).toAbsolutePath();
        BundleFiles.copyTo(folder);
        Path meeting = folder.resolve(MEETING);
        Files.writeString(
                meeting, Files.readString(meeting).replaceFirst("description: .*", "description: " + description));
        return folder;
    }

    /** The versions of the files that ran when half of the nodes were replaced. */
    private static Set<String> update(List<BundleProcess> nodes, HaProxy proxy, RunFindings findings) throws Exception {
        Set<String> versions = new LinkedHashSet<>();
        for (int i = 0; i < NODES; i++) {
            BundleProcess old = nodes.get(i);
            nodes.get(NODES + i).start();
            awaitReady(proxy, NODES + i);
            versions.add(Editor.version(old));
            versions.add(Editor.version(nodes.get(NODES + i)));
            proxy.takeOut(i);
            TimeUnit.MILLISECONDS.sleep(PRE_STOP.toMillis());
            int code = old.stop();
            findings.expect(code == 0 || code == 143, "a node ends when it is told to", "its exit code is " + code);
        }
        return versions;
    }

    private static void awaitReady(HaProxy proxy, int node) throws InterruptedException {
        boolean ready = Stage.await(LONGEST_READINESS, () -> {
            try {
                return proxy.isReady(node);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        if (!ready) {
            throw new IllegalStateException("Node " + node + " is not ready within " + LONGEST_READINESS);
        }
    }

    private static void judge(Stage stage, LoadStore store, RunFindings findings) throws Exception {
        findings.expectAllTaken(stage.callers(), "no request is refused, and no connection is cut off");
        findings.expectEscalated(stage.callers().calls(), Kept.phases(store), "no call is lost");
    }
}
