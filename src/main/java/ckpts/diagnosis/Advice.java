package ckpts.diagnosis;

import ckpts.checkpoint.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Findings about a difference: every name of it is in one, in the order in which the repairs must be done.
 * Diagnoses are tried in the order of a table, and the first that explains a name claims it. Certain repairs were
 * rehearsed on names and types; a repair that does not have the claimed result is reported as a possibility. Immutable.
 */
public final class Advice {
    /** The diagnoses in the order in which they are tried, with the reason for the order. */
    private static final List<Diagnosis> ORDER = List.of(
            // A quantized weight and its scale belong together: by themselves they look like a cast and a leftover.
            new QuantizationDiagnosis(),
            // A tensor with two names that must become two tensors: its slots would look like missing ones.
            new SharedDiagnosis(),
            // Tensors are identified before it is decided what to do to them.
            new RenameDiagnosis(),
            // Parts of one tensor look like tensors of other sizes.
            new SeriesDiagnosis(),
            new TypeDiagnosis(),
            // Slots have followed their variables by now. Those that the model keeps elsewhere come before the whole
            // optimizer, which is dropped if nothing can use it.
            new SlotDiagnosis(),
            new OptimizerDiagnosis(),
            // Tensors joined or split look like one missing and one unexpected tensor.
            new PartsDiagnosis(),
            // Candidates only, where nothing is certain: first for modules, then for single tensors.
            new DoubtDiagnosis(),
            new UnpairedDiagnosis(),
            // A table that already has a place may be needed twice.
            new TiedDiagnosis(),
            // Everything else, without an explanation.
            new LeftoverDiagnosis());

    private final Difference difference;
    private final List<Finding> findings;

    private Advice(Difference difference, List<Finding> findings) {
        this.difference = difference;
        this.findings = List.copyOf(findings);
    }

    /** Advice from names and types alone. */
    public static Advice on(Difference difference) {
        return on(difference, Map.of());
    }

    /**
     * @param equalValues names of the checkpoint to names of the model, of tensors with equal values that are not
     *     constant and occur once on each side
     */
    public static Advice on(Difference difference, Map<String, String> equalValues) {
        if (difference.isEmpty()) {
            return new Advice(difference, List.of());
        }
        Evidence evidence = Evidence.of(difference, equalValues);
        Unexplained open = evidence.open();
        List<Explanation> accepted = new ArrayList<>();
        for (Diagnosis diagnosis : ORDER) {
            for (Explanation claim : diagnosis.claims(evidence, open)) {
                if (open.admits(claim)) {
                    accepted.add(claim);
                    open = open.without(claim);
                }
            }
        }
        return new Advice(difference, RepairOrder.of(accepted, evidence));
    }

    public Difference difference() {
        return difference;
    }

    /** Missing ones first, then mismatched, then unexpected, unless a repair has to come earlier. */
    public List<Finding> findings() {
        return findings;
    }
}
