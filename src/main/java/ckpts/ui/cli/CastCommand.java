package ckpts.ui.cli;

import ckpts.language.syntax.Statement;
import java.util.List;
import java.util.Optional;

/** {@code ckpts cast}: a checkpoint in another element type. */
final class CastCommand extends StatementScript {
    @Override
    public Usage usage() {
        return usage(
                "cast",
                "IN OUT DTYPE",
                3,
                3,
                "Write a checkpoint in another element type, such as bfloat16",
                List.of(ONLY),
                List.of(
                        "Cast are tensors of float16, bfloat16, float32 and float64 if DTYPE is a float, integers if it",
                        "is an integer; with --only, of those that match. Everything else is written as it is: narrower",
                        "floats, whose scale is another tensor, and an optimizer's slots."));
    }

    @Override
    List<Statement> statements(Arguments arguments, Surroundings surroundings) throws UsageException {
        List<String> operands = arguments.operands();
        return List.of(
                Statements.load(operands.get(0), List.of()),
                Statements.cast(Statements.dtype(operands.get(2)), arguments.values(ONLY)),
                Statements.save(operands.get(1), Optional.empty(), Optional.empty()));
    }
}
