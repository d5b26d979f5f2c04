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
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One folder of files: the one that is shipped, or an overlay. Files are named relative to it. Links are followed, so
 * that a folder may be exchanged by a link, as Kubernetes does for a ConfigMap.
 *
 * @param name as people write it: {@code overlays/desk}; empty for the folder of the bundle itself
 */
record Layer(Path root, String name) {

    /** Bytes of one file; the largest that is shipped has a hundredth of it. */
    private static final int LARGEST = 1_000_000;

    /** Files that look like a part of the bundle, in whichever folder they are. */
    private static final Pattern IN_SOME_FOLDER = Pattern.compile("(?i).*\\.(ya?ml|jslt)");

    boolean isOverlay() {
        return !name.isEmpty();
    }

    boolean has(String file) {
        return Files.exists(root.resolve(file));
    }

    /** How findings and the log call one of its files: {@code overlays/desk/routes/joining.camel.yaml}. */
    String shown(String file) {
        return isOverlay() ? name + "/" + file : file;
    }

    /** @throws java.nio.file.NoSuchFileException when it was removed meanwhile */
    SourceFile read(Kind kind, String file) throws IOException {
        return SourceFile.of(kind, shown(file), kind == Kind.UNREAD ? new byte[0] : bytes(file));
    }

    /** No more of a file than it may have, however large it is or grows. */
    private byte[] bytes(String file) throws IOException {
        try (InputStream open = Files.newInputStream(root.resolve(file))) {
            byte[] bytes = open.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                String instead = "split it, or move it out of the folder";
                throw new UnreadableException(new Finding(shown(file), 0, "it is larger than 1 MB", instead), null);
            }
            return bytes;
        }
    }

    /** Changes with the file: its name, size, time and key, of what a link leads to. */
    String stamp(String file) {
        try {
            BasicFileAttributes now = Files.readAttributes(root.resolve(file), BasicFileAttributes.class);
            return shown(file) + " " + now.size() + " " + now.lastModifiedTime().to(TimeUnit.NANOSECONDS) + " "
                    + now.fileKey();
        } catch (IOException e) {
            return shown(file) + " gone";
        }
    }

    /**
     * Adds the files that a pattern matches, which is a path with a star for a name, or for a part of one. Places on
     * the class path are left out.
     *
     * @throws java.util.regex.PatternSyntaxException when it is no pattern
     * @throws UnreadableException                    when a folder cannot be read
     */
    void addMatching(SortedMap<String, Kind> files, String pattern, Kind kind) {
        if (pattern.contains("classpath:")
                || isOverlay() && Path.of(pattern.replace("*", "x")).isAbsolute()) {
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
        walk(folder, depth, file -> {
            String name = relative(file);
            if (matcher.matches(folder.relativize(file))) {
                files.put(name, kind);
            } else if (kind != Kind.OTHER && IN_SOME_FOLDER.matcher(name).matches()) {
                files.putIfAbsent(name, Kind.UNREAD);
            }
        });
    }

    /** An overlay holds nothing but files of a bundle: those that nothing reads are added as such. */
    void addUnread(SortedMap<String, Kind> files) {
        walk(root, Integer.MAX_VALUE, file -> {
            String name = relative(file);
            if (IN_SOME_FOLDER.matcher(name).matches() && !name.startsWith("scenarios/")) {
                files.putIfAbsent(name, Kind.UNREAD);
            }
        });
    }

    private void walk(Path folder, int depth, Consumer<Path> taker) {
        try (Stream<Path> files = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
            files.filter(file -> !hidden(folder.relativize(file)))
                    .filter(Files::isRegularFile)
                    .forEach(taker);
        } catch (IOException e) {
            throw unreadable(relative(folder), e);
        } catch (UncheckedIOException e) {
            throw unreadable(relative(folder), e.getCause());
        }
    }

    UnreadableException unreadable(String file, IOException e) {
        String named = file;
        String wrong = "it cannot be read: " + e.getMessage();
        String instead = "repair or remove it";
        if (e instanceof FileSystemException of && of.getFile() != null) {
            named = relative(Path.of(of.getFile()));
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
        return new UnreadableException(new Finding(shown(named), 0, wrong, instead), e);
    }

    /** A file elsewhere keeps its whole path. */
    private String relative(Path file) {
        boolean below = file.isAbsolute() == root.isAbsolute() && file.startsWith(root);
        return (below ? root.relativize(file) : file).normalize().toString().replace('\\', '/');
    }

    /** Kubernetes keeps versions of a folder beside the links, in folders whose names begin with two dots. */
    private static boolean hidden(Path path) {
        return StreamSupport.stream(path.spliterator(), false)
                .anyMatch(part -> part.toString().startsWith("."));
    }
}
