package ckpts.format;

import ckpts.bytes.Disk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.LoadingCall;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.SharedValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One family of checkpoint files. Stateless and thread-safe. */
public interface CheckpointFormat {
    /** The format's name in {@code save ... format}, in reports and in origins. */
    String name();

    /**
     * Whether a path names a checkpoint of this format: a file, a prefix or a directory, as users write it. Looks at
     * contents, not only at extensions; returns false, never throws, on foreign or damaged bytes.
     */
    boolean recognizes(Path path, Disk disk);

    /**
     * The error for a path that no format recognizes although it clearly belongs to this format: a record names a
     * checkpoint that is missing. Else empty.
     */
    default Optional<IOException> incomplete(Path path, Disk disk) {
        return Optional.empty();
    }

    /**
     * Opens a checkpoint, reading only names, types and places.
     *
     * @throws ckpts.bytes.MalformedFileException if a rule of the format is broken
     * @throws IOException if reading fails
     */
    OpenedCheckpoint open(Path path, Disk disk) throws IOException;

    /** Opens a checkpoint that may be incomplete: missing tensors are in {@link OpenedCheckpoint#absent}. */
    default OpenedCheckpoint openPartly(Path path, Disk disk) throws IOException {
        return open(path, disk);
    }

    /** What the name of a path to save to says to this format; no I/O. */
    default PathForm form(Path path) {
        boolean usual = !ending().isEmpty() && path.toString().endsWith(ending());
        return usual ? new PathForm(PathForm.Kind.USUAL, path) : PathForm.other(path);
    }

    /**
     * Where a checkpoint goes that is saved to this path, and what is there.
     *
     * @throws IOException if the disk fails
     */
    Destination destination(Path path, Disk disk) throws IOException;

    /** The ending by which a path to save to selects this format; empty if there is none. */
    default String ending() {
        return "";
    }

    /** The endings of files that a path to open may name; others are found beside them. */
    default List<String> endings() {
        return List.of();
    }

    /** The path of an unnamed checkpoint in a folder; empty if each must have a name. */
    default Optional<Path> within(Path folder) {
        return Optional.empty();
    }

    /**
     * Converts a checkpoint of another format to this one: adds what this format's own loader needs besides the
     * tensors. Called before anything else about a save.
     *
     * @param model the model that it is for, if known
     */
    default Checkpoint adopted(Checkpoint foreign, Optional<Manifest> model) {
        return foreign;
    }

    /** The options that a save can give: {@code save ... format NAME(option = value)}. */
    default List<FormatOption<?>> options() {
        return List.of();
    }

    /** The calls that load checkpoints of this format, as {@code restored_by} of a manifest file names them. */
    default List<LoadingCall> loadingCalls() {
        return List.of();
    }

    /** Names of tensors that the format's framework keeps for itself, see {@link Manifest#bookkeeping}. */
    default Set<String> bookkeeping() {
        return Set.of();
    }

    /** Whether a checkpoint of another format finds its places only by a model, so that it is not offered to everyone. */
    default boolean needsModel() {
        return false;
    }

    /** Whether the format has metadata, {@link Checkpoint#metadata}, and writes values that were set. */
    default boolean keepsMetadata() {
        return false;
    }

    /** Whether tensors that share their values ({@link SharedValues}) share them in files of this format, too. */
    default boolean keepsSharedValues() {
        return false;
    }

    /**
     * The parts of this checkpoint that the format cannot store, as sentences naming the tensor; no I/O. Callers that
     * store a checkpoint use {@link Obstacles}, which adds those common to all formats.
     */
    List<String> obstacles(Checkpoint checkpoint);

    /**
     * A conflict with files at this destination that would no longer fit if the checkpoint were stored there; empty if
     * there is at most an older checkpoint.
     *
     * @throws IOException if the disk fails
     */
    default Optional<Conflict> conflict(Checkpoint checkpoint, Destination destination, Disk disk) throws IOException {
        return Optional.empty();
    }

    /**
     * Lays out the files that hold this checkpoint, as a value; no I/O. Called only if {@link Obstacles} and
     * {@link #conflict} are empty, and with the path of a {@link #destination}.
     */
    Layout layout(Checkpoint checkpoint, Target target);

    /** The path that opens a checkpoint once its layout is written: the commit file, unless the format has prefixes. */
    default Path name(Path path, Layout layout) {
        return layout.commit().path();
    }

    /** The record of a directory's newest checkpoint of this format; empty if there is none. */
    default Optional<NewestRecord> newestRecord() {
        return Optional.empty();
    }

    /** Checks everything that can be checked about a stored checkpoint: checksums, missing and surplus parts. */
    Verification verify(Path path, Disk disk) throws IOException;
}
