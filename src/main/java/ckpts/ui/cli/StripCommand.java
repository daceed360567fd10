package ckpts.ui.cli;

import ckpts.language.syntax.Statement;
import java.util.List;
import java.util.Optional;

/** {@code ckpts strip}: a checkpoint without what only training needs. */
final class StripCommand extends StatementScript {
    @Override
    public Usage usage() {
        return usage(
                "strip",
                "IN OUT",
                2,
                2,
                "Write a checkpoint without its optimizer: slots, beta powers, iterations",
                List.of(),
                List.of(
                        "What stays is what a program without an optimizer restores: weights, statistics of",
                        "normalizations, the global step, and moving averages, which may be what the model is used",
                        "with. To drop these, too: --script, and add `drop averages, \"global_step\"`."));
    }

    @Override
    List<Statement> statements(Arguments arguments, Surroundings surroundings) throws UsageException {
        List<String> operands = arguments.operands();
        return List.of(
                Statements.load(operands.get(0), List.of()),
                Statements.dropOptimizer(),
                Statements.save(operands.get(1), Optional.empty(), Optional.empty()));
    }
}
