package dev.callescalation.editing;

import dev.callescalation.editing.SourceFile.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** All files of a bundle at one moment. They are checked, taken up and put back together. */
final class FileSet {

    private static final int HASH_LETTERS = 12;

    private final SortedMap<String, SourceFile> files = new TreeMap<>();
    private final String hash;

    FileSet(Collection<SourceFile> files) {
        files.forEach(file -> this.files.put(file.name(), file));
        this.hash = hashOf(this.files);
    }

    /** Names the content: twelve hex digits, the same for the same names and texts. */
    String hash() {
        return hash;
    }

    List<SourceFile> of(Kind kind) {
        return files.values().stream().filter(file -> file.kind() == kind).toList();
    }

    Optional<SourceFile> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    Collection<SourceFile> all() {
        return Collections.unmodifiableCollection(files.values());
    }

    /** Names of the files that were added, removed or changed, sorted. */
    SortedSet<String> changedFrom(FileSet before) {
        SortedSet<String> changed = new TreeSet<>();
        files.forEach((name, file) -> {
            if (!file.equals(before.files.get(name))) {
                changed.add(name);
            }
        });
        before.files.keySet().stream().filter(name -> !files.containsKey(name)).forEach(changed::add);
        return changed;
    }

    private static String hashOf(Map<String, SourceFile> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, file) -> {
                digest.update((name + "\0" + file.text() + "\0" + (file.brokenAt() > 0 ? "broken\0" : ""))
                        .getBytes(StandardCharsets.UTF_8));
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_LETTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
