package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.language.syntax.Statement.SlotChoice;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Constant;
import ckpts.workspace.SlotConflictException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What becomes of a slot when its variable changes. Never silently stale: followed, started anew, or refused. */
final class SlotChanges {
    private SlotChanges() {}

    /** The same move for the slot as for the variable, whose shape it must have. */
    static DataEdit.SlotChange same(UnaryOperator<Tensor> move) {
        return (slot, role, variable, changed, evaluator) -> {
            requireShape(slot, variable);
            return Optional.of(move.apply(slot.tensor()));
        };
    }

    /** @throws SlotConflictException if a slot has not its variable's shape, and so cannot be moved alike */
    static void requireShape(Entry slot, Entry variable) {
        Shape own = slot.tensor().type().shape();
        Shape owners = variable.tensor().type().shape();
        if (!own.equals(owners)) {
            throw new SlotConflictException(
                    "the slot \"" + slot.name() + "\" has shape " + own + ", its variable " + owners
                            + ": it cannot follow",
                    "drop the slot first: drop \"" + slot.name() + "\"");
        }
    }

    /** The slot stays as it is where the statement says {@code without slots}, else the statement is refused. */
    static DataEdit.SlotChange refused(SlotChoice choice, String verb) {
        return (slot, role, variable, changed, evaluator) -> {
            if (choice == SlotChoice.WITHOUT) {
                return Optional.empty();
            }
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
