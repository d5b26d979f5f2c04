package dev.callescalation.check;

import dev.callescalation.check.SourceFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of a bundle: application.properties, templates, and the routes and Kamelets where the settings say they
 * are; and the overlays upon it. A file of an overlay replaces the one of the same name below it, or is added, and its
 * settings win.
 */
public final class BundleFolder {

    /** Folders, separated by commas; relative ones start at the folder of the bundle. Of two, the later one wins. */
    public static final String OVERLAYS = "calls.bundle.overlays";

    private final Layer shipped;
    private final String profile;
    private final Properties overrides;
    private final ClassLoader classes;

    /** A file of the bundle, and the layer that it is read from. */
    private record Found(Layer layer, String name, Kind kind) {}

    /** The layers at one moment, the shipped one first, and the settings of all of them, those that win first. */
    private record Layers(List<Layer> layers, List<SourceFile> settings) {}

    /**
     * @param profile   dev or prod: application-&lt;profile&gt;.properties counts too, if it is there
     * @param overrides settings that win over those in the files
     * @throws UnreadableException when the jars of the folder cannot be read
     */
    public BundleFolder(Path root, String profile, Properties overrides) {
        this.shipped = new Layer(root, "");
        this.profile = profile;
        this.overrides = overrides;
        this.classes = OwnJars.of(root);
    }

    public Properties overrides() {
        return overrides;
    }

    /** @throws UnreadableException when something cannot be read, or is being exchanged at this moment */
    public FileSet read() {
        Layers now = layers();
        List<SourceFile> files = new ArrayList<>(now.settings());
        files.addAll(read(found(now)));
        return new FileSet(files, classes, now.layers().size() > 1 ? hashes(now) : Map.of());
    }

    /** Of each layer by itself, what another one replaces included; no overlay changes that of the shipped files. */
    private Map<String, String> hashes(Layers now) {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (Layer layer : now.layers()) {
            List<SourceFile> files = new ArrayList<>(read(settings(List.of(layer))));
            List<SourceFile> where = layer.isOverlay() ? now.settings() : List.copyOf(files);
            files.addAll(read(found(new Layers(List.of(layer), where))));
            hashes.put(layer.name(), new FileSet(files).hash());
        }
        return hashes;
    }

    /** The files of settings, those that win first. */
    public List<Path> settings() {
        return settings(layers().layers()).stream()
                .map(found -> found.layer().root().resolve(found.name()))
                .toList();
    }

    /**
     * Other files of the folder, by name. They are no part of what runs: an edit of them changes no version.
     *
     * @param pattern {@code scenarios/**.yaml}
     * @throws UnreadableException when something cannot be read
     */
    public List<SourceFile> others(String pattern) {
        SortedMap<String, Found> found = new TreeMap<>();
        for (Layer layer : layers().layers()) {
            SortedMap<String, Kind> names = new TreeMap<>();
            layer.addMatching(names, pattern, Kind.OTHER);
            names.forEach((name, kind) -> found.put(name, new Found(layer, name, kind)));
        }
        return read(found.values());
    }

    /**
     * The overlays, in their order.
     *
     * @throws UnreadableException when there is no such folder
     */
    public List<Overlay> overlays() {
        return layers().layers().stream()
                .filter(Layer::isOverlay)
                .map(layer -> new Overlay(shipped, layer))
                .toList();
    }

    private Layers layers() {
        List<SourceFile> shippedSettings = read(settings(List.of(shipped)));
        Settings own = new Settings(new FileSet(shippedSettings), overrides);
        List<Layer> layers = new ArrayList<>(List.of(shipped));
        for (String name : own.value(OVERLAYS).split(",")) {
            String folder = name.strip().replaceFirst("(?<=.)/+$", "");
            if (folder.isEmpty()) {
                continue;
            }
            Path root = shipped.root().resolve(folder);
            if (!Files.isDirectory(root)) {
                throw new UnreadableException(missing(own, folder), null);
            }
            layers.add(new Layer(root, folder));
        }
        // looked at four times a second: without overlays there is nothing more to read
        return new Layers(layers, layers.size() == 1 ? shippedSettings : read(settings(layers)));
    }

    private List<Found> settings(List<Layer> layers) {
        List<Layer> winningFirst = new ArrayList<>(layers);
        Collections.reverse(winningFirst);
        // those of the profile first: what dev keeps away from production counts whatever an overlay says
        return Stream.of("application-" + profile + ".properties", "application.properties")
                .flatMap(name -> winningFirst.stream()
                        .filter(layer -> layer.has(name))
                        .map(layer -> new Found(layer, name, Kind.SETTINGS)))
                .toList();
    }

    private static Finding missing(Settings own, String folder) {
        String wrong = OVERLAYS + " names " + folder + ", and there is no such folder";
        String instead = "make it, or take it out of " + OVERLAYS;
        String inFiles = own.inFiles(OVERLAYS);
        boolean fromElsewhere = inFiles == null || !own.value(OVERLAYS).strip().equals(inFiles.strip());
        return fromElsewhere ? new Finding("environment", 0, wrong, instead) : own.finding(OVERLAYS, wrong, instead);
    }

    private List<SourceFile> read(Collection<Found> found) {
        List<SourceFile> files = new ArrayList<>();
        found.forEach(file -> {
            try {
                files.add(file.layer().read(file.kind(), file.name()));
            } catch (NoSuchFileException ignored) {
                // removed between the list and now
            } catch (IOException e) {
                throw file.layer().unreadable(file.name(), e);
            }
        });
        return files;
    }

    /**
     * Changes with every file: names, sizes, times and file keys, of what links lead to. It opens the settings only,
     * which say where the others are.
     *
     * @throws UnreadableException when a folder cannot be read, or is being exchanged at this moment
     */
    public String look() {
        Layers now = layers();
        return Stream.concat(settings(now.layers()).stream(), found(now).stream())
                .map(file -> file.layer().stamp(file.name()))
                .collect(Collectors.joining("\n"));
    }

    /** All but the settings, by name. */
    private Collection<Found> found(Layers now) {
        Settings settings = new Settings(new FileSet(now.settings()), overrides);
        SortedMap<String, Found> found = new TreeMap<>();
        for (Layer layer : now.layers()) {
            SortedMap<String, Kind> names = new TreeMap<>();
            addMatching(layer, names, settings, "camel.main.routes-include-pattern", "", Kind.ROUTES);
            addMatching(layer, names, settings, "camel.component.kamelet.location", "/*.kamelet.yaml", Kind.KAMELET);
            layer.addMatching(names, "templates/*/*.jslt", Kind.TEMPLATE);
            if (layer.isOverlay()) {
                layer.addUnread(names);
            }
            names.forEach((name, kind) -> found.put(name, new Found(layer, name, kind)));
        }
        return found.values();
    }

    /** @param below the files to find in each of the places that the setting names */
    private static void addMatching(
            Layer layer, SortedMap<String, Kind> names, Settings settings, String key, String below, Kind kind) {
        String otherwise = kind == Kind.ROUTES ? "routes/*.camel.yaml" : "routes/kamelets";
        String value = Optional.of(settings.value(key))
                .filter(given -> !given.isBlank())
                .orElse(otherwise);
        for (String place : value.replace("file:", "").split(",")) {
            try {
                layer.addMatching(names, place.strip() + below, kind);
            } catch (PatternSyntaxException e) {
                String wrong = key + " is '" + value + "', which is no pattern: " + e.getDescription();
                String instead = "a * matches a name or a part of one, ** folders too";
                throw new UnreadableException(settings.finding(key, wrong, instead), e);
            }
        }
    }
}
