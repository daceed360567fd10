package ckpts.state;

import ckpts.checkpoint.Step;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;

/**
 * The ledger's line for one loaded tensor.
 *
 * @param fate its fate
 * @param uses the statements that read its value into another tensor or wrote it, latest first
 */
public record LedgerEntry(Fate fate, PStack<Step> uses) {
    static final LedgerEntry OPENED = new LedgerEntry(Fate.KEPT, ConsPStack.empty());

    LedgerEntry used(Step step) {
        return new LedgerEntry(fate, uses.plus(step));
    }

    LedgerEntry decided(Fate newFate) {
        return new LedgerEntry(newFate, uses);
    }
}
