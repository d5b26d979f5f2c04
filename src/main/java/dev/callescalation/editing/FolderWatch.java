package dev.callescalation.editing;

import dev.callescalation.check.BundleFolder;
import dev.callescalation.check.FileSet;
import dev.callescalation.check.Finding;
import dev.callescalation.check.SourceFile;
import dev.callescalation.check.UnreadableException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls the files of a bundle and reports an edit once its last file is written. It compares sizes, times and file
 * keys, so it also notices edits on network drives, behind links and in new folders.
 */
final class FolderWatch {

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    /** An editor may write a file in several steps. The files must not change for this long. */
    private static final int SETTLE_MS = 60;
    /** For this long, an empty file or an unreadable folder counts as still being written. */
    private static final int WRITING_MS = 1_000;

    private final BundleFolder folder;
    private final Consumer<FileSet> edited;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(FolderWatch::thread);
    private String seen;
    private long emptySince;
    private long unseenSince;
    private volatile Finding unseen;

    /**
     * Takes the files as they are now for known.
     *
     * @param edited gets the files after each change; they may be the same again
     * @throws UnreadableException when they cannot be read
     */
    FolderWatch(BundleFolder folder, Consumer<FileSet> edited) {
        this.folder = folder;
        this.edited = edited;
        seen = folder.look();
    }

    private static Thread thread(Runnable polls) {
        Thread thread = new Thread(polls, "edits");
        thread.setDaemon(true);
        return thread;
    }

    /** @param periodMs pause between two polls, in milliseconds, above zero */
    synchronized void start(int periodMs) {
        if (!clock.isShutdown()) {
            clock.scheduleWithFixedDelay(this::look, periodMs, periodMs, TimeUnit.MILLISECONDS);
        }
    }

    /** What has kept edits from being noticed for a second or longer. */
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
            blind(new Finding(".", 0, "the files cannot be checked for changes: " + e, "restart when nobody calls"), e);
        }
    }

    /** Files cannot be read for a moment while they are exchanged. A failure that lasts is reported once. */
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
        } while (!clock.isShutdown());
        if (clock.isShutdown()) {
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
     * Ends the polls, after the edit that is being taken up.
     *
     * @param seconds longest wait for that edit
     */
    synchronized void stop(int seconds) {
        clock.shutdown();
        try {
            clock.awaitTermination(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
