package ckpts.diagnosis;

import ckpts.checkpoint.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What to do about a difference: every name of it in a finding, in the order in which the repairs are to be done. The
 * arbiter: diagnoses are heard in the order of a table, and the first that explains a name has it. What is certain was
 * rehearsed on names and types; what does not come to what it claims is told as a possibility. Immutable.
 */
public final class Advice {
    /** Who is heard before whom, and why. */
    private static final List<Diagnosis> ORDER = List.of(
            // A quantized weight and its scale belong together: by themselves they look like a cast and a leftover.
            new QuantizationDiagnosis(),
            // A tensor with two names that are to be two: its slots would look like missing ones.
            new SharedDiagnosis(),
            // Which tensor is which comes before what is to be done to it.
            new RenameDiagnosis(),
            // Parts of one tensor look like tensors of other sizes.
            new SeriesDiagnosis(),
            new TypeDiagnosis(),
            // Slots have followed their variables by now. Those that the model keeps elsewhere come before the whole
            // optimizer, which is dropped where nothing has a use for it.
            new SlotDiagnosis(),
            new OptimizerDiagnosis(),
            // Made of several, or several of one: looks like something missing and something too much.
            new PartsDiagnosis(),
            // Candidates only where nothing is certain: of modules, then of single tensors.
            new DoubtDiagnosis(),
            new UnpairedDiagnosis(),
            // A table that has a place already may be wanted once more.
            new TiedDiagnosis(),
            // The rest, plainly.
            new LeftoverDiagnosis());

    private final Difference difference;
    private final List<Finding> findings;

    private Advice(Difference difference, List<Finding> findings) {
        this.difference = difference;
        this.findings = List.copyOf(findings);
    }

    /** By names and types alone. */
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
