package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.language.semantics.Evaluator;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.Statement.SlotChoice;
import ckpts.state.SlotConflictException;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Constant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Changes of a slot when its variable changes. Never silently stale: it follows, is reinitialized, or is refused. */
final class SlotChanges {
    /** Advice for slots that were dropped. */
    private static final String REINIT_LATER =
            "where a manifest has them, `reinit missing` after this statement makes new ones";

    private SlotChanges() {}

    /** The move of a variable, applied to a slot of the same shape. */
    @FunctionalInterface
    interface Move {
        Tensor of(Entry slot, Role.Slot role, Entry variable, Tensor changed, Evaluator evaluator);
    }

    /**
     * Moves the slots like the variable, whose shape they must have. A number that is kept for the whole variable stays as
     * it is.
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

    /** Leaves slots as they are. */
    static DataEdit.SlotChange left() {
        return (slot, role, variable, changed, evaluator) -> Optional.empty();
    }

    /** @throws SlotConflictException if slots do not have their variable's shape, and so cannot be moved alike */
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
                        "drop the slot first: drop " + names + "; " + REINIT_LATER)
                : new SlotConflictException(
                        "the slots " + shapes + " do not have the shape of their variable " + owners
                                + ": they cannot follow",
                        "drop the slots first: drop " + names + "; " + REINIT_LATER);
    }

    /** This change, unless the statement says {@code without slots}: then slots stay as they are. */
    static DataEdit.SlotChange unlessWithout(Statement.Head head, DataEdit.SlotChange change) {
        return head.slots() == SlotChoice.WITHOUT ? left() : change;
    }

    /** Refuses a statement whose variables have slots, unless it says {@code without slots}. */
    static DataEdit.SlotChange refused(Statement.Head head) {
        return unlessWithout(head, (slot, role, variable, changed, evaluator) -> {
            throw new SlotConflictException(
                    "\"" + variable.name() + "\" has the slot \"" + slot.name() + "\", which cannot follow "
                            + head.verb(),
                    "drop the optimizer's tensors first (drop slots), or leave the slots as they are: without slots");
        });
    }

    /** The slot as its optimizer would start it, of this shape and its own element type. */
    static Tensor started(Entry slot, Role.Slot role, Shape shape) {
        return started(slot.name(), role, new TensorType(slot.tensor().type().dtype(), shape));
    }

    /**
     * A slot of this name and type as its optimizer would start it.
     *
     * @throws SlotConflictException if that is not known
     */
    static Tensor started(String slot, Role.Slot role, TensorType type) {
        double start = role.kind()
                .start()
                .orElseThrow(() -> new SlotConflictException(
                        "the start value of a `" + role.kind().name() + "` slot is not known, so \"" + slot
                                + "\" cannot be reinitialized",
                        "drop it first: drop \"" + slot + "\""));
        DType dtype = type.dtype();
        return dtype.isFloat() ? Constant.of(type, start) : Constant.ofLong(type, (long) start);
    }
}
