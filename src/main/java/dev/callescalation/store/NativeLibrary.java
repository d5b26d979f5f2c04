package dev.callescalation.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The library of SQLite that its driver unpacks at each start. The driver removes it when the JVM ends, but not after a
 * signal. So it has a folder of its own beside the file of the store, which is cleared at each start; and no other
 * folder needs to be writable.
 */
final class NativeLibrary {

    private static final String FOLDER = "org.sqlite.tmpdir";

    private NativeLibrary() {}

    /** To be called before the driver is loaded. A folder that the command line names is left as it is. */
    static void unpackBeside(Path file) throws IOException {
        if (System.getProperty(FOLDER) == null) {
            Path folder = Files.createDirectories(file.resolveSibling(file.getFileName() + ".native"));
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
                for (Path each : left) {
                    Files.delete(each);
                }
            }
            System.setProperty(FOLDER, folder.toString());
        }
    }

    /** Whether the driver could not load it; it does not say from where. */
    static boolean isMissing(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> String.valueOf(cause.getMessage()).contains("No native library found"));
    }

    static String whyMissing() {
        return "the native library of SQLite cannot be loaded from " + System.getProperty(FOLDER)
                + "; mount that folder without noexec, or name another one with -D" + FOLDER;
    }
}
