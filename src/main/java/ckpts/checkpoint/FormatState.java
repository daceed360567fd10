package ckpts.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a format keeps beside the tensors of a checkpoint it opened, for itself to find again when it writes.
 * Immutable; opaque to everybody else.
 */
public interface FormatState {
    /** The format's name: only its own writer may interpret the state. */
    String format();

    /**
     * A checkpoint after an edit, with what hangs together in this format put in order: the numbers of lists closed up.
     *
     * @param model what is expected of the checkpoint, where it is known
     */
    default Checkpoint settled(Checkpoint edited, Optional<Manifest> model) {
        return edited;
    }

    /** What a variable of a model is to this format, if it is a slot; empty if the format cannot tell. */
    default Optional<Role.Slot> slot(Manifest.Expected variable) {
        return Optional.empty();
    }

    /** Whether a tensor of this name may have any size along its first axis, whatever a model says: the entries of a table. */
    default boolean hasAnySize(String name) {
        return false;
    }

    /** Which call loads checkpoints like the one that was opened; empty where that cannot be told. */
    default Optional<Manifest.RestoredBy> restoredBy() {
        return Optional.empty();
    }

    /** Names of variables in the order in which optimizers had them when the checkpoint was opened; empty if unknown. */
    default List<String> optimizerOrder() {
        return List.of();
    }

    /**
     * Names of tensors to further places at which the format's own loader comes to them, and which are no second names:
     * those of lists that hold them once more.
     *
     * @param checkpoint as it is to be written
     */
    default Map<String, String> listedOnceMore(Checkpoint checkpoint) {
        return Map.of();
    }

    /**
     * What the format's own loader makes of a checkpoint that holds all that is expected.
     *
     * @param checkpoint as it would be saved
     * @param model that loads it; the checkpoint has no {@link Difference} from it, or only tensors that it does not expect
     */
    default Loading loading(Checkpoint checkpoint, Manifest model) {
        return Loading.AS_NAMED;
    }

    /** Texts that the files keep beside the tensors, in their order, as they were read; see {@link Checkpoint#metadata}. */
    default Map<String, String> metadata() {
        return Map.of();
    }

    /**
     * Whether second names are paths of this format's own, of which it has several to most tensors: another format
     * loses nothing without them.
     */
    default boolean aliasesArePaths() {
        return false;
    }
}
