package ckpts.format.keras;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Conventions;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Remark;
import ckpts.checkpoint.Role;
import ckpts.format.keras.SavedObject.SavedVariable;
import ckpts.format.optimizer.OptimizerNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A checkpoint of Keras 3's format as it was opened, for the writer: all groups and datasets, and the model in them. */
final class SavedState implements Conventions {
    private final SavedFile file;
    private final Optional<SavedState> model;
    private final List<SavedModel.Named> named;
    private final Map<String, SavedVariable> byName = new HashMap<>();

    SavedState(SavedFile file) {
        this(file, Optional.empty());
    }

    private SavedState(SavedFile file, Optional<SavedState> model) {
        this.file = file;
        this.model = model;
        this.named = file.model().named();
        named.forEach(one -> byName.put(one.name(), one.variable()));
    }

    /** The state of a checkpoint that was not read from this format; its tensors get their places from the model. */
    static SavedState ofNothing(Optional<Manifest> expected) {
        return new SavedState(SavedFile.EMPTY, model(expected));
    }

    private static Optional<SavedState> model(Optional<Manifest> expected) {
        return expected.flatMap(manifest -> manifest.conventions(SavedState.class));
    }

    /** Places are those of the model that the checkpoint is for, if it was saved by Keras, too. */
    @Override
    public Checkpoint settled(Checkpoint edited, Optional<Manifest> expected) {
        Optional<SavedState> now = model(expected);
        return now.equals(model) ? edited : edited.withConventions(new SavedState(file, now));
    }

    @Override
    public String format() {
        return file.format();
    }

    @Override
    public Optional<Role.Slot> slot(Manifest.Expected variable) {
        return OptimizerNames.slot(variable);
    }

    @Override
    public List<Remark> remarks(Attribute.Fields metadata) {
        return file.isArchive() ? ModelRemarks.of(metadata, LoadableVersions.Container.ARCHIVE) : List.of();
    }

    /** What metrics of tf_keras count while a model is evaluated. */
    @Override
    public Set<String> bookkeeping() {
        return named.stream()
                .filter(one -> one.role().equals(Role.BOOKKEEPING))
                .map(SavedModel.Named::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Keras then makes a new optimizer. */
    @Override
    public boolean isOptional(Role role) {
        return role.isOptimizer();
    }

    @Override
    public Attribute.Fields metadata() {
        return file.metadata();
    }

    @Override
    public List<String> foundHereOnly() {
        return List.of(RootAttributes.MODEL);
    }

    SavedFile file() {
        return file;
    }

    /** That of the model that the checkpoint is for, if it is known. */
    Optional<SavedState> model() {
        return model;
    }

    /** The variable that the tensor at this place of the checkpoint was; empty for a new one. */
    Optional<SavedVariable> origin(long order) {
        return order < named.size() ? Optional.of(named.get((int) order).variable()) : Optional.empty();
    }

    Map<String, SavedVariable> byName() {
        return byName;
    }
}
