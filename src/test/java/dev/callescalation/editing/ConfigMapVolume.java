package dev.callescalation.editing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A volume of ConfigMaps as the kubelet writes it: the files are in a folder of their own, ..data is a link to it, and
 * each name at the top is a link into ..data. An update writes a new folder, exchanges ..data and deletes the old one.
 */
public final class ConfigMapVolume {

    private final Path mount;
    private int updates;

    /** @param mount is created, if it is not there */
    public ConfigMapVolume(Path mount) throws IOException {
        this.mount = Files.createDirectories(mount);
    }

    /**
     * Replaces all files at one moment.
     *
     * @param files texts by path, such as routes/policy/moments.camel.yaml
     */
    public void update(Map<String, String> files) throws IOException {
        Path data = mount.resolve("..data");
        Path old = Files.exists(data) ? mount.resolve(Files.readSymbolicLink(data)) : null;
        updates++;
        Path next = Files.createDirectory(mount.resolve("..2026_11_30_12_00_00.%09d".formatted(updates)));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = next.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), next.getFileName());
        Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
        linkTheTop(files.keySet());
        if (old != null) {
            delete(old);
        }
    }

    private void linkTheTop(Set<String> files) throws IOException {
        Set<String> names =
                files.stream().map(file -> file.replaceFirst("/.*", "")).collect(Collectors.toSet());
        for (String name : names) {
            Path link = mount.resolve(name);
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("..data", name));
            }
        }
        for (Path entry : list(mount)) {
            String name = entry.getFileName().toString();
            if (!name.startsWith("..") && !names.contains(name)) {
                Files.delete(entry);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            // what is in a folder before the folder
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
