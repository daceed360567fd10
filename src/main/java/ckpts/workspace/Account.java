package ckpts.workspace;

import ckpts.checkpoint.Step;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;

/**
 * The ledger's line for one loaded tensor.
 *
 * @param fate what became of it
 * @param uses the statements that read its value into another tensor or wrote it, latest first
 */
public record Account(Fate fate, PStack<Step> uses) {
    static final Account OPENED = new Account(Fate.KEPT, ConsPStack.empty());

    Account used(Step step) {
        return new Account(fate, uses.plus(step));
    }

    Account decided(Fate newFate) {
        return new Account(newFate, uses);
    }
}
