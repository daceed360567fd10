package ckpts.plan;

import ckpts.bytes.Disk;
import ckpts.bytes.SeenFile;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Step;
import ckpts.format.CheckpointFormat;
import ckpts.state.EditedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The request of one {@code save} statement.
 *
 * @param step the statement
 * @param subject the name of the checkpoint that is saved
 * @param checkpoint exactly the tensors to be stored
 * @param format to write
 * @param path of the target: a file or a prefix, resolved against the script's folder
 * @param options of the save
 * @param inputs the files that it is made of, as they were when they were read
 * @param edited JSON files to be written beside it
 */
public record SaveRequest(
        Step step,
        String subject,
        Checkpoint checkpoint,
        CheckpointFormat format,
        Path path,
        SaveOptions options,
        List<SeenFile> inputs,
        List<EditedFile> edited) {
    public SaveRequest {
        Objects.requireNonNull(step, "step is null");
        Objects.requireNonNull(subject, "subject is null");
        Objects.requireNonNull(checkpoint, "checkpoint is null");
        Objects.requireNonNull(format, "format is null");
        Objects.requireNonNull(path, "path is null");
        Objects.requireNonNull(options, "options is null");
        inputs = List.copyOf(inputs);
        edited = List.copyOf(edited);
    }

    /** The format with its options, as the statement writes it: {@code safetensors(alignment = 4096)}. */
    public String formatWritten() {
        return format.name() + options.ofFormat().written();
    }

    /** Whether a path means the checkpoint that this save writes. */
    public boolean isTo(Path other, Disk disk) throws IOException {
        Path own = disk.canonical(format.destination(path, disk).stem());
        return own.equals(disk.canonical(format.destination(other, disk).stem()));
    }

    /** The same at another path. */
    SaveRequest at(Path newPath) {
        return new SaveRequest(step, subject, checkpoint, format, newPath, options, inputs, edited);
    }

    /** The same, replacing what is at its paths. */
    public SaveRequest overwriting() {
        return new SaveRequest(step, subject, checkpoint, format, path, options.overwriting(), inputs, edited);
    }

    /** Whether a file of its plan is a JSON file that goes beside the checkpoint. */
    public boolean isBeside(Path file) {
        return edited.stream().anyMatch(one -> one.beside(path).equals(file));
    }
}
