package ckpts.diagnosis;

import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A change that makes a checkpoint fit, as a value; the language prints it as a statement. Patterns are written as in a
 * script, without quotes.
 */
public sealed interface Repair {
    /** The pattern that selects the tensors; empty for a set that has a word. */
    List<String> patterns();

    <R> R accept(Visitor<R> visitor);

    /** A repair that leaves the name and changes the type. */
    sealed interface Retyping extends Repair {
        /** The type that a tensor has afterwards. */
        TensorType after(TensorType before);
    }

    /** {@code rename A -> B}, or several rules at once. */
    record Rename(List<Rule> rules) implements Repair {
        public Rename {
            rules = List.copyOf(rules);
        }

        @Override
        public List<String> patterns() {
            return rules.stream().map(Rule::pattern).toList();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitRename(this);
        }
    }

    /**
     * {@code copy "..." [from A] -> "..."}.
     *
     * @param checkpoint another one to copy from
     */
    record Copy(Rule rule, Optional<String> checkpoint) implements Repair {
        @Override
        public List<String> patterns() {
            return List.of(rule.pattern());
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitCopy(this);
        }
    }

    /** {@code drop "..."}. */
    record Drop(List<String> patterns) implements Repair {
        public Drop {
            patterns = List.copyOf(patterns);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitDrop(this);
        }
    }

    /** {@code drop optimizer}, {@code drop averages}. */
    record DropSet(NamedSet set) implements Repair {
        public DropSet {
            Objects.requireNonNull(set, "set is null");
        }

        @Override
        public List<String> patterns() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitDropSet(this);
        }
    }

    /** Sets that the language has a word for. */
    enum NamedSet {
        OPTIMIZER,
        AVERAGES
    }

    /**
     * {@code reinit "..."}: with the model's start value.
     *
     * @param slots whether slots alone are meant, {@code where is_slot}; else variables alone
     */
    record Reinit(List<String> patterns, boolean slots) implements Repair {
        public Reinit {
            patterns = List.copyOf(patterns);
        }

        static Reinit variables(List<String> patterns) {
            return new Reinit(patterns, false);
        }

        static Reinit slots(List<String> patterns) {
            return new Reinit(patterns, true);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitReinit(this);
        }
    }

    /** {@code untie "..."}: an alias becomes a tensor of its own, with the same value. */
    record Untie(String alias) implements Repair {
        @Override
        public List<String> patterns() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitUntie(this);
        }
    }

    /** {@code cast "..." to D}. */
    record Cast(List<String> patterns, DType dtype) implements Retyping {
        public Cast {
            patterns = List.copyOf(patterns);
        }

        @Override
        public TensorType after(TensorType before) {
            return new TensorType(dtype, before.shape());
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitCast(this);
        }
    }

    /**
     * {@code transpose "..." [by [...]]}.
     *
     * @param order entry {@code k} is the axis that becomes axis {@code k}; empty reverses the axes
     */
    record Transpose(List<String> patterns, Optional<List<Integer>> order) implements Retyping {
        public Transpose {
            patterns = List.copyOf(patterns);
        }

        @Override
        public TensorType after(TensorType before) {
            Shape shape = before.shape();
            long[] sizes = new long[shape.rank()];
            for (int axis = 0; axis < sizes.length; axis++) {
                sizes[axis] = shape.dimension(
                        order.isEmpty() ? sizes.length - 1 - axis : order.get().get(axis));
            }
            return new TensorType(before.dtype(), Shape.of(sizes));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitTranspose(this);
        }
    }

    /**
     * {@code rearrange "..." by "(h w c) o -> o (c h w)" with c = 64, h = 7}.
     *
     * @param sizes of axes that the shape does not determine
     */
    record Rearrange(List<String> patterns, String axes, SortedMap<String, Long> sizes) implements Repair {
        public Rearrange {
            patterns = List.copyOf(patterns);
            sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitRearrange(this);
        }
    }

    /** {@code reshape "..." to [...]}. */
    record Reshape(List<String> patterns, Shape shape) implements Retyping {
        public Reshape {
            patterns = List.copyOf(patterns);
        }

        @Override
        public TensorType after(TensorType before) {
            return new TensorType(before.dtype(), shape);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitReshape(this);
        }
    }

    /** {@code pad "..." to [...] with default()}. */
    record Pad(List<String> patterns, Shape shape) implements Retyping {
        public Pad {
            patterns = List.copyOf(patterns);
        }

        @Override
        public TensorType after(TensorType before) {
            return new TensorType(before.dtype(), shape);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitPad(this);
        }
    }

    /**
     * {@code slice "..." [0:6, :]}: the beginning of each axis.
     *
     * @param from the shape before, of the same rank
     */
    record Slice(List<String> patterns, Shape from, Shape to) implements Retyping {
        public Slice {
            patterns = List.copyOf(patterns);
        }

        @Override
        public TensorType after(TensorType before) {
            return new TensorType(before.dtype(), to);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSlice(this);
        }
    }

    /** {@code split "..." axis k into [...] -> "{q,k,v}..."}. */
    record Split(String pattern, int axis, List<Long> sizes, String target) implements Repair {
        public Split {
            sizes = List.copyOf(sizes);
        }

        @Override
        public List<String> patterns() {
            return List.of(pattern);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSplit(this);
        }
    }

    /** {@code concat "{q,k,v}..." axis k -> "..."}. */
    record Concat(String pattern, int axis, String target) implements Repair {
        @Override
        public List<String> patterns() {
            return List.of(pattern);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitConcat(this);
        }
    }

    /** {@code stack "h.{i:int}.w" axis 0 -> "h.w"}. */
    record Stack(String pattern, int axis, String target) implements Repair {
        @Override
        public List<String> patterns() {
            return List.of(pattern);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitStack(this);
        }
    }

    /** {@code unstack "h.w" axis 0 -> "h.{0..11}.w"}. */
    record Unstack(String pattern, int axis, String target) implements Repair {
        @Override
        public List<String> patterns() {
            return List.of(pattern);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitUnstack(this);
        }
    }

    /** One method per kind, no defaults: a new repair must be handled everywhere. */
    interface Visitor<R> {
        R visitRename(Rename repair);

        R visitCopy(Copy repair);

        R visitDrop(Drop repair);

        R visitDropSet(DropSet repair);

        R visitReinit(Reinit repair);

        R visitUntie(Untie repair);

        R visitCast(Cast repair);

        R visitTranspose(Transpose repair);

        R visitRearrange(Rearrange repair);

        R visitReshape(Reshape repair);

        R visitPad(Pad repair);

        R visitSlice(Slice repair);

        R visitSplit(Split repair);

        R visitConcat(Concat repair);

        R visitStack(Stack repair);

        R visitUnstack(Unstack repair);
    }
}
