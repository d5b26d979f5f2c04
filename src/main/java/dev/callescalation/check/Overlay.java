package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An overlay upon the files that are shipped. Beside the files of an installation, in {@code .shipped/}, it keeps what
 * they were made from, so that an upgrade can tell what has changed underneath.
 */
public final class Overlay {

    /** Nothing reads it as a part of the bundle, since its name begins with a dot. */
    private static final String SHIPPED = ".shipped";

    private final Layer shipped;
    private final Layer overlay;

    Overlay(Layer shipped, Layer overlay) {
        this.shipped = shipped;
        this.overlay = overlay;
    }

    /**
     * A file of the overlay, with what is below it.
     *
     * @param name      as in the folder of the bundle: {@code routes/joining.camel.yaml}
     * @param own       its text
     * @param shipped   the text that it replaces; empty for a file that is added
     * @param adoptedAs what was shipped when it was adopted; empty where that is not known
     */
    public record Changed(String name, String own, Optional<String> shipped, Optional<String> adoptedAs) {

        /** Whether what it was made from is shipped no more. */
        public boolean isBehind() {
            return adoptedAs.isPresent() && !adoptedAs.equals(shipped);
        }
    }

    /** As people write it: {@code overlays/desk}. */
    public String name() {
        return overlay.name();
    }

    /** Its files, by name; settings, which are merged key by key, are not among them. */
    public List<Changed> files() {
        SortedMap<String, Kind> names = new TreeMap<>();
        overlay.addUnread(names);
        overlay.addMatching(names, "scenarios/**.yaml", Kind.OTHER);
        List<Changed> files = new ArrayList<>();
        for (String name : names.keySet()) {
            files.add(new Changed(name, text(overlay, name).orElse(""), text(shipped, name), base(name)));
        }
        return files;
    }

    /** The names of the shipped files that can be adopted. */
    public Set<String> shipped() {
        SortedMap<String, Kind> names = new TreeMap<>();
        for (String folder : List.of("routes", "templates", "scenarios")) {
            shipped.addMatching(names, folder + "/**", Kind.OTHER);
        }
        return names.keySet();
    }

    /** Its own settings file of that name, and the shipped one. */
    public Optional<Changed> settings(String name) {
        return text(overlay, name).map(own -> new Changed(name, own, text(shipped, name), Optional.empty()));
    }

    /**
     * Copies a shipped file into the overlay, to be edited there; a copy that is there already stays as it is. In both
     * cases what is shipped now is kept as what the copy was made from.
     *
     * @return whether it was copied
     * @throws IOException when a file cannot be written
     */
    public boolean adopt(String name) throws IOException {
        byte[] text = Files.readAllBytes(shipped.root().resolve(name));
        boolean copied = !overlay.has(name);
        if (copied) {
            write(name, text);
        }
        write(SHIPPED + "/" + name, text);
        return copied;
    }

    private void write(String name, byte[] text) throws IOException {
        Path file = overlay.root().resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, text);
    }

    private Optional<String> base(String name) {
        return text(overlay, SHIPPED + "/" + name);
    }

    private static Optional<String> text(Layer layer, String name) {
        if (!layer.has(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(layer.read(Kind.OTHER, name).text());
        } catch (IOException e) {
            throw layer.unreadable(name, e);
        }
    }
}
