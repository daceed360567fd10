package ckpts.checkpoint;

import ckpts.checkpoint.Difference.Mismatch;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.naming.NamePattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A difference on its way to an explanation: diagnoses take out what they can explain, surest first. For one
 * difference and one thread.
 */
final class Evidence {
    private final Checkpoint checkpoint;
    private final Manifest manifest;
    private final Map<String, Expected> allMissing;
    private final Map<String, Entry> allUnexpected;
    private final Map<String, Mismatch> allMismatched;
    private final Set<String> fitting;
    private final Map<String, Expected> missing;
    private final Map<String, Entry> unexpected;
    private final Map<String, Mismatch> mismatched;
    private final List<Finding> findings = new ArrayList<>();
    private final RepairOrder order = new RepairOrder();

    /** @param fitting names of the checkpoint that are as the model wants them */
    Evidence(
            Checkpoint checkpoint,
            Manifest manifest,
            Map<String, Expected> missing,
            Map<String, Entry> unexpected,
            Map<String, Mismatch> mismatched,
            Set<String> fitting) {
        this.checkpoint = checkpoint;
        this.manifest = manifest;
        this.allMissing = missing;
        this.allUnexpected = unexpected;
        this.allMismatched = mismatched;
        this.fitting = fitting;
        this.missing = new LinkedHashMap<>(missing);
        this.unexpected = new LinkedHashMap<>(unexpected);
        this.mismatched = new LinkedHashMap<>(mismatched);
    }

    Map<String, Expected> missing() {
        return allMissing;
    }

    Map<String, Entry> unexpected() {
        return allUnexpected;
    }

    Map<String, Mismatch> mismatched() {
        return allMismatched;
    }

    /** Runs all diagnoses; every name of the difference is in at least one finding. */
    List<Finding> explained() {
        OptimizerDiagnosis.explain(this);
        TypeDiagnosis.swaps(this);
        ShiftDiagnosis.explain(this);
        StyleDiagnosis.explain(this);
        RenameDiagnosis.explain(this);
        TypeDiagnosis.explain(this);
        LeftoverDiagnosis.explain(this);
        return order.sorted(findings);
    }

    Checkpoint checkpoint() {
        return checkpoint;
    }

    Manifest manifest() {
        return manifest;
    }

    /** Variables still without a tensor or an explanation; slots apart. */
    Map<String, Expected> openMissing() {
        return missing;
    }

    /** Tensors still without a place or an explanation. */
    Map<String, Entry> openUnexpected() {
        return unexpected;
    }

    Map<String, Mismatch> openMismatched() {
        return mismatched;
    }

    /** Whether a rename of this name would take away what fits already. */
    boolean fits(String name) {
        return fitting.contains(name);
    }

    /** Names of the checkpoint that no rename may take away: the model has variables of these names. */
    Set<String> placed() {
        Set<String> placed = new HashSet<>(fitting);
        mismatched.values().forEach(mismatch -> placed.add(mismatch.entry().name()));
        return placed;
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    /**
     * Adds a finding whose repair is a rename, and takes out what it explains.
     *
     * @param patterns of the rules
     * @param moves old to new name, of variables
     */
    void add(Finding finding, List<NamePattern> patterns, Map<String, String> moves) {
        findings.add(finding);
        order.add(finding, patterns, moves);
        rename(moves);
    }

    /** Names of the model in the model's order. */
    List<String> inModelOrder(Collection<String> names) {
        Set<String> wanted = new HashSet<>(names);
        return manifest.variables().stream()
                .map(Expected::name)
                .filter(wanted::contains)
                .toList();
    }

    /**
     * Takes out what renames explain, with the slots that follow. Where a tensor of another type arrives under a
     * name, the mismatch stays open; where a name is left and nothing arrives, its variable is missing now.
     */
    private void rename(Map<String, String> renames) {
        Map<String, Entry> arrivals = new LinkedHashMap<>();
        Map<String, Expected> left = new LinkedHashMap<>();
        renames.forEach((from, to) -> {
            checkpoint.entry(from).ifPresent(entry -> arrivals.put(to, entry));
            if (unexpected.remove(from) == null) {
                manifest.variable(from).ifPresent(expected -> left.put(from, expected));
                mismatched.remove(from);
            }
            for (String slot : checkpoint.slotsOf(from)) {
                checkpoint.entry(slot).ifPresent(entry -> follow(entry, to));
            }
        });
        missing.putAll(left);
        arrivals.forEach((to, entry) -> {
            missing.remove(to);
            Expected expected = manifest.variable(to).orElseThrow();
            if (expected.type().equals(entry.tensor().type())) {
                mismatched.remove(to);
            } else {
                mismatched.put(to, new Mismatch(entry, expected));
            }
        });
    }

    private void follow(Entry slot, String owner) {
        String name = nameOfSlot((Role.Slot) slot.role(), owner);
        Mismatch found = mismatched.get(name);
        if (missing.containsKey(name)) {
            missing.remove(name);
            unexpected.remove(slot.name());
        } else if (found != null && found.expected().type().equals(slot.tensor().type())) {
            mismatched.remove(name);
        }
    }

    /** A numbered slot takes the number that the model has for its variable. */
    private String nameOfSlot(Role.Slot slot, String owner) {
        return manifest.variables().stream()
                .filter(expected -> slot.numbered() && expected.slotOf().equals(Optional.of(owner)))
                .map(Expected::name)
                .filter(name -> slot.fits(name, owner))
                .findFirst()
                .orElseGet(() -> slot.nameFor(owner));
    }
}
