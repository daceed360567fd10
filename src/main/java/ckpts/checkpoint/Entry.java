package ckpts.checkpoint;

import ckpts.tensor.Tensor;
import java.util.Objects;
import java.util.Optional;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;

/**
 * One name of a checkpoint with its value and history.
 *
 * @param name unique in its checkpoint
 * @param tensor the value, lazy
 * @param role what it is to the model
 * @param order position in the checkpoint's own order; edits keep it, new entries come last
 * @param holds the loaded tensor whose place this entry has taken through renames and changes of its data; empty for
 *     an entry that a statement made
 * @param replaces the loaded tensor that stood under its name before it was made; empty where none did
 * @param steps the statements that touched it, latest first
 */
public record Entry(
        String name,
        Tensor tensor,
        Role role,
        long order,
        Optional<InputId> holds,
        Optional<InputId> replaces,
        PStack<Step> steps) {
    public Entry {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(tensor, "tensor is null");
        Objects.requireNonNull(role, "role is null");
    }

    /** An entry as a format reads it. */
    public static Entry read(String name, Tensor tensor, Role role, long order) {
        return new Entry(name, tensor, role, order, Optional.empty(), Optional.empty(), ConsPStack.empty());
    }

    public Entry named(String newName, Step step) {
        return new Entry(newName, tensor, role, order, holds, replaces, steps.plus(step));
    }

    /** Under a name that its format gives it: no statement's doing. */
    public Entry renumbered(String newName) {
        return new Entry(newName, tensor, role, order, holds, replaces, steps);
    }

    public Entry valued(Tensor newTensor, Step step) {
        return new Entry(name, newTensor, role, order, holds, replaces, steps.plus(step));
    }

    /** With a value that its format gives it: no statement's doing. */
    public Entry adjusted(Tensor newTensor) {
        return new Entry(name, newTensor, role, order, holds, replaces, steps);
    }

    public Entry withRole(Role newRole) {
        return new Entry(name, tensor, newRole, order, holds, replaces, steps);
    }

    public Entry holding(Optional<InputId> input) {
        return new Entry(name, tensor, role, order, input, replaces, steps);
    }

    /** A value that a statement makes under a name: it stands for no loaded tensor. */
    public static Entry made(String name, Tensor tensor, Role role, Step step) {
        return new Entry(name, tensor, role, 0, Optional.empty(), Optional.empty(), ConsPStack.singleton(step));
    }

    /** This one, with what happened to its predecessors under the name before its own steps. */
    public Entry after(Entry predecessor) {
        return new Entry(name, tensor, role, order, holds, replaces, join(predecessor.steps, steps));
    }

    /** This one in the place of its predecessor. */
    public Entry replacing(Entry predecessor) {
        Optional<InputId> replaced = predecessor.holds.or(() -> predecessor.replaces);
        return new Entry(name, tensor, role, order, holds, replaced, steps).after(predecessor);
    }

    Entry at(long newOrder) {
        return newOrder == order ? this : new Entry(name, tensor, role, newOrder, holds, replaces, steps);
    }

    private static PStack<Step> join(PStack<Step> earlier, PStack<Step> later) {
        PStack<Step> joined = earlier;
        for (int i = later.size() - 1; i >= 0; i--) {
            joined = joined.plus(later.get(i));
        }
        return joined;
    }
}
