package ckpts.format;

import ckpts.bytes.Disk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One family of checkpoint files. Stateless and thread-safe. */
public interface CheckpointFormat {
    /** The word used in {@code save ... format}, in reports and in origins. */
    String name();

    /**
     * Whether a path names a checkpoint of this format: a file, a prefix or a directory, as people write it. Looks at
     * contents, not at extensions alone; answers false, never throws, on foreign or damaged bytes.
     */
    boolean recognizes(Path path, Disk disk);

    /**
     * What is wrong with a path that no format recognizes, if it is as good as one of this format: a record names a
     * checkpoint that is not there. Empty if it is not.
     */
    default Optional<IOException> incomplete(Path path, Disk disk) {
        return Optional.empty();
    }

    /**
     * Opens a checkpoint, reading names, types and places only.
     *
     * @throws ckpts.bytes.MalformedFileException if a rule of the format is broken
     * @throws IOException if reading fails
     */
    OpenedCheckpoint open(Path path, Disk disk) throws IOException;

    /** The same where not all of it may be there: what cannot be found is {@link OpenedCheckpoint#absent}. */
    default OpenedCheckpoint openPartly(Path path, Disk disk) throws IOException {
        return open(path, disk);
    }

    /**
     * Whether a path to save to can only mean this format, by its name alone: it ends as the files of this format and
     * of no other do. Such a save needs no {@code format} word.
     */
    default boolean claims(Path path) {
        return false;
    }

    /** What a path to save to ends in where it is to say this format; empty if paths do not say it. */
    default String ending() {
        return "";
    }

    /** Whether people name checkpoints of this format so: it ends as they do, which files of others may do as well. */
    default boolean isUsual(Path path) {
        return !ending().isEmpty() && path.toString().endsWith(ending());
    }

    /** The path of a checkpoint that is to lie in a folder and has no name of its own; empty if each must have one. */
    default Optional<Path> within(Path folder) {
        return Optional.empty();
    }

    /** The file or prefix that a path to save to means, in full: a directory may mean a file in it. */
    default Path destination(Path path, Disk disk) {
        return path;
    }

    /** The path of the checkpoint that has a file of this name among its several; the path itself if none has. */
    default Path whole(Path path) {
        return path;
    }

    /** What all paths that mean one checkpoint have in common: two saves to one stem would be in each other's way. */
    default Path stem(Path path) {
        return path;
    }

    /**
     * A checkpoint of another format as one of this: with what this format's own loader wants beside the tensors.
     * Asked for before anything else that is about a save.
     *
     * @param model what is expected of it, where that is known
     */
    default Checkpoint adopted(Checkpoint foreign, Optional<Manifest> model) {
        return foreign;
    }

    /** Whether the format keeps texts beside the tensors, {@link Checkpoint#metadata}, and writes those that were set. */
    default boolean keepsMetadata() {
        return false;
    }

    /**
     * What of this checkpoint the format cannot store, as sentences naming the tensor; no I/O. Whoever is about to store
     * one asks for {@link Obstacles}, which are these and those that concern every format alike.
     */
    List<String> obstacles(Checkpoint checkpoint);

    /**
     * What at this path, given by {@link #destination}, would no longer fit if the checkpoint were stored there; empty
     * if nothing is in its way but, perhaps, an older checkpoint.
     *
     * @throws IOException if the disk fails
     */
    default Optional<Conflict> conflict(Checkpoint checkpoint, Path path, Disk disk) throws IOException {
        return Optional.empty();
    }

    /**
     * Lays out the files that hold this checkpoint, as a value; no I/O. Only asked for where {@link Obstacles} and
     * {@link #conflict} are empty, and for a path that {@link #destination} gave.
     */
    Layout layout(Checkpoint checkpoint, Target target);

    /** What opens a checkpoint once its layout is written: the file that makes it one, unless the format has prefixes. */
    default Path name(Path path, Layout layout) {
        return layout.commit().path();
    }

    /** How a directory records its newest checkpoint of this format; empty if it does not. */
    default Optional<NewestRecord> newestRecord() {
        return Optional.empty();
    }

    /** The checkpoint or file that a save to this path, given by {@link #destination}, would write over, if there is one. */
    Optional<Path> occupant(Path path, Disk disk) throws IOException;

    /** Checks everything that can be checked about a stored checkpoint: checksums, missing and surplus parts. */
    Verification verify(Path path, Disk disk) throws IOException;
}
