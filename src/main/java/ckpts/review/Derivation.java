package ckpts.review;

import ckpts.checkpoint.InputId;
import ckpts.tensor.DType;
import ckpts.tensor.Origin;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Descriptions of tensors from their expressions, without reading anything. */
final class Derivation {
    /** Replaces a name in a {@link Form}: no name contains it. */
    static final String HOLE = "\u0000";

    private static final int DEPTH_SHOWN = 6;
    private static final int INPUTS_SHOWN = 4;

    private final Map<Tensor, InputId> inputs;
    private final String subject;

    /**
     * An expression without the names in it, for tensors that are computed in one way from different ones.
     *
     * @param whole all of it, with a {@link #HOLE} for each name: equal for tensors that are computed in one way
     * @param text a readable part of it, with a hole for each of {@code names}
     * @param names in the order of {@code text}
     */
    record Form(String whole, String text, List<String> names) {}

    /**
     * @param inputs by identity, the input that each loaded tensor is
     * @param subject the checkpoint whose tensors are shown by their name alone
     */
    Derivation(Map<Tensor, InputId> inputs, String subject) {
        this.inputs = inputs;
        this.subject = subject;
    }

    /** The whole expression on one line; a part that occurs more than once is numbered and written once. */
    String whole(Tensor tensor) {
        return new Writer(tensor, Optional.empty(), Integer.MAX_VALUE, Integer.MAX_VALUE).written();
    }

    /**
     * The form of a tensor's expression.
     *
     * @param own the loaded tensor that it replaces: it is called {@code it}
     * @param name the tensor's own, which an initializer drawn for it does not repeat
     */
    Form form(Tensor tensor, Optional<InputId> own, String name) {
        Optional<Self> self = Optional.of(new Self(own, name));
        Writer whole = new Writer(tensor, self, Integer.MAX_VALUE, Integer.MAX_VALUE);
        Writer shown = new Writer(tensor, self, DEPTH_SHOWN, INPUTS_SHOWN);
        return new Form(whole.written(), shown.written(), shown.names);
    }

    /** A string, and the tensor written after it. */
    private record Part(String text, Optional<Tensor> tensor, int levels) {
        static Part text(String text) {
            return new Part(text, Optional.empty(), 0);
        }
    }

    private record Self(Optional<InputId> own, String name) {}

    /** Writes one expression. Used once. */
    private final class Writer {
        private final Tensor root;
        private final Optional<Self> self;
        private final int depth;
        private final int most;
        private final Set<Tensor> shared = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Map<Tensor, Integer> numbers = new IdentityHashMap<>();
        private final List<String> names = new ArrayList<>();
        private final StringBuilder out = new StringBuilder();

        /** @param self leaves holes for names, if given */
        Writer(Tensor root, Optional<Self> self, int depth, int most) {
            this.root = root;
            this.self = self;
            this.depth = depth;
            this.most = most;
        }

        String written() {
            Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Tensor node : TensorGraph.of(List.of(root), Tensor::inputs)) {
                for (Tensor input : node.inputs()) {
                    if (!seen.add(input) && !input.inputs().isEmpty()) {
                        shared.add(input);
                    }
                }
            }
            write();
            return out.toString();
        }

        /** In a loop, with what is still to be written on a stack: how deep an expression is, a script decides. */
        private void write() {
            Deque<Part> open = new ArrayDeque<>(List.of(new Part("", Optional.of(root), depth)));
            while (!open.isEmpty()) {
                Part part = open.pop();
                out.append(part.text());
                List<Part> parts = part.tensor()
                        .map(tensor -> parts(tensor, part.levels()))
                        .orElse(List.of());
                for (int i = parts.size() - 1; i >= 0; i--) {
                    open.push(parts.get(i));
                }
            }
        }

        /** Writes a tensor, or its beginning; returns the parts that follow it. */
        private List<Part> parts(Tensor tensor, int levels) {
            if (tensor.inputs().isEmpty()) {
                leaf(tensor);
            } else if (levels == 0) {
                out.append("...");
            } else if (numbers.containsKey(tensor)) {
                out.append('#').append(numbers.get(tensor));
            } else if (shared.contains(tensor)) {
                numbers.put(tensor, numbers.size() + 1);
                out.append('#').append(numbers.size()).append(" = (");
                List<Part> parts = operation(tensor, levels);
                parts.add(Part.text(")"));
                return parts;
            } else {
                return operation(tensor, levels);
            }
            return List.of();
        }

        private List<Part> operation(Tensor tensor, int levels) {
            List<Tensor> operands = tensor.inputs();
            List<Part> parts = new ArrayList<>();
            parts.add(Part.text(tensor.describe()));
            if (operands.size() == 1) {
                if (!isSelf(operands.get(0))) {
                    parts.add(new Part(" of ", Optional.of(operands.get(0)), levels - 1));
                }
                return parts;
            }
            String gap = " of (";
            for (Tensor operand : operands.subList(0, Math.min(most, operands.size()))) {
                parts.add(new Part(gap, Optional.of(operand), levels - 1));
                gap = ", ";
            }
            int more = operands.size() - most;
            parts.add(Part.text(more > 0 ? ", ... " + more + " more)" : ")"));
            return parts;
        }

        private boolean isSelf(Tensor tensor) {
            return self.isPresent()
                    && inputs.containsKey(tensor)
                    && self.get().own().equals(Optional.of(inputs.get(tensor)));
        }

        private void leaf(Tensor tensor) {
            Optional<String> name = loadedAs(tensor);
            Optional<String> drawnFor = tensor.drawnFor();
            if (isSelf(tensor)) {
                out.append("it");
            } else if (name.isPresent()) {
                name(name.get());
            } else if (drawnFor.isPresent() && self.isPresent()) {
                out.append(drawing(tensor, drawnFor.get()));
            } else {
                out.append(tensor.describe());
            }
        }

        private String drawing(Tensor tensor, String key) {
            String quoted = "\"" + key + "\"";
            if (key.equals(self.orElseThrow().name())) {
                return tensor.describe().replace(" for " + quoted, "");
            }
            names.add(key);
            return tensor.describe().replace(quoted, "\"" + HOLE + "\"");
        }

        private void name(String text) {
            if (self.isEmpty()) {
                out.append(text);
            } else {
                int quote = text.indexOf('"');
                names.add(text.substring(quote + 1, text.lastIndexOf('"')));
                out.append(text, 0, quote).append('"').append(HOLE).append('"');
                out.append(text, text.lastIndexOf('"') + 1, text.length());
            }
        }
    }

    /** {@code "w"}, or {@code donor["w"]} for a tensor of another checkpoint. */
    private Optional<String> loadedAs(Tensor tensor) {
        InputId input = inputs.get(tensor);
        if (input == null) {
            return tensor.origin().map(Origin::name).map(name -> "\"" + name + "\"");
        }
        return Optional.of(input.checkpoint().equals(subject) ? "\"" + input.name() + "\"" : input.toString());
    }

    /** Every conversion within the expression that cannot keep all values: {@code float32 to float16}. */
    static List<String> losses(Tensor tensor) {
        List<String> losses = new ArrayList<>();
        for (Tensor node : TensorGraph.of(List.of(tensor), Tensor::inputs)) {
            if (node.inputs().size() == 1) {
                DType from = node.inputs().get(0).type().dtype();
                DType to = node.type().dtype();
                if (from.isNumeric() && to.isNumeric() && !ValueRange.of(to).holds(ValueRange.of(from))) {
                    losses.add(from + " to " + to);
                }
            }
        }
        return losses.stream().distinct().toList();
    }
}
