package dev.callescalation.editing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder as Kubernetes lays a ConfigMap out: its files are in a folder beside, ..data is a link to that folder, and
 * each file is a link into ..data. An update exchanges ..data alone.
 */
final class ConfigMapFolder {

    private ConfigMapFolder() {}

    static void layOut(Path mount) throws IOException {
        Path files = Files.createDirectory(mount.resolve("..2026_01"));
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2026_01"));
        for (Path file : regularFiles(mount)) {
            Files.move(file, files.resolve(file.getFileName()));
            Files.createSymbolicLink(file, Path.of("..data").resolve(file.getFileName()));
        }
    }

    /** Replaces a text in all files, at one moment. */
    static void exchange(Path mount, String old, String edited) throws IOException {
        Path next = Files.createDirectory(mount.resolve("..2026_02"));
        for (Path file : regularFiles(mount.resolve("..2026_01"))) {
            Files.writeString(
                    next.resolve(file.getFileName()), Files.readString(file).replace(old, edited));
        }
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2026_02"));
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes it an ordinary folder again, with the files that were there first, however far the layout has come. */
    static void putTogether(Path mount) throws IOException {
        for (Path file : regularFiles(mount.resolve("..2026_01"))) {
            Files.move(file, mount.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
        for (Path file : regularFiles(mount.resolve("..2026_02"))) {
            Files.delete(file);
        }
        for (String own : List.of("..data_tmp", "..data", "..2026_02", "..2026_01")) {
            Files.deleteIfExists(mount.resolve(own));
        }
    }

    private static List<Path> regularFiles(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
