package ckpts.plan;

import ckpts.checkpoint.Step;
import java.util.List;
import java.util.stream.Collectors;

/** Saves that cannot be planned, with all their problems at once. Nothing was written. */
public final class SaveRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Refusal> refusals;

    /** Reasons to refuse a save. */
    public enum Reason {
        /** Something exists at the path, and the statement does not say {@code overwrite}. */
        OCCUPIED,
        /** Two saves would write one file. */
        TWICE,
        /** The format cannot store the checkpoint. */
        UNSTORABLE
    }

    /**
     * One refusal.
     *
     * @param step the statement that is refused
     * @param message the problem, without a full stop
     * @param details more sentences, one per line
     * @param help the remedy; empty if the details say it
     */
    public record Refusal(Step step, Reason reason, String message, List<String> details, String help) {
        public Refusal {
            details = List.copyOf(details);
        }
    }

    SaveRefusedException(List<Refusal> refusals) {
        super(refusals.stream().map(Refusal::message).collect(Collectors.joining("; ")));
        this.refusals = List.copyOf(refusals);
    }

    /** At least one, in the order of the statements. */
    public List<Refusal> refusals() {
        return refusals;
    }
}
