package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The folder of a bundle: application.properties, templates, and the routes and Kamelets where the settings say they
 * are. Links are followed, so that a folder may be exchanged by a link, as Kubernetes does for a ConfigMap.
 */
public final class BundleFolder {

    /** Bytes of one file; the largest that is shipped has a hundredth of it. */
    private static final int LARGEST = 1_000_000;

    /** Files that look like a part of the bundle, in whichever folder they are. */
    private static final Pattern IN_SOME_FOLDER = Pattern.compile("(?i).*\\.(ya?ml|jslt)");

    private final Path root;
    private final String profile;
    private final Properties overrides;
    private final ClassLoader classes;

    /**
     * @param profile   dev or prod: application-&lt;profile&gt;.properties counts too, if it is there
     * @param overrides settings that win over those in the files
     * @throws UnreadableException when the jars of the folder cannot be read
     */
    public BundleFolder(Path root, String profile, Properties overrides) {
        this.root = root;
        this.profile = profile;
        this.overrides = overrides;
        this.classes = OwnJars.of(root);
    }

    public Properties overrides() {
        return overrides;
    }

    /** @throws UnreadableException when something cannot be read, or is being exchanged at this moment */
    public FileSet read() {
        return new FileSet(read(list()), classes);
    }

    /**
     * Other files of the folder, by name. They are no part of what runs: an edit of them changes no version.
     *
     * @param pattern {@code scenarios/**.yaml}
     * @throws UnreadableException when something cannot be read
     */
    public List<SourceFile> others(String pattern) {
        SortedMap<String, Kind> names = new TreeMap<>();
        addMatching(names, pattern, Kind.OTHER);
        return read(names);
    }

    private List<SourceFile> read(SortedMap<String, Kind> names) {
        List<SourceFile> files = new ArrayList<>();
        names.forEach((name, kind) -> {
            try {
                files.add(SourceFile.of(kind, name, kind == Kind.UNREAD ? new byte[0] : read(name)));
            } catch (NoSuchFileException ignored) {
                // removed between the list and now
            } catch (IOException e) {
                throw unreadable(name, e);
            }
        });
        return files;
    }

    /** No more of a file than it may have, however large it is or grows. */
    private byte[] read(String name) throws IOException {
        try (InputStream file = Files.newInputStream(root.resolve(name))) {
            byte[] bytes = file.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                String instead = "split it, or move it out of the folder";
                throw new UnreadableException(new Finding(name, 0, "it is larger than 1 MB", instead), null);
            }
            return bytes;
        }
    }

    /**
     * Changes with every file: names, sizes, times and file keys, of what links lead to. It opens the settings only,
     * which say where the others are.
     *
     * @throws UnreadableException when a folder cannot be read, or is being exchanged at this moment
     */
    public String look() {
        return list().keySet().stream().map(this::stamp).collect(Collectors.joining("\n"));
    }

    private String stamp(String name) {
        try {
            BasicFileAttributes now = Files.readAttributes(root.resolve(name), BasicFileAttributes.class);
            return name + " " + now.size() + " " + now.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " "
                    + now.fileKey();
        } catch (IOException e) {
            return name + " gone";
        }
    }

    private SortedMap<String, Kind> list() {
        SortedMap<String, Kind> names = new TreeMap<>();
        for (String name : List.of("application-" + profile + ".properties", "application.properties")) {
            if (Files.exists(root.resolve(name))) {
                names.put(name, Kind.SETTINGS);
            }
        }
        Settings settings = new Settings(new FileSet(read(names)), overrides);
        addMatching(names, settings, "camel.main.routes-include-pattern", "routes/*.camel.yaml", "", Kind.ROUTES);
        addMatching(
                names,
                settings,
                "camel.component.kamelet.location",
                "routes/kamelets",
                "/*.kamelet.yaml",
                Kind.KAMELET);
        addMatching(names, "templates/*/*.jslt", Kind.TEMPLATE);
        return names;
    }

    /** @param below the files to find in each of the places that the setting names */
    private void addMatching(
            SortedMap<String, Kind> names, Settings settings, String key, String otherwise, String below, Kind kind) {
        String value = settings.value(key);
        for (String place :
                (value.isBlank() ? otherwise : value).replace("file:", "").split(",")) {
            try {
                addMatching(names, place.strip() + below, kind);
            } catch (PatternSyntaxException e) {
                String wrong = key + " is '" + value + "', which is no pattern: " + e.getDescription();
                String instead = "a * matches a name or a part of one, ** folders too";
                throw new UnreadableException(settings.finding(key, wrong, instead), e);
            }
        }
    }

    /** A pattern is a path with a star for a name, or for a part of one. Places on the class path are left out. */
    private void addMatching(SortedMap<String, Kind> names, String pattern, Kind kind) {
        if (pattern.contains("classpath:")) {
            return;
        }
        Path base = root;
        String rest = pattern;
        while (rest.contains("/") && !rest.substring(0, rest.indexOf('/')).contains("*")) {
            base = base.resolve(rest.substring(0, rest.indexOf('/') + 1));
            rest = rest.substring(rest.indexOf('/') + 1);
        }
        if (!Files.isDirectory(base)) {
            return;
        }
        // as for Camel: ** stands for folders, or for none
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest.replace("**/", "{**/,}"));
        Path folder = base;
        // below a folder of its own the reader finds what lies too deep; the folder of the bundle holds other things
        // too
        int depth = rest.contains("**") || !base.equals(root)
                ? Integer.MAX_VALUE
                : (int) rest.chars().filter(c -> c == '/').count() + 1;
        try (Stream<Path> files = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
            files.filter(file -> !hidden(folder.relativize(file)))
                    .filter(Files::isRegularFile)
                    .forEach(file -> {
                        String name = name(file);
                        if (matcher.matches(folder.relativize(file))) {
                            names.put(name, kind);
                        } else if (kind != Kind.OTHER
                                && IN_SOME_FOLDER.matcher(name).matches()) {
                            names.putIfAbsent(name, Kind.UNREAD);
                        }
                    });
        } catch (IOException e) {
            throw unreadable(name(folder), e);
        } catch (UncheckedIOException e) {
            throw unreadable(name(folder), e.getCause());
        }
    }

    private UnreadableException unreadable(String name, IOException e) {
        String file = name;
        String wrong = "it cannot be read: " + e.getMessage();
        String instead = "repair or remove it";
        if (e instanceof FileSystemException of && of.getFile() != null) {
            file = name(Path.of(of.getFile()));
            String kind = of.getClass().getSimpleName().replace("Exception", "");
            wrong = "it cannot be read: " + Objects.requireNonNullElse(of.getReason(), kind);
        }
        if (e instanceof FileSystemLoopException) {
            wrong = "this link leads back to a folder that it is in";
            instead = "remove it";
        } else if (e instanceof AccessDeniedException) {
            wrong = "it cannot be read: permission denied";
            instead = "let the user read it who runs this";
        }
        return new UnreadableException(new Finding(file, 0, wrong, instead), e);
    }

    /** A file elsewhere keeps its whole path. */
    private String name(Path file) {
        boolean below = file.isAbsolute() == root.isAbsolute() && file.startsWith(root);
        return (below ? root.relativize(file) : file).normalize().toString().replace('\\', '/');
    }

    /** Kubernetes keeps versions of a folder beside the links, in folders whose names begin with two dots. */
    private static boolean hidden(Path path) {
        return StreamSupport.stream(path.spliterator(), false)
                .anyMatch(part -> part.toString().startsWith("."));
    }
}
