package ckpts.checkpoint;

import ckpts.checkpoint.Manifest.Expected;
import ckpts.naming.Counted;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The difference between a checkpoint and the variables that a model expects, by name, shape and element type; never by
 * value. Immutable.
 *
 * <p>{@link VariableLookup} finds the tensor of a variable. What either side's framework keeps for itself counts
 * on neither.
 */
public final class Difference {
    private final Checkpoint checkpoint;
    private final Manifest manifest;
    private final Set<String> fitting;
    private final int expected;
    private final int matching;
    private final List<Expected> missing;
    private final List<Entry> unexpected;
    private final List<Mismatch> mismatched;

    /**
     * A tensor whose type differs from the model's.
     *
     * @param entry the checkpoint's
     * @param expected the model's
     */
    public record Mismatch(Entry entry, Expected expected) {
        public Mismatch {
            Objects.requireNonNull(entry, "entry is null");
            Objects.requireNonNull(expected, "expected is null");
        }
    }

    private Difference(Checkpoint checkpoint, Manifest manifest, Sorting sorting) {
        this.checkpoint = checkpoint;
        this.manifest = manifest;
        this.fitting = Collections.unmodifiableSet(sorting.fitting);
        this.expected = sorting.expected;
        this.matching = sorting.expected - sorting.missing.size() - sorting.mismatched.size();
        this.missing = List.copyOf(sorting.missing);
        this.mismatched = List.copyOf(sorting.mismatched);
        this.unexpected = checkpoint.entries().stream()
                .filter(entry -> !sorting.accounted.contains(entry.name()) && !isBookkeeping(entry.name()))
                .toList();
    }

    /** The variables of a model while they are sorted into the lists. */
    private static final class Sorting {
        private final List<Expected> missing = new ArrayList<>();
        private final List<Mismatch> mismatched = new ArrayList<>();
        private final Set<String> accounted = new HashSet<>();
        private final Set<String> fitting = new LinkedHashSet<>();
        private int expected;

        void add(Expected variable, List<Entry> found, Checkpoint checkpoint) {
            expected++;
            found.forEach(entry -> accounted.add(entry.name()));
            if (!found.isEmpty() && fits(found.get(0), variable, checkpoint)) {
                fitting.add(found.get(0).name());
            } else if (!found.isEmpty()) {
                mismatched.add(new Mismatch(found.get(0), variable));
            } else if (variable.optional()) {
                expected--;
            } else {
                missing.add(variable);
            }
        }
    }

    /** Compares a checkpoint with a model. */
    public static Difference between(Checkpoint compared, Manifest manifest) {
        Checkpoint checkpoint = compared.conventions()
                .map(state -> state.settled(compared, Optional.of(manifest)))
                .orElse(compared);
        Sorting sorting = new Sorting();
        VariableLookup standing = new VariableLookup(checkpoint, manifest);
        for (Expected variable : manifest.variables()) {
            if (!isBookkeeping(variable.name(), checkpoint, manifest)) {
                sorting.add(variable, standing.all(variable), checkpoint);
            }
        }
        return new Difference(checkpoint, manifest, sorting);
    }

    private static boolean isBookkeeping(String name, Checkpoint checkpoint, Manifest manifest) {
        return manifest.bookkeeping().contains(name)
                || checkpoint
                        .conventions()
                        .filter(own -> own.bookkeeping().contains(name))
                        .isPresent();
    }

    /** Whether the type is the expected one, or differs in a size that the format leaves open: a table. */
    private static boolean fits(Entry entry, Expected variable, Checkpoint checkpoint) {
        TensorType found = entry.tensor().type();
        TensorType wanted = variable.type();
        if (found.equals(wanted)) {
            return true;
        }
        boolean sameBut = found.dtype() == wanted.dtype()
                && wanted.shape().rank() > 0
                && found.shape().rank() == wanted.shape().rank()
                && found.shape().with(0, wanted.shape().dimension(0)).equals(wanted.shape());
        return sameBut
                && checkpoint
                        .conventions()
                        .filter(state -> state.hasAnySize(variable.name()))
                        .isPresent();
    }

    /** Compares a checkpoint with the names and types of another. */
    public static Difference between(Checkpoint checkpoint, Checkpoint other) {
        return between(checkpoint, Manifest.of(other));
    }

    public boolean isEmpty() {
        return isCovered() && unexpected.isEmpty();
    }

    /** Whether every variable has a tensor with its shape and element type; optional ones may be absent. */
    public boolean isCovered() {
        return missing.isEmpty() && mismatched.isEmpty();
    }

    /** The checkpoint that is compared, as its format settles it for the model. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Whether the framework of either side keeps a tensor of this name for itself. */
    public boolean isBookkeeping(String name) {
        return isBookkeeping(name, checkpoint, manifest);
    }

    /** Names of the checkpoint that fit the model. */
    public Set<String> fitting() {
        return fitting;
    }

    /** In the manifest's order. */
    public List<Expected> missing() {
        return missing;
    }

    /** In the checkpoint's order. */
    public List<Entry> unexpected() {
        return unexpected;
    }

    /** In the manifest's order. */
    public List<Mismatch> mismatched() {
        return mismatched;
    }

    /** Variables that have a tensor of their type. */
    public int matching() {
        return matching;
    }

    /** {@code 6 of 8 variables fit; 2 missing, 1 mismatched, 3 unexpected}. */
    public String summary() {
        String fit = matching + " of " + Counted.of(expected, "variable fits", "variables fit");
        return isEmpty()
                ? fit
                : fit + "; " + missing.size() + " missing, " + mismatched.size() + " mismatched, " + unexpected.size()
                        + " unexpected";
    }
}
