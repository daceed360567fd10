package ckpts.diagnosis.schemes;

import java.util.List;

/**
 * What came of taking advice at its word.
 *
 * @param pair what it was about
 * @param verdict of the whole script
 * @param because where it is open: the first complaint; where it is wrong: the first tensor
 * @param findings of the difference
 * @param right tensors of the model that have a counterpart and get exactly its values
 * @param wrong those that get the values of another, or its own in another order
 * @param open those that nothing, or something of another shape, stands for
 * @param anew those that are made anew
 * @param dropped tensors of the checkpoint that the model needs, and that are nowhere afterwards
 * @param invented tensors of the model without a counterpart that get values of the checkpoint
 */
record Judgement(
        Pair pair,
        Verdict verdict,
        String because,
        int findings,
        List<String> right,
        List<String> wrong,
        List<String> open,
        List<String> anew,
        List<String> dropped,
        List<String> invented) {
    /** Of a script of the active lines, with {@code assert consumed} behind them. */
    enum Verdict {
        /** The script holds, and what it saved is right. */
        SOLVED,
        /** The script says itself that something is left to do. */
        OPEN,
        /** The script holds, and something that it saved is wrong. */
        WRONG_GREEN
    }

    /** Whether an active line made anew, or dropped, what has a counterpart. */
    boolean destroys() {
        return !anew.isEmpty() || !dropped.isEmpty();
    }

    /** Whether everything that has a counterpart got it, whatever is left to say about the rest. */
    boolean paired() {
        return wrong.isEmpty() && open.isEmpty() && anew.isEmpty();
    }

    static String head() {
        return "%-52s %-11s %-6s %8s %6s %6s %6s %6s %7s %8s  %s"
                .formatted(
                        "pair",
                        "verdict",
                        "paired",
                        "findings",
                        "right",
                        "wrong",
                        "open",
                        "anew",
                        "dropped",
                        "invented",
                        "because");
    }

    String line() {
        return "%-52s %-11s %-6s %8d %6d %6d %6d %6d %7d %8d  %s"
                .formatted(
                        pair.name(),
                        verdict,
                        paired() ? "yes" : "",
                        findings,
                        right.size(),
                        wrong.size(),
                        open.size(),
                        anew.size(),
                        dropped.size(),
                        invented.size(),
                        because);
    }
}
