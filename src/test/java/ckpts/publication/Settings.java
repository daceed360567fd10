package ckpts.publication;

import ckpts.bytes.Disk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.Step;
import ckpts.engine.Budget;
import ckpts.engine.Cancellation;
import ckpts.engine.PlanRunner;
import ckpts.engine.Progress;
import ckpts.engine.RunReport;
import ckpts.format.CheckpointFormat;
import ckpts.format.OpenedCheckpoint;
import ckpts.plan.Plan;
import ckpts.plan.SaveOptions;
import ckpts.plan.SaveRequest;
import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checkpoints, saves and tensors to test saving with. */
public final class Settings {
    public static final ShelfFormat SHELF = new ShelfFormat();
    public static final Budget BUDGET = new Budget(Budget.LEAST_MEMORY, 1);

    private Settings() {}

    public static Checkpoint checkpoint(Map<String, ? extends Tensor> tensors) {
        List<Entry> entries = new ArrayList<>();
        tensors.forEach((name, tensor) -> entries.add(Entry.read(name, tensor, Role.VARIABLE, entries.size())));
        return Checkpoint.of(entries, Map.of(), Optional.empty());
    }

    public static SaveRequest save(int step, Checkpoint checkpoint, Path path, SaveOptions options) {
        return save(SHELF, step, checkpoint, path, options);
    }

    public static SaveRequest save(
            CheckpointFormat format, int step, Checkpoint checkpoint, Path path, SaveOptions options) {
        return new SaveRequest(
                new Step(step, "fix.ckpts:" + step, "save \"" + path.getFileName() + "\""),
                "model",
                checkpoint,
                format,
                path,
                options,
                List.of(),
                List.of());
    }

    /** As in a session: unfinished saves at the targets are completed or undone before. */
    public static RunReport run(Disk disk, SaveRequest... requests) throws Exception {
        Interrupted.settle(List.of(requests), disk);
        return PlanRunner.run(Plan.of(List.of(requests), disk), disk, BUDGET, Progress.SILENT, Cancellation.NEVER);
    }

    /** Every tensor with its bytes, checked against their checksums. */
    public static Map<String, String> load(Disk disk, Path path) throws IOException {
        return load(SHELF, disk, path);
    }

    public static Map<String, String> load(CheckpointFormat format, Disk disk, Path path) throws IOException {
        Map<String, String> contents = new LinkedHashMap<>();
        try (OpenedCheckpoint opened = format.open(path, disk)) {
            for (Entry entry : opened.checkpoint().entries()) {
                contents.put(entry.name(), java.util.Arrays.toString(bytes(entry.tensor())));
            }
        }
        return contents;
    }

    public static byte[] bytes(Tensor tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize());
        try (TensorReader reader = tensor.open(new Scratch(1 << 24))) {
            reader.read(0, bytes);
        }
        return bytes.array();
    }

    /** Bytes that count up from {@code start}, in steps of a prime so that no range equals another. */
    public record Ramp(int start, long size) implements Tensor {
        @Override
        public TensorType type() {
            return new TensorType(DType.UINT8, Shape.of(size));
        }

        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public String describe() {
            return "ramp from " + start;
        }

        @Override
        public TensorReader open(Scratch scratch) {
            return reader((position, target) -> {
                for (long i = position; target.hasRemaining(); i++) {
                    target.put((byte) (start + i * 7919 + (i >> 8) * 31));
                }
            });
        }
    }

    /** Another tensor with every byte one higher; each reader works in memory of its own. */
    public record Higher(Tensor input, int memory) implements Tensor {
        @Override
        public TensorType type() {
            return input.type();
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(input);
        }

        @Override
        public String describe() {
            return "add 1";
        }

        @Override
        public TensorReader open(Scratch scratch) throws IOException {
            Scratch.Lease lease = scratch.lease(memory);
            TensorReader inner = input.open(scratch);
            return new TensorReader() {
                @Override
                public void read(long position, ByteBuffer target) throws IOException {
                    int start = target.position();
                    inner.read(position, target);
                    for (int i = start; i < target.limit(); i++) {
                        target.put(i, (byte) (target.get(i) + 1));
                    }
                }

                @Override
                public void close() throws IOException {
                    lease.close();
                    inner.close();
                }
            };
        }
    }

    /** The effect that a test wants when a tensor is read. */
    @FunctionalInterface
    public interface Reading {
        void read(long position, ByteBuffer target) throws IOException;
    }

    public static TensorReader reader(Reading reading) {
        return new TensorReader() {
            @Override
            public void read(long position, ByteBuffer target) throws IOException {
                reading.read(position, target);
            }

            @Override
            public void close() {}
        };
    }

    /** A tensor of some bytes whose reading is the test's affair. */
    public record Acting(long size, Reading reading) implements Tensor {
        @Override
        public TensorType type() {
            return new TensorType(DType.UINT8, Shape.of(size));
        }

        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public String describe() {
            return "acting";
        }

        @Override
        public TensorReader open(Scratch scratch) {
            return reader(reading);
        }
    }
}
