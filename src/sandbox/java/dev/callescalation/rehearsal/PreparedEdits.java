package dev.callescalation.rehearsal;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes prepared edits in the files of a bundle and takes them back, one at a time. A file is replaced whole, so an end
 * of the program half-way leaves the one text or the other; what was left in is taken out at the next start.
 */
final class PreparedEdits {

    private static final Logger LOG = LoggerFactory.getLogger(PreparedEdits.class);

    private final Path folder;

    /** @param folder of the bundle */
    PreparedEdits(Path folder) {
        this.folder = folder;
    }

    /** Those that are in the files now. */
    synchronized List<PreparedEdit> made() throws IOException {
        List<PreparedEdit> made = new ArrayList<>();
        for (PreparedEdit edit : PreparedEdit.values()) {
            if (Files.isRegularFile(path(edit)) && edit.isIn(Files.readString(path(edit)))) {
                made.add(edit);
            }
        }
        return made;
    }

    /**
     * Takes back what was made before, and makes this edit.
     *
     * @throws IllegalStateException when the file is not such that lines can be added to it
     */
    synchronized void make(PreparedEdit edit) throws IOException {
        takeBack();
        if (!Files.isRegularFile(path(edit))) {
            throw new IllegalStateException("There is no " + edit.file() + " to edit.");
        }
        String text = Files.readString(path(edit));
        if (!text.endsWith("\n")) {
            throw new IllegalStateException(edit.file() + " does not end with a line break. Add one.");
        }
        replace(path(edit), edit.addedTo(text));
    }

    /** Takes out what is in, by whichever run it was made. */
    synchronized void takeBack() throws IOException {
        for (PreparedEdit edit : made()) {
            replace(path(edit), edit.takenFrom(Files.readString(path(edit))));
        }
    }

    /** The same where nobody waits for the result. */
    void takeBackWhatIsLeft() {
        try {
            List<PreparedEdit> left = made();
            takeBack();
            if (!left.isEmpty()) {
                LOG.info(
                        "Taken back, as it was left in: the prepared edit {}",
                        left.stream().map(PreparedEdit::word).collect(Collectors.joining(", ")));
            }
        } catch (IOException e) {
            LOG.warn(
                    "A prepared edit cannot be taken back; remove the lines between its two comments: {}",
                    e.toString());
        }
    }

    private Path path(PreparedEdit edit) {
        return folder.resolve(edit.file());
    }

    /** Of a link, what it leads to. The name of the copy begins with a dot, so that it is no file of the bundle. */
    private static void replace(Path link, String text) throws IOException {
        Path file = link.toRealPath();
        Path copy = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.writeString(copy, text);
            try {
                Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(copy);
        }
    }
}
