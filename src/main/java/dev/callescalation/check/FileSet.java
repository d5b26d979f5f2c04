package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
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
public final class FileSet {

    private static final int HASH_LETTERS = 12;

    private final SortedMap<String, SourceFile> files = new TreeMap<>();
    private final List<SourceFile> settings;
    private final String hash;
    private final ClassLoader classes;
    private final Map<String, String> layers;

    /** @param files those of settings in their order: the first one wins */
    public FileSet(Collection<SourceFile> files) {
        this(files, FileSet.class.getClassLoader(), Map.of());
    }

    /**
     * The same.
     *
     * @param classes knows the components, and the classes of beans, that these files may name
     * @param layers  where there are overlays: the hashes of the shipped files, under an empty name, and of each of
     *                them, in their order
     */
    FileSet(Collection<SourceFile> files, ClassLoader classes, Map<String, String> layers) {
        files.forEach(file -> this.files.put(file.name(), file));
        this.settings =
                files.stream().filter(file -> file.kind() == Kind.SETTINGS).toList();
        this.hash = hashOf(this.files);
        this.classes = classes;
        this.layers = layers;
    }

    ClassLoader classes() {
        return classes;
    }

    /** Names the content: twelve hex digits, the same for the same names and texts. */
    public String hash() {
        return hash;
    }

    /** Names the content of the shipped files, under an empty name, and of each overlay; empty without overlays. */
    public Map<String, String> layers() {
        return Collections.unmodifiableMap(layers);
    }

    /** Whether a file of that name is one of an overlay. */
    boolean isOfAnOverlay(String file) {
        return layers.keySet().stream().anyMatch(layer -> !layer.isEmpty() && file.startsWith(layer + "/"));
    }

    /** By name; those of settings in their order, the first of which wins. */
    public List<SourceFile> of(Kind kind) {
        if (kind == Kind.SETTINGS) {
            return settings;
        }
        return files.values().stream().filter(file -> file.kind() == kind).toList();
    }

    public Optional<SourceFile> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    public Collection<SourceFile> all() {
        return Collections.unmodifiableCollection(files.values());
    }

    /** The texts of the templates, by the name that templates import each other by: {@code app/join.jslt}. */
    public Map<String, String> templates() {
        Map<String, String> texts = new TreeMap<>();
        of(Kind.TEMPLATE).forEach(file -> texts.put(templateName(file), file.text()));
        return texts;
    }

    static String templateName(SourceFile file) {
        String folder = file.name().substring(0, file.name().lastIndexOf('/'));
        return file.name().substring(folder.lastIndexOf('/') + 1);
    }

    /** Names of the files that were added, removed or changed, sorted. */
    public SortedSet<String> changedFrom(FileSet before) {
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
