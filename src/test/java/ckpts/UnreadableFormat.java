package ckpts;

import ckpts.bytes.Disk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.CheckpointFormat;
import ckpts.format.Destination;
import ckpts.format.Layout;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.Target;
import ckpts.format.Verification;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checkpoints of one tensor, the values of which cannot be read. */
record UnreadableFormat(IOException fault) implements CheckpointFormat {
    private record Unreadable(TensorType type, IOException fault) implements Tensor {
        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public String describe() {
            return "unreadable";
        }

        @Override
        public TensorReader open(Scratch scratch) throws IOException {
            throw fault;
        }
    }

    @Override
    public String name() {
        return "broken";
    }

    @Override
    public boolean recognizes(Path path, Disk disk) {
        return path.toString().endsWith(".broken");
    }

    @Override
    public OpenedCheckpoint open(Path path, Disk disk) {
        TensorType type = SketchLine.parse("w float32[2]").type();
        List<Entry> entries = List.of(Entry.read("w", new Unreadable(type, fault), Role.VARIABLE, 0));
        Checkpoint checkpoint = Checkpoint.of(entries, Map.of(), Optional.empty());
        return new OpenedCheckpoint(checkpoint, name(), path, List.of(path), List.of(), () -> {});
    }

    @Override
    public List<String> obstacles(Checkpoint checkpoint) {
        return List.of();
    }

    @Override
    public Layout layout(Checkpoint checkpoint, Target target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Destination destination(Path path, Disk disk) {
        return new Destination(path, path, Optional.empty());
    }

    @Override
    public Verification verify(Path path, Disk disk) {
        throw new UnsupportedOperationException();
    }
}
