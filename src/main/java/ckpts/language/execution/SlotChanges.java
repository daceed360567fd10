package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.language.semantics.Evaluator;
import ckpts.language.syntax.Statement.SlotChoice;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Constant;
import ckpts.workspace.SlotConflictException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What becomes of a slot when its variable changes. Never silently stale: followed, started anew, or refused. */
final class SlotChanges {
    /** What a manifest is good for when slots were dropped. */
    private static final String ANEW =
            "where a manifest has them, `reinit missing` behind this statement makes new ones";

    private SlotChanges() {}

    /** What the move of a variable is for a slot of the same shape. */
    @FunctionalInterface
    interface Move {
        Tensor of(Entry slot, Role.Slot role, Entry variable, Tensor changed, Evaluator evaluator);
    }

    /**
     * The same move for the slots as for the variable, whose shape they must have. A number that is kept for the whole of a
     * variable is no part of the move.
     */
    static DataEdit.SlotChange moved(Move move) {
        return new DataEdit.SlotChange() {
            @Override
            public void require(List<Entry> slots, Entry variable) {
                requireShapes(slots.stream().filter(slot -> !isNumber(slot)).toList(), variable);
            }

            @Override
            public Optional<Tensor> of(
                    Entry slot, Role.Slot role, Entry variable, Tensor changed, Evaluator evaluator) {
                boolean whole = isNumber(slot) && !isNumber(variable);
                return whole ? Optional.empty() : Optional.of(move.of(slot, role, variable, changed, evaluator));
            }
        };
    }

    private static boolean isNumber(Entry entry) {
        return entry.tensor().type().shape().rank() == 0;
    }

    /** Slots stay as they are. */
    static DataEdit.SlotChange left() {
        return (slot, role, variable, changed, evaluator) -> Optional.empty();
    }

    /** @throws SlotConflictException if slots have not their variable's shape, and so cannot be moved alike */
    static void requireShapes(List<Entry> slots, Entry variable) {
        Shape owners = variable.tensor().type().shape();
        List<Entry> odd = slots.stream()
                .filter(slot -> !slot.tensor().type().shape().equals(owners))
                .toList();
        if (odd.isEmpty()) {
            return;
        }
        String names = odd.stream().map(slot -> "\"" + slot.name() + "\"").collect(Collectors.joining(", "));
        String shapes = odd.stream()
                .map(slot -> "\"" + slot.name() + "\" " + slot.tensor().type().shape())
                .collect(Collectors.joining(", "));
        throw odd.size() == 1
                ? new SlotConflictException(
                        "the slot " + names + " has shape "
                                + odd.get(0).tensor().type().shape() + ", its variable " + owners
                                + ": it cannot follow",
                        "drop the slot first: drop " + names + "; " + ANEW)
                : new SlotConflictException(
                        "the slots " + shapes + " have other shapes than their variable " + owners
                                + ": they cannot follow",
                        "drop the slots first: drop " + names + "; " + ANEW);
    }

    /** The slot stays as it is where the statement says {@code without slots}, else the statement is refused. */
    static DataEdit.SlotChange refused(SlotChoice choice, String verb) {
        if (choice == SlotChoice.WITHOUT) {
            return left();
        }
        return (slot, role, variable, changed, evaluator) -> {
            throw new SlotConflictException(
                    "\"" + variable.name() + "\" has the slot \"" + slot.name() + "\", which cannot follow " + verb,
                    "drop the optimizer's tensors first (drop slots), or leave the slots as they are: without slots");
        };
    }

    /** The slot as its optimizer would begin it, of this shape and its own element type. */
    static Tensor started(Entry slot, Role.Slot role, Shape shape) {
        return started(slot.name(), role, new TensorType(slot.tensor().type().dtype(), shape));
    }

    /**
     * A slot of this name and type as its optimizer would begin it.
     *
     * @throws SlotConflictException if that is not known
     */
    static Tensor started(String slot, Role.Slot role, TensorType type) {
        double start = role.start()
                .orElseThrow(() -> new SlotConflictException(
                        "what a `" + role.kind() + "` slot begins with is not known, so \"" + slot
                                + "\" cannot be started anew",
                        "drop it first: drop \"" + slot + "\""));
        DType dtype = type.dtype();
        return dtype.isFloat() ? Constant.of(type, start) : Constant.ofLong(type, (long) start);
    }
}
