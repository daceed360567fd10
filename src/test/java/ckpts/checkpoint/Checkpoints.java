package ckpts.checkpoint;

import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Checkpoints and manifests whose tensors have a type and nothing else. */
public final class Checkpoints {
    private static final String COUNTER = "save_counter";

    private Checkpoints() {}

    /** Scalars of these names. */
    public static Checkpoint named(String... names) {
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            lines.add(name + " float32[]");
        }
        return of(lines.toArray(String[]::new));
    }

    /** Tensors as {@code name type[shape]}, as {@code name type[shape] slot OWNER} or {@code ... optimizer}. */
    public static Checkpoint of(String... lines) {
        List<Entry> entries = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            entries.add(Entry.read(words[0], tensor(words[1]), role(words), entries.size()));
        }
        return Checkpoint.of(entries, Map.of(), Optional.empty());
    }

    /**
     * Variables as {@code name type[shape]}, as {@code name type[shape] optional} or {@code ... slot OWNER}, of a framework
     * that keeps {@code save_counter} for itself.
     */
    public static Manifest manifest(String... lines) {
        List<Manifest.Expected> variables = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            boolean optional = words.length > 2 && words[2].equals("optional");
            boolean slot = words.length > 3 && words[2].equals("slot");
            variables.add(new Manifest.Expected(
                    words[0],
                    type(words[1]),
                    Optional.empty(),
                    Optional.empty(),
                    optional,
                    List.of(),
                    slot ? Optional.of(words[3]) : Optional.empty()));
        }
        return new Manifest(variables, Optional.empty()).keeping(Set.of(COUNTER));
    }

    /** The same checkpoint of a framework that keeps {@code save_counter} for itself. */
    static Checkpoint counting(Checkpoint checkpoint) {
        return checkpoint.withConventions(new Conventions() {
            @Override
            public String format() {
                return "counting";
            }

            @Override
            public Set<String> bookkeeping() {
                return Set.of(COUNTER);
            }
        });
    }

    public static Checkpoint withAlias(String alias, String name, Checkpoint checkpoint) {
        return Checkpoint.of(checkpoint.entries(), Map.of(alias, name), Optional.empty());
    }

    public static TensorType type(String text) {
        int bracket = text.indexOf('[');
        String sizes = text.substring(bracket + 1, text.length() - 1);
        long[] dimensions = sizes.isEmpty()
                ? new long[0]
                : java.util.Arrays.stream(sizes.split(","))
                        .mapToLong(Long::parseLong)
                        .toArray();
        return new TensorType(DType.named(text.substring(0, bracket)).orElseThrow(), Shape.of(dimensions));
    }

    private static Role role(String[] words) {
        if (words.length < 3) {
            return Role.VARIABLE;
        }
        if (words[2].equals("slot")) {
            String after = words[0].startsWith(words[3]) ? words[0].substring(words[3].length()) : "";
            String kind = after.replace("/", "");
            SlotKind known = new SlotKind(kind, OptionalDouble.empty(), kind.equals("average"));
            return new Role.Slot(words[3], known, "", after);
        }
        return words[2].equals("average") ? new Role.Average("") : new Role.OptimizerState(words[2]);
    }

    public static Tensor tensor(String type) {
        TensorType parsed = type(type);
        return new Tensor() {
            @Override
            public TensorType type() {
                return parsed;
            }

            @Override
            public List<Tensor> inputs() {
                return List.of();
            }

            @Override
            public String describe() {
                return "nothing";
            }

            @Override
            public TensorReader open(Scratch scratch) {
                throw new UnsupportedOperationException("a tensor with a type and nothing else");
            }
        };
    }
}
