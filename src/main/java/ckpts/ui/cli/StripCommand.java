package ckpts.ui.cli;

import ckpts.language.syntax.Statement;
import java.util.List;
import java.util.Optional;

/** {@code ckpts strip}: a checkpoint without what only training needs. */
final class StripCommand extends OneLineCommand {
    @Override
    Usage ownUsage() {
        return new Usage(
                "strip",
                "IN OUT",
                2,
                2,
                "Write a checkpoint without its optimizer: slots, beta powers, iterations",
                List.of(),
                List.of(
                        "What stays is what a program without an optimizer restores: weights, statistics of",
                        "normalizations, the global step, and moving averages, which may be what the model is used",
                        "with. To drop these, too: --script, and add `drop averages, \"global_step\"`. In safetensors, an",
                        "optimizer is known by the names of TensorFlow 1 only (w/Adam, beta1_power)."));
    }

    @Override
    List<Statement> statements(Arguments arguments, Surroundings surroundings) throws UsageException {
        List<String> operands = arguments.operands();
        return List.of(
                ArgumentStatements.load(operands.get(0), List.of()),
                ArgumentStatements.checkOptimizer(),
                ArgumentStatements.dropOptimizer(),
                ArgumentStatements.save(
                        operands.get(1), Optional.empty(), Optional.empty(), arguments.has(RunOptions.OVERWRITE)));
    }
}
