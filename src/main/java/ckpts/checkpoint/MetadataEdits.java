package ckpts.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Edits of a checkpoint's metadata, in the order of the statements. They are kept apart from the values that were read,
 * so that a format writes those unchanged, and so that they are carried into another format. Immutable.
 *
 * @param all one for each path
 */
public record MetadataEdits(List<Edit> all) {
    static final MetadataEdits NONE = new MetadataEdits(List.of());

    /**
     * A statement's edit of one value.
     *
     * @param value the new value; empty if it was removed
     * @param step the statement
     */
    public record Edit(AttributePath path, Optional<Attribute> value, Step step) {}

    public MetadataEdits {
        all = List.copyOf(all);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether a field of the metadata, or a value in it, was set or removed. */
    public boolean touch(String field) {
        return all.stream().anyMatch(edit -> edit.path().first().equals(field));
    }

    /** The fields of the metadata that were set, or in which a value was. */
    public Stream<String> given() {
        return all.stream()
                .filter(edit -> edit.value().isPresent())
                .map(edit -> edit.path().first())
                .distinct();
    }

    /** These edits and a value set at this path, which all earlier values in it give way to. */
    MetadataEdits setting(AttributePath path, Attribute value, Step step) {
        return without(path).and(new Edit(path, Optional.of(value), step));
    }

    /**
     * These edits and a value removed, with all earlier ones in it. One that only edits had made needs no edit of its own;
     * one that is in a value which was read or set is removed from it.
     *
     * @param read the metadata before all edits
     */
    MetadataEdits dropping(AttributePath path, Attribute.Fields read, Step step) {
        MetadataEdits others = without(path);
        return path.in(others.applied(read)).isPresent() ? others.and(new Edit(path, Optional.empty(), step)) : others;
    }

    private MetadataEdits without(AttributePath path) {
        return new MetadataEdits(
                all.stream().filter(edit -> !path.contains(edit.path())).toList());
    }

    private MetadataEdits and(Edit edit) {
        List<Edit> edits = new ArrayList<>(all);
        edits.add(edit);
        return new MetadataEdits(edits);
    }

    /** The metadata after these edits: fields keep their places, new ones come last. */
    public Attribute.Fields applied(Attribute.Fields read) {
        Attribute.Fields edited = read;
        for (Edit edit : all) {
            edited = edit.path().set(edited, edit.value());
        }
        return edited;
    }
}
