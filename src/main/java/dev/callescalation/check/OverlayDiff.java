package dev.callescalation.check;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.Patch;
import dev.callescalation.check.Overlay.Changed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes what an overlay changes: for each file its difference to the shipped one, and where the shipped one has
 * changed since it was adopted, what has changed there and which changes meet; settings key by key.
 */
public record OverlayDiff(Overlay overlay, PrintWriter out) {

    private static final int LINES_AROUND = 3;

    /** Such values are shown nowhere; files may hold passcodes, though no secrets. */
    private static final Pattern HIDDEN =
            Pattern.compile("(?i).*(passcode|password|secret|token|authorization|headers|key)(?!-file).*");

    private static final Pattern ADDRESS = Pattern.compile("^[a-z:]+://");

    /** @return how many shipped files have changed since the overlay's copies were made of them */
    public int write() {
        Stream.of("application.properties", "application-dev.properties", "application-prod.properties")
                .map(overlay::settings)
                .forEach(file -> file.ifPresent(this::settings));
        List<Changed> files = overlay.files();
        files.forEach(this::file);
        return (int) files.stream().filter(Changed::isBehind).count();
    }

    private void settings(Changed file) {
        Properties own = properties(file.own());
        Properties shipped = properties(file.shipped().orElse(""));
        out.println(overlay.name() + "/" + file.name());
        for (String key : new TreeSet<>(own.stringPropertyNames())) {
            String before = shipped.getProperty(key);
            String after = own.getProperty(key);
            String how = "shipped: " + shown(key, before == null ? "" : before);
            if (before == null || before.equals(after)) {
                how = before == null ? "added" : "as shipped";
            }
            out.println("  " + key + " = " + shown(key, after) + " (" + how + ")");
        }
        out.println();
    }

    private static Properties properties(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException expected) {
            // a broken \\u escape, of which check tells
            properties.clear();
        }
        return properties;
    }

    /** The query of a link to a meeting holds its passcode. */
    private static String shown(String key, String value) {
        if (HIDDEN.matcher(key).matches() && !value.isEmpty()) {
            return "…";
        }
        return ADDRESS.matcher(value).find()
                ? value.replaceFirst("//[^/@]*@", "//…@").replaceFirst("\\?.*", "?…")
                : value;
    }

    private void file(Changed file) {
        String name = overlay.name() + "/" + file.name();
        if (file.shipped().isEmpty()) {
            out.println(
                    name + (file.adoptedAs().isPresent() ? " replaces a file that is shipped no more" : " is added"));
        } else if (file.shipped().get().equals(file.own())) {
            out.println(name + " is as shipped; remove it");
        } else {
            out.println(name + " replaces the shipped file");
            unified(file.name(), name, file.shipped().get(), file.own());
        }
        if (file.isBehind()) {
            file.shipped().ifPresent(shipped -> underneath(file, shipped));
        } else if (file.shipped().isPresent() && file.adoptedAs().isEmpty()) {
            out.println("What it was made from is not known; adopt it once, so that an upgrade can tell.");
        }
        out.println();
    }

    private void underneath(Changed file, String shipped) {
        String adopted = file.adoptedAs().orElseThrow();
        out.println("The shipped file has changed since it was adopted:");
        unified(file.name() + " (adopted)", file.name() + " (shipped now)", adopted, shipped);
        Patch<String> theirs = DiffUtils.diff(lines(adopted), lines(shipped));
        Patch<String> ours = DiffUtils.diff(lines(adopted), lines(file.own()));
        List<String> meeting = theirs.getDeltas().stream()
                .map(AbstractDelta::getSource)
                .filter(their -> ours.getDeltas().stream().anyMatch(our -> meet(their, our.getSource())))
                .map(OverlayDiff::place)
                .toList();
        out.println(
                meeting.isEmpty()
                        ? "Nothing of it meets your changes: take it over, then adopt " + file.name() + " again."
                        : "It meets your changes at " + String.join(", ", meeting)
                                + " of the adopted file: decide, then adopt " + file.name() + " again.");
    }

    private static boolean meet(Chunk<String> one, Chunk<String> other) {
        return one.getPosition() <= other.getPosition() + other.size()
                && other.getPosition() <= one.getPosition() + one.size();
    }

    private static String place(Chunk<String> chunk) {
        int first = chunk.getPosition() + 1;
        return chunk.size() < 2 ? "line " + first : "lines " + first + " to " + (first + chunk.size() - 1);
    }

    private void unified(String beforeName, String afterName, String before, String after) {
        List<String> lines = lines(before);
        UnifiedDiffUtils.generateUnifiedDiff(
                        beforeName, afterName, lines, DiffUtils.diff(lines, lines(after)), LINES_AROUND)
                .forEach(out::println);
    }

    private static List<String> lines(String text) {
        return Objects.requireNonNull(text).lines().toList();
    }
}
