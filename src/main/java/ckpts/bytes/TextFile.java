package ckpts.bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * A destination for a small text file that a command writes: a report, a manifest, a script. Instances exist only for
 * paths that were checked before the work whose result is written: nothing is overwritten unasked. A device or pipe is
 * written to; a file appears whole or not at all, but for one that has several names: that is written into, so that all
 * of them keep it. For one thread; others, and other processes, may write to the same place.
 */
public final class TextFile {
    /** Bytes at the start of a file that identify its kind. */
    private static final int BEGINNING = 1 << 12;

    /** Followed by a number of its own, so that no two writers collide; no longer than any name may be. */
    private static final String UNFINISHED = ".ckpts-new-";

    private final Path path;
    private final Disk disk;
    private final boolean replaces;

    private TextFile(Path path, Disk disk, boolean replaces) {
        this.path = path;
        this.disk = disk;
        this.replaces = replaces;
    }

    /**
     * A path at which nothing may exist yet.
     *
     * @throws OccupiedException if something is there
     * @throws NoSuchFileException if there is no folder for it, or none allows its name
     */
    public static TextFile fresh(Path path, Disk disk) throws IOException {
        // A path that must not be used is not reported as missing.
        disk.canonical(path);
        if (disk.isStream(path)) {
            return new TextFile(path, disk, false);
        }
        requirePlace(path, disk);
        if (disk.exists(path)) {
            throw occupied(path, disk);
        }
        return new TextFile(path, disk, false);
    }

    /**
     * A path without a file, or with an empty one or an older one of the same kind.
     *
     * @param kind recognizes one by its beginning
     * @throws OccupiedException if something else is there
     * @throws NoSuchFileException as {@link #fresh}
     */
    public static TextFile renewing(Path path, Predicate<String> kind, Disk disk) throws IOException {
        if (disk.isStream(path) || !disk.exists(path)) {
            return fresh(path, disk);
        }
        if (disk.isDirectory(path) || !isOf(path, kind, disk)) {
            throw occupied(path, disk);
        }
        return new TextFile(path, disk, true);
    }

    /**
     * A path whose file may be replaced: its content is being rewritten, or replacing it was asked for.
     *
     * @throws OccupiedException if a folder is there
     * @throws NoSuchFileException as {@link #fresh}
     */
    public static TextFile replacing(Path path, Disk disk) throws IOException {
        if (disk.isStream(path) || !disk.exists(path)) {
            return fresh(path, disk);
        }
        if (disk.isDirectory(path)) {
            throw occupied(path, disk);
        }
        return new TextFile(path, disk, true);
    }

    private static void requirePlace(Path path, Disk disk) throws NoSuchFileException {
        Optional<String> tooLong = UnopenableName.tooLong(path);
        if (tooLong.isPresent()) {
            throw new NoSuchFileException(path.toString(), null, tooLong.get());
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !disk.isDirectory(folder)) {
            throw new NoSuchFileException(
                    String.valueOf(path.getParent()), null, path + " is to be written into that folder");
        }
    }

    /** @return why nothing is written there: something is there, or looking is not permitted */
    private static IOException occupied(Path path, Disk disk) {
        if (disk.isDirectory(path)) {
            return new OccupiedException(path, "is a folder");
        }
        try (ByteSource file = disk.open(path)) {
            return new OccupiedException(path, "exists");
        } catch (AccessDeniedException e) {
            return new WriteFailedException(path, e);
        } catch (IOException e) {
            return new OccupiedException(path, "exists");
        }
    }

    private static boolean isOf(Path path, Predicate<String> kind, Disk disk) throws IOException {
        try (ByteSource file = disk.open(path)) {
            ByteBuffer beginning = ByteBuffer.allocate((int) Math.min(BEGINNING, file.size()));
            file.read(0, beginning);
            return file.size() == 0 || kind.test(new String(beginning.array(), StandardCharsets.UTF_8));
        } catch (AccessDeniedException e) {
            throw new WriteFailedException(path, e);
        }
    }

    public Path path() {
        return path;
    }

    /**
     * Writes it. A replaced file keeps its permissions, and the links that lead to it.
     *
     * @throws OccupiedException if something has come there since
     * @throws WriteFailedException if it cannot be written; the old file is then unchanged, unless it has several hard
     *     links
     */
    public void write(String text) throws OccupiedException, WriteFailedException {
        try {
            attempt(text);
        } catch (OccupiedException | WriteFailedException e) {
            throw e;
        } catch (IOException e) {
            throw new WriteFailedException(path, e);
        }
    }

    private void attempt(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        if (disk.isStream(path)) {
            disk.writeInto(path, bytes);
            return;
        }
        boolean replacing = replaces && disk.exists(path);
        Path target = replacing ? disk.canonical(path) : path;
        if (replacing && disk.hasOtherNames(target)) {
            disk.writeInto(target, bytes);
            return;
        }
        Path written = target.resolveSibling(
                UNFINISHED + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        try {
            try (OutputFile file = replacing ? disk.create(written, target) : disk.create(written)) {
                file.write(bytes);
                file.sync();
            }
            name(written, target, replacing);
        } catch (IOException e) {
            disk.delete(written);
            throw e;
        }
    }

    /** A new file gets its name by a hard link, which replaces nothing; a disk without links is asked first. */
    private void name(Path written, Path target, boolean replacing) throws IOException {
        try {
            if (!replacing) {
                disk.link(written, target);
                disk.delete(written);
                return;
            }
        } catch (FileAlreadyExistsException e) {
            throw occupied(target, disk);
        } catch (CannotLinkException e) {
            if (disk.exists(target)) {
                throw occupied(target, disk);
            }
        }
        disk.move(written, target);
    }
}
