package ckpts.checkpoint;

import ckpts.checkpoint.Manifest.Expected;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What stands between a checkpoint and the variables that a model expects, by name, shape and element type; never by
 * value. Immutable.
 *
 * <p>A variable is there if its name, one of the manifest's aliases of it, or an alias of the checkpoint that is
 * either, leads to a tensor. {@code save_counter} is bookkeeping and counts on neither side.
 */
public final class Difference {
    private static final int MAX_GROUPS = 40;

    private final int expected;
    private final int matching;
    private final List<Expected> missing;
    private final List<Entry> unexpected;
    private final List<Mismatch> mismatched;
    private final List<Finding> findings;

    /**
     * A tensor that the model expects with another type.
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

    private Difference(Evidence evidence, int expected, int matching) {
        this.expected = expected;
        this.matching = matching;
        this.missing = List.copyOf(evidence.missing().values());
        this.unexpected = List.copyOf(evidence.unexpected().values());
        this.mismatched = List.copyOf(evidence.mismatched().values());
        this.findings = List.copyOf(evidence.explained());
    }

    /** What a checkpoint lacks, and has too much, for a model. */
    public static Difference between(Checkpoint compared, Manifest manifest) {
        Checkpoint checkpoint = compared.state()
                .map(state -> state.settled(compared, Optional.of(manifest)))
                .orElse(compared);
        Map<String, String> reach = new LinkedHashMap<>();
        checkpoint.aliases().forEach(reach::put);
        Map<String, Expected> missing = new LinkedHashMap<>();
        Map<String, Mismatch> mismatched = new LinkedHashMap<>();
        Set<String> accounted = new HashSet<>();
        Set<String> fitting = new HashSet<>();
        int expected = 0;
        for (Expected variable : manifest.variables()) {
            if (variable.name().equals(Role.SAVE_COUNTER)) {
                continue;
            }
            expected++;
            List<Entry> found = entries(checkpoint, manifest, variable);
            found.forEach(entry -> accounted.add(entry.name()));
            if (found.isEmpty()) {
                if (variable.optional()) {
                    expected--;
                } else {
                    missing.put(variable.name(), variable);
                }
            } else if (fits(found.get(0), variable, checkpoint)) {
                fitting.add(found.get(0).name());
            } else {
                mismatched.put(variable.name(), new Mismatch(found.get(0), variable));
            }
        }
        Map<String, Entry> unexpected = new LinkedHashMap<>();
        for (Entry entry : checkpoint.entries()) {
            if (!accounted.contains(entry.name()) && !entry.name().equals(Role.SAVE_COUNTER)) {
                unexpected.put(entry.name(), entry);
            }
        }
        return new Difference(
                new Evidence(checkpoint, manifest, missing, unexpected, mismatched, fitting),
                expected,
                expected - missing.size() - mismatched.size());
    }

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
                        .state()
                        .filter(state -> state.hasAnySize(variable.name()))
                        .isPresent();
    }

    /** What a checkpoint lacks, and has too much, to have the names and types of another. */
    public static Difference between(Checkpoint checkpoint, Checkpoint other) {
        return between(checkpoint, Manifest.of(other));
    }

    /** The tensor that stands for a variable: under its name, else under an alias. */
    public static Optional<Entry> standing(Checkpoint checkpoint, Manifest manifest, Expected variable) {
        return entries(checkpoint, manifest, variable).stream().findFirst();
    }

    /** The tensors that stand for a variable: under its name first, then under its aliases. */
    private static List<Entry> entries(Checkpoint checkpoint, Manifest manifest, Expected variable) {
        List<String> names = new ArrayList<>();
        names.add(variable.name());
        names.addAll(variable.aliases());
        Map<String, Entry> found = new LinkedHashMap<>();
        for (String name : names) {
            String target = checkpoint.aliases().getOrDefault(name, name);
            checkpoint.entry(target).ifPresent(entry -> found.put(entry.name(), entry));
        }
        if (found.isEmpty()) {
            slot(checkpoint, manifest, variable).ifPresent(entry -> found.put(entry.name(), entry));
        }
        return List.copyOf(found.values());
    }

    /** A slot is named after its variable, which the model may know by another of its names. */
    private static Optional<Entry> slot(Checkpoint checkpoint, Manifest manifest, Expected variable) {
        return variable.slotOf()
                .flatMap(manifest::variable)
                .flatMap(owner -> standing(checkpoint, manifest, owner))
                .flatMap(owner -> checkpoint.slotsOf(owner.name()).stream()
                        .map(name -> checkpoint.entry(name).orElseThrow())
                        .filter(entry -> entry.role() instanceof Role.Slot slot
                                && !slot.numbered()
                                && slot.nameFor(variable.slotOf().get()).equals(variable.name()))
                        .findFirst());
    }

    public boolean isEmpty() {
        return isCovered() && unexpected.isEmpty();
    }

    /** Whether every variable has a tensor with its shape and element type; optional ones may be absent. */
    public boolean isCovered() {
        return missing.isEmpty() && mismatched.isEmpty();
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

    /** All of the above in groups with causes and repairs: missing ones first, then mismatched, then unexpected. */
    public List<Finding> findings() {
        return findings;
    }

    /** {@code 6 of 8 variables fit; 2 missing, 1 mismatched, 3 unexpected}. */
    public String summary() {
        String fit = matching + " of " + expected + (expected == 1 ? " variable fits" : " variables fit");
        return isEmpty()
                ? fit
                : fit + "; " + missing.size() + " missing, " + mismatched.size() + " mismatched, " + unexpected.size()
                        + " unexpected";
    }

    /** The summary, then every group with its cause and repair; plain text. Groups beyond {@value #MAX_GROUPS} are counted. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(summary());
        for (Finding finding : findings.subList(0, Math.min(MAX_GROUPS, findings.size()))) {
            lines.addAll(finding.lines());
        }
        if (findings.size() > MAX_GROUPS) {
            List<Finding> rest = findings.subList(MAX_GROUPS, findings.size());
            int names = rest.stream().mapToInt(Finding::count).sum();
            lines.add("... and " + rest.size() + " more groups of " + names + " names");
        }
        return lines;
    }
}
