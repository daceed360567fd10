package ckpts.ui.cli;

import ckpts.language.syntax.Statement;
import java.util.List;
import java.util.Optional;

/** {@code ckpts rename}: a checkpoint under other names. */
final class RenameCommand extends OneLineCommand {
    @Override
    Usage ownUsage() {
        return new Usage(
                "rename",
                "IN OUT RULE...",
                3,
                Usage.ANY,
                "Write a checkpoint under other names: ckpts rename IN OUT 'a/** -> b/**'",
                List.of(),
                List.of(
                        "A RULE is 'OLD -> NEW', a pattern and a target as in a script, without their quotes. Several",
                        "apply at once: the first that matches a name decides. A rule that matches nothing is an error."));
    }

    @Override
    List<Statement> statements(Arguments arguments, Surroundings surroundings) throws UsageException {
        List<String> operands = arguments.operands();
        return List.of(
                ArgumentStatements.load(operands.get(0), List.of()),
                ArgumentStatements.rename(operands.subList(2, operands.size())),
                ArgumentStatements.save(
                        operands.get(1), Optional.empty(), Optional.empty(), arguments.has(RunOptions.OVERWRITE)));
    }
}
