package ckpts.ui.cli;

import ckpts.language.syntax.Statement;
import ckpts.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ckpts cast}: a checkpoint in another element type. */
final class CastCommand extends OneLineCommand {
    private static final Option ONLY =
            Option.repeated("PATTERN", "cast only tensors that match; may be repeated", "--only");

    @Override
    Usage ownUsage() {
        return new Usage(
                "cast",
                "IN OUT DTYPE",
                3,
                3,
                "Write a checkpoint in another element type, such as bfloat16",
                List.of(ONLY),
                List.of(
                        "Tensors of float16, bfloat16, float32 and float64 are cast if DTYPE is a float, integers if it is an",
                        "integer; with --only, those of them that match. Everything else is written as it is, and so is",
                        "the optimizer. Beside narrower floats, whose scales are other tensors, --only must say what to cast."));
    }

    @Override
    List<Statement> statements(Arguments arguments, Surroundings surroundings) throws UsageException {
        List<String> operands = arguments.operands();
        List<String> only = arguments.values(ONLY);
        DType dtype = ArgumentStatements.dtype(operands.get(2));
        List<Statement> statements = new ArrayList<>();
        statements.add(ArgumentStatements.load(operands.get(0), List.of()));
        if (only.isEmpty() && dtype.isFloat()) {
            statements.add(ArgumentStatements.assertNoScales(dtype));
        }
        statements.add(ArgumentStatements.cast(dtype, only));
        statements.add(ArgumentStatements.save(
                operands.get(1), Optional.empty(), Optional.empty(), arguments.has(RunOptions.OVERWRITE)));
        return statements;
    }
}
