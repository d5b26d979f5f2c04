package dev.callescalation.editing;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the operating system that files of a bundle may have changed, so that nobody has to wait for the next look
 * at them. It may miss some: file systems of other machines tell nothing, and neither does a link above the folder.
 */
final class FileEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileEvents.class);

    /** Two dots begin the link by which Kubernetes exchanges a whole folder. */
    private static final Pattern OF_A_BUNDLE = Pattern.compile("\\.\\..*|.*\\.(properties|ya?ml|jslt)");

    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE
    };

    private final WatchService service;
    private final List<WatchKey> keys = new ArrayList<>();
    private Set<String> parts = Set.of();

    FileEvents() {
        service = open();
    }

    private static WatchService open() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("The system tells nothing about files; looks will find what changes", e);
            return null;
        }
    }

    /**
     * Listens in the folders of these files from now on. A folder may have become another one of the same name, so it
     * begins anew each time.
     *
     * @param files in the folder that is the bundle's
     */
    void listen(Collection<Path> files) {
        keys.forEach(WatchKey::cancel);
        keys.clear();
        if (service == null) {
            return;
        }
        parts = files.stream()
                .flatMap(file -> StreamSupport.stream(file.spliterator(), false))
                .map(Path::toString)
                .collect(Collectors.toSet());
        files.stream().map(file -> file.toAbsolutePath().getParent()).distinct().forEach(this::listen);
    }

    private void listen(Path folder) {
        try {
            keys.add(folder.register(service, KINDS));
        } catch (IOException | ClosedWatchServiceException e) {
            LOG.debug("Nothing is heard of {}; looks will find what changes there", folder, e);
        }
    }

    /** Returns when something may have changed, at the latest after this time in milliseconds. */
    void await(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            if (service == null) {
                Thread.sleep(left);
                return;
            }
            WatchKey key = service.poll(left, TimeUnit.MILLISECONDS);
            if (key != null && concernsTheBundle(key)) {
                return;
            }
        }
    }

    /** A log file beside the settings, say, changes all the time. */
    private boolean concernsTheBundle(WatchKey key) {
        boolean concerns = key.pollEvents().stream()
                .anyMatch(event -> !(event.context() instanceof Path file)
                        || OF_A_BUNDLE.matcher(file.toString()).matches()
                        || parts.contains(file.toString()));
        key.reset();
        return concerns;
    }

    @Override
    public void close() {
        try {
            if (service != null) {
                service.close();
            }
        } catch (IOException e) {
            LOG.debug("Not closed", e);
        }
    }
}
