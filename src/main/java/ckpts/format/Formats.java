package ckpts.format;

import ckpts.bytes.ClosedFolder;
import ckpts.bytes.Disk;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The formats that a session knows, in the order in which they are tried.
 *
 * @param checkpoints formats of checkpoints, to read and write
 * @param manifests other sources of manifests
 */
public record Formats(List<CheckpointFormat> checkpoints, List<ManifestSource> manifests) {
    public Formats {
        checkpoints = List.copyOf(checkpoints);
        manifests = List.copyOf(manifests);
    }

    /** The format of this name, as {@code save ... format} says it. */
    public Optional<CheckpointFormat> named(String name) {
        return checkpoints.stream().filter(format -> format.name().equals(name)).findFirst();
    }

    /** The format to which the ending of a path to save to belongs. */
    public Optional<CheckpointFormat> claiming(Path path) {
        return checkpoints.stream()
                .filter(format -> format.form(path).kind() == PathForm.Kind.OWN)
                .findFirst();
    }

    /**
     * The first format that recognizes what is at this path; no exception on foreign or damaged bytes. A file of
     * another kind does not match, whatever its name.
     */
    public Optional<CheckpointFormat> recognizing(Path path, Disk disk) {
        if (!disk.isDirectory(path) && ForeignFile.at(path, disk).isPresent()) {
            return Optional.empty();
        }
        return checkpoints.stream()
                .filter(format -> format.recognizes(path, disk))
                .findFirst();
    }

    /** The first source that recognizes the file at this path and can read a manifest from it. */
    public Optional<ManifestSource> manifestAt(Path path, Disk disk) {
        return manifests.stream()
                .filter(source -> source.recognizes(path, disk))
                .findFirst();
    }

    /**
     * Opens the checkpoint at a path, whatever its format.
     *
     * @throws NoSuchFileException if nothing is there
     * @throws UnknownFormatException if no format recognizes it
     */
    public OpenedCheckpoint open(Path path, Disk disk) throws IOException {
        return recognized(path, disk).open(path, disk);
    }

    /** Opens a checkpoint that may be incomplete: missing tensors are in {@link OpenedCheckpoint#absent}. */
    public OpenedCheckpoint openPartly(Path path, Disk disk) throws IOException {
        return recognized(path, disk).openPartly(path, disk);
    }

    private CheckpointFormat recognized(Path path, Disk disk) throws IOException {
        Optional<CheckpointFormat> format = recognizing(path, disk);
        if (format.isEmpty()) {
            throw unrecognized(path, disk);
        }
        return format.get();
    }

    /** The error for a path that no format recognizes: it is missing, incomplete, of another kind, or unknown. */
    public IOException unrecognized(Path path, Disk disk) {
        if (!disk.exists(path) || disk.isDirectory(path)) {
            Optional<AccessDeniedException> closed = ClosedFolder.on(path, disk);
            if (closed.isPresent()) {
                return closed.get();
            }
        }
        for (CheckpointFormat format : checkpoints) {
            Optional<IOException> incomplete = format.incomplete(path, disk);
            if (incomplete.isPresent()) {
                return incomplete.get();
            }
        }
        if (!disk.exists(path)) {
            return new NoSuchFileException(path.toString());
        }
        Optional<IOException> denied = denied(path, disk);
        if (denied.isPresent()) {
            return denied.get();
        }
        Optional<ManifestSource> manifest = manifestAt(path, disk);
        if (manifest.isPresent()) {
            return UnknownFormatException.of(path, manifest.get());
        }
        return foreign(path, disk).orElseGet(() -> {
            if (disk.isDirectory(path)) {
                return UnknownFormatException.ofFolder(path);
            }
            List<String> known = new ArrayList<>();
            checkpoints.forEach(format -> known.add(format.name()));
            manifests.forEach(source -> known.add(source.name()));
            return UnknownFormatException.of(path, known);
        });
    }

    private static Optional<IOException> denied(Path path, Disk disk) {
        try {
            if (disk.isDirectory(path)) {
                disk.list(path);
            } else {
                disk.open(path).close();
            }
            return Optional.empty();
        } catch (AccessDeniedException e) {
            return Optional.of(e);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A file or a folder of another kind; for a folder, also the first file of another kind in it. */
    private static Optional<UnknownFormatException> foreign(Path path, Disk disk) {
        Optional<ForeignFile> itself = ForeignFile.at(path, disk);
        if (itself.isPresent() || !disk.isDirectory(path)) {
            return itself.map(kind -> UnknownFormatException.of(path, kind));
        }
        try {
            return disk.list(path).stream()
                    .map(path::resolve)
                    .filter(file -> !disk.isDirectory(file))
                    .flatMap(file ->
                            ForeignFile.at(file, disk).map(kind -> UnknownFormatException.of(file, kind)).stream())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
