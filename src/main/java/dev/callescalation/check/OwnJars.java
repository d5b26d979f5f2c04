package dev.callescalation.check;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jars of an integrator in {@code lib/} of the folder of the bundle, and nowhere else: components and classes of beans.
 * Which jars there are is read once. One that the program has under the same file name is left out.
 */
public final class OwnJars {

    private static final Pattern JAR = Pattern.compile("jar:.*/([^/]+\\.jar)!/.*");

    /** The beans of the program and those of its routes must have the same classes. */
    private static final Map<List<URL>, ClassLoader> LOADERS = new ConcurrentHashMap<>();

    private OwnJars() {}

    /**
     * Knows the classes of the program and of these jars; that of the program wins.
     *
     * @param folder of the bundle
     * @throws UnreadableException when lib/ cannot be read
     */
    public static ClassLoader of(Path folder) {
        ClassLoader program = OwnJars.class.getClassLoader();
        Path lib = folder.resolve("lib");
        if (!Files.isDirectory(lib)) {
            return program;
        }
        try (Stream<Path> files = Files.list(lib)) {
            Set<String> known = Collections.list(program.getResources("META-INF/MANIFEST.MF")).stream()
                    .map(manifest -> JAR.matcher(manifest.toString()).replaceFirst("$1"))
                    .collect(Collectors.toSet());
            List<URL> jars = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".jar") && !known.contains(name)) {
                    jars.add(file.toUri().toURL());
                }
            }
            return jars.isEmpty()
                    ? program
                    : LOADERS.computeIfAbsent(jars, added -> new URLClassLoader(added.toArray(URL[]::new), program));
        } catch (IOException e) {
            Finding finding = new Finding("lib", 0, "it cannot be read: " + e.getMessage(), "repair or remove it");
            throw new UnreadableException(finding, e);
        }
    }
}
