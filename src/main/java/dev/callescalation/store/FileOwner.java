package dev.callescalation.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a SQLite file this program's alone: two of them would send each command twice. It locks a file of its own
 * beside it, which the operating system unlocks when the program ends, however that happens. Tools that read the
 * database, such as sqlite3, are not kept from it.
 *
 * @param lock null for a database that many may share
 * @param key  which file it is, whatever its name; null where the file system does not say
 */
record FileOwner(FileChannel lock, Path file, Object key) implements AutoCloseable {

    static final FileOwner NOBODY = new FileOwner(null, null, null);

    private static final Logger LOG = LoggerFactory.getLogger(FileOwner.class);

    /** Names of file systems, as Linux and macOS have them; fuse is a program, and fuseblk one of a disk. */
    private static final Pattern OF_ANOTHER_MACHINE = Pattern.compile(
            "(9p|afpfs|afs|beegfs|ceph|cifs|fuse(?!blk)|gluster|gpfs|lustre|nfs|smb|vboxsf|virtiofs|webdav).*");

    /**
     * Makes the file and its folder when they are missing. Nobody else may read the file: it holds names and numbers.
     *
     * @param name of the store, for messages
     * @throws StoreUnavailableException when another program has it
     */
    static FileOwner of(Path file, String name) {
        FileChannel channel = null;
        try {
            Path path = file.toAbsolutePath();
            Files.createDirectories(path.getParent());
            Path real = path.getParent().toRealPath().resolve(path.getFileName());
            createIfMissing(real);
            Path lock = real.resolveSibling(real.getFileName() + ".lock");
            createIfMissing(lock);
            channel = FileChannel.open(lock, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                NativeLibrary.unpackBeside(real);
                warnOfOtherMachines(name, Files.getFileStore(real).type());
                return new FileOwner(channel, real, key(real));
            }
        } catch (OverlappingFileLockException e) {
            // this program has it already
        } catch (IOException e) {
            close(channel);
            throw new StoreUnavailableException(
                    name + " cannot be made: " + e + "; its folder must be writable for the user who runs this", e);
        }
        close(channel);
        throw new StoreUnavailableException(
                name + " is in use by another program that runs this bundle. A SQLite file has one program: stop the"
                        + " other one first, or share a PostgreSQL.",
                null);
    }

    private static void warnOfOtherMachines(String name, String type) {
        if (isOfAnotherMachine(type)) {
            LOG.warn(
                    "{} is on {}, a file system of another machine or of a program, where the log and the locks of"
                            + " SQLite do not work reliably; keep it on a local disk, or use PostgreSQL",
                    name,
                    type);
        }
    }

    /** As far as the system says; Windows calls a network drive NTFS. */
    static boolean isOfAnotherMachine(String type) {
        return OF_ANOTHER_MACHINE.matcher(type).matches();
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** Whether another file has its name by now, or none: what is written is gone when the program ends. */
    boolean hasLost() {
        try {
            return key != null && !key.equals(key(file));
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            // a commit will fail for the same reason, or nothing is wrong with the file
            return false;
        }
    }

    private static void createIfMissing(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] forTheOwner = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        try {
            Files.createFile(file, forTheOwner);
        } catch (FileAlreadyExistsException e) {
            // its rights are the operator's
        }
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new StoreUnavailableException("A lock file cannot be closed", e);
        }
    }

    @Override
    public void close() {
        close(lock);
    }
}
