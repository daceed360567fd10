package ckpts.state;

import ckpts.bytes.SeenFile;
import ckpts.checkpoint.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A checkpoint of the workspace.
 *
 * @param name given by the script, {@code model} by default
 * @param path that was loaded
 * @param format the name of its format
 * @param files the files it was read from, as they were then
 * @param leftOut how many of its tensors were not taken
 * @param original as it was loaded
 * @param current as it is now
 * @param edited JSON files as they are to be written beside it, in the order in which they were first edited
 * @param departures the fates of names that it no longer has
 */
public record Loaded(
        String name,
        Path path,
        String format,
        List<SeenFile> files,
        int leftOut,
        Checkpoint original,
        Checkpoint current,
        List<EditedFile> edited,
        RemovedNames departures) {
    public Loaded {
        Objects.requireNonNull(name, "name is null");
        files = List.copyOf(files);
        edited = List.copyOf(edited);
    }

    /** A checkpoint without any edits yet. */
    public Loaded(String name, Path path, String format, List<SeenFile> files, int leftOut, Checkpoint original) {
        this(name, path, format, files, leftOut, original, original, List.of(), RemovedNames.NONE);
    }

    /** A JSON file as it was edited; empty if it is unchanged. */
    public Optional<EditedFile> edited(Path file) {
        return edited.stream().filter(known -> known.isOf(file)).findFirst();
    }

    Loaded now(Checkpoint changed) {
        return now(changed, departures);
    }

    Loaded now(Checkpoint changed, RemovedNames changedDepartures) {
        return new Loaded(name, path, format, files, leftOut, original, changed, edited, changedDepartures);
    }

    Loaded with(EditedFile file) {
        List<EditedFile> all = new ArrayList<>(edited);
        all.replaceAll(known -> known.isOf(file.path()) ? file : known);
        if (!all.contains(file)) {
            all.add(file);
        }
        return new Loaded(name, path, format, files, leftOut, original, current, all, departures);
    }
}
