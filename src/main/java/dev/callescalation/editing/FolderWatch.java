package dev.callescalation.editing;

import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.FileSet;
import dev.callescalation.check.Finding;
import dev.callescalation.check.SourceFile;
import dev.callescalation.check.UnreadableException;
import java.nio.file.ClosedWatchServiceException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files of a bundle, now and then and whenever the system tells of a change, and tells when they have
 * changed and whoever writes them has come to an end.
 */
final class FolderWatch {

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    /** An editor may write a file in several steps; its last one is waited for. */
    private static final int SETTLE_MS = 60;
    /** How long an empty file, or a folder that cannot be read, is taken for one that is being written. */
    private static final int WRITING_MS = 1_000;

    private final BundleFolder folder;
    private final Consumer<FileSet> edited;
    private FileEvents events;
    private Thread thread;
    private volatile boolean stopped;
    private String seen;
    private long emptySince;
    private long unseenSince;
    private volatile Finding unseen;

    /**
     * Takes the files as they are now for known.
     *
     * @param edited told of the files after each change; they may be the same again
     * @throws UnreadableException when they cannot be read
     */
    FolderWatch(BundleFolder folder, Consumer<FileSet> edited) {
        this.folder = folder;
        this.edited = edited;
        seen = folder.look();
    }

    /** @param periodMs pause between two looks of which the system has told nothing, in milliseconds */
    synchronized void start(int periodMs) {
        if (stopped) {
            return;
        }
        events = new FileEvents();
        thread = new Thread(() -> run(periodMs), "edits");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(int periodMs) {
        listen();
        while (!stopped) {
            try {
                events.await(periodMs);
            } catch (InterruptedException e) {
                LOG.debug("Interrupted by something that an edit has begun; the watch goes on", e);
            } catch (ClosedWatchServiceException e) {
                LOG.debug("Asked to stop", e);
            }
            if (!stopped) {
                look();
            }
        }
    }

    /** What changes before, or in a folder that cannot be read, is found by the next look. */
    private void listen() {
        try {
            events.listen(folder.files());
        } catch (RuntimeException e) {
            LOG.debug("Nothing is heard of the files", e);
        }
    }

    /** What keeps edits from being seen, for a second at least. */
    Optional<Finding> unseen() {
        return Optional.ofNullable(unseen);
    }

    private void look() {
        try {
            String look = folder.look();
            if (!look.equals(seen)) {
                settle(look);
            }
            unseenSince = 0;
            if (unseen != null) {
                LOG.info("Edits are seen again");
                unseen = null;
            }
        } catch (UnreadableException e) {
            blind(e.finding(), e);
        } catch (RuntimeException | Error e) {
            LOG.debug("In detail", e);
            blind(new Finding(".", 0, "the files cannot be looked at: " + e, "restart when nobody calls"), e);
        }
    }

    /** Files that are being exchanged cannot be read for a moment; what lasts is told once. */
    private void blind(Finding finding, Throwable cause) {
        if (unseenSince == 0) {
            unseenSince = System.nanoTime();
        }
        if (!finding.equals(unseen) && lasts(unseenSince)) {
            unseen = finding;
            LOG.warn("Edits are not seen: {}", finding);
            LOG.debug("In detail", cause);
        }
    }

    private void settle(String first) {
        String look = first;
        FileSet files;
        do {
            pause();
            files = folder.read();
            String again = folder.look();
            if (again.equals(look)) {
                break;
            }
            look = again;
        } while (!stopped);
        if (stopped) {
            return;
        }
        boolean empty = files.all().stream()
                .anyMatch(file ->
                        file.kind() != SourceFile.Kind.UNREAD && file.text().isBlank());
        if (empty && emptySince == 0) {
            emptySince = System.nanoTime();
        }
        if (empty && !lasts(emptySince)) {
            return;
        }
        emptySince = 0;
        seen = look;
        listen();
        edited.accept(files);
    }

    private static boolean lasts(long since) {
        return System.nanoTime() - since >= TimeUnit.MILLISECONDS.toNanos(WRITING_MS);
    }

    private static void pause() {
        try {
            Thread.sleep(SETTLE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The program ends", e);
        }
    }

    /**
     * Ends. An edit that is being taken up is taken up first, or it would run on.
     *
     * @param seconds how long that is waited for
     */
    void stop(int seconds) {
        if (!end()) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(seconds));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is anything to wait for. */
    private synchronized boolean end() {
        stopped = true;
        if (events != null) {
            events.close();
        }
        return thread != null;
    }
}
