package ckpts.language.execution;

import ckpts.checkpoint.InputId;
import ckpts.language.semantics.Evaluator;
import java.util.List;

/** The loaded tensors whose values an expression has taken. */
final class InputUses {
    private InputUses() {}

    static List<InputId> of(Evaluator evaluator) {
        return evaluator.read().stream()
                .flatMap(entry -> entry.holds().stream())
                .distinct()
                .toList();
    }
}
