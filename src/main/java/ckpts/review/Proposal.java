package ckpts.review;

import ckpts.bytes.Disk;
import ckpts.engine.Budget;
import ckpts.plan.Plan;
import ckpts.plan.SaveRefusedException;
import ckpts.plan.SaveRefusedException.Reason;
import ckpts.plan.SaveRefusedException.Refusal;
import ckpts.plan.SaveRequest;
import ckpts.report.Report;
import java.io.IOException;
import java.util.List;

/**
 * A plan to look at, not to carry out: a save that is refused because its path is taken is planned as if it might
 * replace the file there.
 *
 * @param plan of the saves
 * @param refusals of saves that would be refused
 * @param review what to show beside it
 */
public record Proposal(Plan plan, List<Refusal> refusals, Review review) {
    public Proposal {
        refusals = List.copyOf(refusals);
    }

    /**
     * Lays out all saves.
     *
     * @throws SaveRefusedException if a save cannot be done, even if it may replace files
     * @throws IOException if the disk cannot be looked at
     */
    public static Proposal of(List<SaveRequest> requests, Disk disk, Review review)
            throws SaveRefusedException, IOException {
        try {
            return new Proposal(Plan.of(requests, disk), List.of(), review);
        } catch (SaveRefusedException e) {
            if (e.refusals().stream().anyMatch(refusal -> refusal.reason() != Reason.OCCUPIED)) {
                throw e;
            }
            List<SaveRequest> replacing =
                    requests.stream().map(SaveRequest::overwriting).toList();
            return new Proposal(Plan.of(replacing, disk), e.refusals(), review);
        }
    }

    /**
     * The plan for people, grouped and short, and for programs, tensor by tensor.
     *
     * @param budget of the planned run
     */
    public Report report(Budget budget) {
        List<SaveChanges> changes =
                plan.saves().stream().map(save -> SaveChanges.of(save, review)).toList();
        return new Report.Abridged(
                new PlanPage(this, changes, budget).report(), new PlanTables(this, changes, budget).report());
    }
}
