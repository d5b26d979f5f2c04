package dev.callescalation.editing;

import dev.callescalation.check.BundleCheck;
import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.FileSet;
import dev.callescalation.check.Finding;
import dev.callescalation.check.Findings;
import dev.callescalation.check.Parsed;
import dev.callescalation.check.PhaseMap;
import dev.callescalation.check.Reasons;
import dev.callescalation.check.SourceFile;
import dev.callescalation.check.SourceFile.Kind;
import dev.callescalation.metrics.Metrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.spi.BeanRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the bundle's files, and takes up what is edited while it runs: all of it or nothing. An edit that passes the
 * check is started beside the version that runs, takes over all entrances at once, and the old version finishes what it
 * has begun. An edit that does not pass changes nothing.
 */
public final class LiveBundle implements MeterBinder, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveBundle.class);

    /**
     * A request that has come in with its head only belongs to the old version already. A version stays this long after
     * it was replaced, unless this many younger ones have been replaced since.
     */
    private static final int STAY_SECONDS = 10;

    private static final int STAY_AT_MOST = 3;

    private static final String SETTINGS = "application.properties";

    private final BundleCheck check = new BundleCheck();
    private boolean enabled = true;
    private boolean startWhenWrong;
    private int lookPeriodMs = 250;
    private int finishSeconds = 120;

    private BundleFolder folder;
    private String profile;
    private SharedBeans shared;
    private LastingSettings lasting;
    private DrainingVersions draining;
    private FolderWatch watch;
    private boolean ended;
    private BundleMeters meters = new BundleMeters(Metrics.nowhere());
    private volatile Consumer<String> watcher = hash -> {};

    private volatile Version version;
    private volatile Refusal refused;
    private volatile Set<String> atNextStart = Set.of();

    /** Whether edits are taken up while it runs. */
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    /** Whether it starts, if it can, though the check has found something. */
    public void setStartWhenWrong(boolean startWhenWrong) {
        this.startWhenWrong = startWhenWrong;
    }

    /** How often the files are polled, in milliseconds, above zero. */
    public void setLookPeriodMs(int lookPeriodMs) {
        this.lookPeriodMs = lookPeriodMs;
    }

    /** How long a replaced version may take to finish what it has begun, in seconds, above zero. */
    public void setFinishSeconds(int finishSeconds) {
        this.finishSeconds = finishSeconds;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        meters = new BundleMeters(registry);
        Gauge.builder("calls_bundle_refused", this, bundle -> bundle.refused == null ? 0 : 1)
                .description("Whether the last edit was refused")
                .register(registry);
    }

    /**
     * Checks the files of the folder and builds its routes. They take no messages yet.
     *
     * @param program the beans of the program; those of the settings are among them
     * @throws IllegalStateException when something is wrong with the files, and it is not to start then; with all of it
     */
    public void build(BundleFolder folder, String profile, BeanRepository program) {
        this.folder = folder;
        this.profile = profile;
        watch = new FolderWatch(folder, this::take);
        Findings findings = new Findings();
        Parsed bundle = check.parse(folder.read(), folder.overrides(), findings);
        lasting = new LastingSettings(bundle.settings());
        shared = new SharedBeans(program, lasting::isShared);
        draining = new DrainingVersions(STAY_SECONDS, STAY_AT_MOST, finishSeconds);
        // beside each other: a start should not take longer for it
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> check.read(bundle, findings));
        Findings building = new Findings();
        Optional<Version> built = bundle.complete() ? build(bundle, building, SETTINGS) : Optional.empty();
        reading.join();
        check.environment(bundle, findings);
        if (findings.isEmpty()) {
            building.sorted().forEach(findings::add);
        }
        if (!findings.isEmpty()) {
            refuseToStart(findings, built);
        }
        version = built.orElseThrow();
        meters.runs(version.files().hash());
    }

    private void refuseToStart(Findings findings, Optional<Version> built) {
        String wrong = findings.sorted().stream().map(Finding::toString).collect(Collectors.joining(" | "));
        if (!startWhenWrong || built.isEmpty()) {
            built.ifPresent(Version::stop);
            throw new IllegalStateException("its files are wrong: " + wrong);
        }
        LOG.error("It starts as calls.editing.start-when-wrong says, though its files are wrong: {}", wrong);
    }

    /**
     * Takes messages, and begins to watch for edits.
     *
     * @throws Exception when a route cannot be started
     */
    public void open() throws Exception {
        version.open();
        if (enabled) {
            watch.start(lookPeriodMs);
        }
        LOG.info(
                "Version {} runs{}{}",
                version.files().hash(),
                layers(version.files()),
                enabled ? ". Edits of its files are taken up when they pass the check" : "");
    }

    /** {@code , of shipped files 0123456789ab, overlays/desk ba9876543210}; empty without overlays. */
    private static String layers(FileSet files) {
        return files.layers().isEmpty()
                ? ""
                : ", of "
                        + files.layers().entrySet().stream()
                                .map(layer -> (layer.getKey().isEmpty() ? "shipped files" : layer.getKey()) + " "
                                        + layer.getValue())
                                .collect(Collectors.joining(", "));
    }

    /** Hands on the name of the version that runs, and of each one that is taken up. To be called when it is open. */
    public void watch(Consumer<String> newWatcher) {
        watcher = newWatcher;
        newWatcher.accept(version.files().hash());
    }

    private Optional<Version> build(Parsed bundle, Findings findings, String otherwise) {
        return Version.build(bundle, findings, lasting.ofVersion(bundle.settings()), profile, shared, otherwise);
    }

    /** Takes files up, or refuses them. */
    private void take(FileSet files) {
        if (files.hash().equals(version.files().hash())) {
            if (refused != null) {
                LOG.info("The files are again those of version {}, which runs", files.hash());
            }
            refused = null;
            return;
        }
        if (refused != null && files.hash().equals(refused.hash())) {
            return;
        }
        try {
            takeUp(files);
        } catch (RuntimeException | Error e) {
            // a library is missing, or the check has a defect; the edit is reported as refused like any other
            LOG.debug("In detail", e);
            String file =
                    files.changedFrom(version.files()).stream().findFirst().orElse(SETTINGS);
            String why = e instanceof Error ? e.toString() : Reasons.of(e);
            refuse(files, List.of(new Finding(file, 0, "it could not be taken up: " + why, "")));
        }
    }

    private void takeUp(FileSet files) {
        long began = System.nanoTime();
        Findings findings = new Findings();
        Parsed bundle = check.parse(files, folder.overrides(), findings);
        check.read(bundle, findings);
        if (!findings.isEmpty()) {
            check.build(bundle, findings);
        } else if (!files.of(Kind.SETTINGS).equals(version.files().of(Kind.SETTINGS))) {
            // what a program has once exists already, and is built here only to see whether the settings allow it
            check.buildSettings(bundle, findings);
        }
        Collection<String> changed = files.changedFrom(version.files());
        Optional<Version> next = Optional.empty();
        if (findings.isEmpty()) {
            next = build(bundle, findings, changed.iterator().next());
        }
        if (next.isEmpty() || !opened(next.get(), changed.iterator().next(), findings)) {
            refuse(files, findings.sorted());
            return;
        }
        exchange(next.get());
        refused = null;
        meters.takenUp(files.hash());
        watcher.accept(files.hash());
        atNextStart = lasting.waiting(bundle.settings());
        LOG.info(
                "Version {} runs, taken up in {} ms: {}{}",
                files.hash(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
                String.join(", ", changed),
                atNextStart.isEmpty() ? "" : ". At the next start only: " + String.join(", ", atNextStart));
    }

    private static boolean opened(Version next, String changed, Findings findings) {
        try {
            next.open();
            return true;
        } catch (Exception e) {
            findings.add(changed, 0, "it passes the check, but cannot be started: " + Reasons.last(e), "");
            return false;
        }
    }

    private void exchange(Version next) {
        Version before = version;
        version = next;
        before.closeEntrances();
        draining.add(before);
    }

    private void refuse(FileSet files, List<Finding> findings) {
        refused = new Refusal(files.hash(), java.time.Instant.now(), findings);
        meters.refused();
        LOG.error("Edit refused, version {} keeps running: {}", version.files().hash(), refused.summary());
    }

    /** The running version, and the result of the last edit. */
    public BundleStatus status() {
        Version now = version;
        return new BundleStatus(
                now.files().hash(),
                now.since(),
                now.files().all().stream().map(SourceFile::name).toList(),
                now.files().layers(),
                atNextStart,
                Optional.ofNullable(refused),
                watch.unseen(),
                now.troubles(),
                now.slow());
    }

    /** Names the version that the files of the folder are now, whether it runs, is refused or is not looked at yet. */
    public String inFolder() {
        return folder.read().hash();
    }

    /** The phases of the running version. */
    public PhaseMap phases() {
        return version.phases();
    }

    /** Ends what runs, in order. */
    @Override
    public void close() {
        if (version == null || ended) {
            return;
        }
        ended = true;
        watch.stop(finishSeconds);
        version.stop();
        draining.close(version.secondsToEnd());
    }
}
