package ckpts.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The conventions of the format that a checkpoint was opened from, as far as they concern this checkpoint: how its slots
 * are named, how its lists are numbered, what its loader does. A format's own class also has what its writer needs
 * beside the tensors, which nothing else can see. Immutable.
 */
public interface Conventions {
    /** The format's name: only its own writer may look into its class. */
    String format();

    /**
     * A checkpoint after an edit, made consistent by the rules of this format: gaps in the numbers of lists are closed.
     *
     * @param model the model that the checkpoint is for, if known
     */
    default Checkpoint settled(Checkpoint edited, Optional<Manifest> model) {
        return edited;
    }

    /** The role of a model's variable in this format if it is a slot; empty if the format does not recognize it. */
    default Optional<Role.Slot> slot(Manifest.Expected variable) {
        return Optional.empty();
    }

    /** Whether a tensor of this name may have any size along its first axis, whatever a model says: the entries of a table. */
    default boolean hasAnySize(String name) {
        return false;
    }

    /** Whether the format's loader does without tensors of this role, all of them, and only warns: a model needs them not. */
    default boolean isOptional(Role role) {
        return false;
    }

    /** The call that loads checkpoints like the one that was opened; empty if unknown. */
    default Optional<LoadingCall> restoredBy() {
        return Optional.empty();
    }

    /**
     * Names of tensors that the format's framework keeps for itself, in any of its checkpoints: no model expects them,
     * and none lacks them.
     */
    default Set<String> bookkeeping() {
        return Set.of();
    }

    /** Names of variables in the order in which optimizers had them when the checkpoint was opened; empty if unknown. */
    default List<String> optimizerOrder() {
        return List.of();
    }

    /**
     * Names of tensors to other places where the format's own loader reaches them, and which are not aliases: those of
     * lists that hold them again.
     *
     * @param checkpoint the checkpoint to write
     */
    default Map<String, String> listedOnceMore(Checkpoint checkpoint) {
        return Map.of();
    }

    /**
     * The result of the format's own loader for a checkpoint that holds everything expected.
     *
     * @param checkpoint as it would be saved
     * @param model that loads it; the checkpoint has no {@link Difference} from it, or only tensors that it does not
     *     expect
     */
    default Loading loading(Checkpoint checkpoint, Manifest model) {
        return Loading.AS_NAMED;
    }

    /** The metadata in the order of the files, as it was read; see {@link Checkpoint#metadata}. */
    default Attribute.Fields metadata() {
        return Attribute.Fields.NONE;
    }

    /**
     * Fields of the metadata that no other format keeps, and that are too much to be lost in silence: a model's
     * configuration.
     */
    default List<String> foundHereOnly() {
        return List.of();
    }

    /**
     * What a checkpoint's metadata mean for those who load it: the programs that can, and what they need besides.
     *
     * @param metadata as they would be saved
     */
    default List<Remark> remarks(Attribute.Fields metadata) {
        return List.of();
    }

    /**
     * Whether aliases are paths of this format, which has several for most tensors: another format loses nothing
     * without them.
     */
    default boolean aliasesArePaths() {
        return false;
    }
}
