package dev.callescalation.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is made of files that are replaced while the program runs: a secret that is rotated, or a key. */
final class Rotating<T> implements Supplier<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Rotating.class);

    private final Map<String, Path> files;
    private final Supplier<T> reading;
    private volatile T value;
    private byte[] made;
    private byte[] seen;

    /**
     * @param files   by the setting that names them
     * @param reading throws IllegalArgumentException when they are of no use
     */
    Rotating(Map<String, Path> files, Supplier<T> reading) {
        this.files = files;
        this.reading = reading;
        made = contents();
        seen = made;
        value = reading.get();
    }

    @Override
    public T get() {
        return value;
    }

    /**
     * Reads the files again if they have changed. What has changed since the last look may be half written, or one of
     * two files that belong together, so it is read at the next one.
     */
    void look() {
        byte[] now = contents();
        boolean settled = Arrays.equals(now, seen);
        seen = now;
        if (settled && !Arrays.equals(now, made)) {
            made = now;
            take();
        }
    }

    private void take() {
        String settings = String.join(", ", files.keySet());
        try {
            value = reading.get();
            LOG.info("{}: what was replaced has been read, and counts from now on", settings);
        } catch (IllegalArgumentException e) {
            LOG.error("{}; what was there before still counts", e.getMessage());
        } catch (RuntimeException | Error e) {
            // else nobody would look again
            LOG.error("{}: what was replaced cannot be taken up; what was there before still counts", settings, e);
        }
    }

    private byte[] contents() {
        MessageDigest all = sha256();
        files.values().forEach(file -> all.update(sha256().digest(content(file))));
        return all.digest();
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return e.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
