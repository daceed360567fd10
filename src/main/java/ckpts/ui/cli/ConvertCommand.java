package ckpts.ui.cli;

import ckpts.format.CheckpointFormat;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Statement;
import ckpts.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ckpts convert}: a checkpoint in another format, element type or number of files. */
final class ConvertCommand extends OneLineCommand {
    private static final Option ONLY =
            Option.repeated("PATTERN", "write only tensors that match; may be repeated", "--only");
    private static final Option DTYPE = Option.valued("DTYPE", "cast floats to it, or integers", "--dtype");
    private static final Option SHARD_SIZE =
            Option.valued("SIZE", "split it into files of at most this, 5GB", "--shard-size");
    private static final Option TO =
            Option.valued("FORMAT", "the format, where the ending of OUT does not say it, and its options", "--to");

    @Override
    Usage ownUsage() {
        return new Usage(
                "convert",
                "IN OUT",
                2,
                2,
                "Write a checkpoint in another format, element type or shards",
                List.of(TO, DTYPE, SHARD_SIZE, ONLY),
                List.of(
                        "The ending of OUT says the format: .safetensors, or that of IN. --only leaves all other tensors",
                        "out. --dtype casts tensors of float16, bfloat16, float32 and float64 if it is a float, integers",
                        "if it is an integer, but not the optimizer. It is refused beside narrower floats, whose scales are",
                        "other tensors: `ckpts cast` can say what to cast."));
    }

    @Override
    List<Statement> statements(Arguments arguments, Surroundings surroundings) throws UsageException {
        List<String> only = arguments.values(ONLY);
        List<Statement> statements = new ArrayList<>();
        statements.add(ArgumentStatements.load(arguments.operands().get(0), only));
        if (arguments.value(DTYPE).isPresent()) {
            DType dtype = ArgumentStatements.dtype(arguments.value(DTYPE).get());
            if (dtype.isFloat()) {
                statements.add(ArgumentStatements.assertNoScales(dtype));
            }
            statements.add(ArgumentStatements.cast(dtype, List.of()));
        }
        Optional<Expression> size = Optional.empty();
        if (arguments.value(SHARD_SIZE).isPresent()) {
            size = Optional.of(
                    ArgumentStatements.size(arguments.value(SHARD_SIZE).get(), SHARD_SIZE));
        }
        statements.add(ArgumentStatements.save(
                arguments.operands().get(1),
                format(arguments, surroundings),
                size,
                arguments.has(RunOptions.OVERWRITE)));
        return statements;
    }

    private static Optional<Statement.SaveFormat> format(Arguments arguments, Surroundings surroundings)
            throws UsageException {
        if (arguments.value(TO).isEmpty()) {
            return Optional.empty();
        }
        Statement.SaveFormat format =
                ArgumentStatements.format(arguments.value(TO).get(), TO);
        String name = format.name().text();
        List<String> known = surroundings.formats().get().checkpoints().stream()
                .map(CheckpointFormat::name)
                .toList();
        if (!known.contains(name)) {
            throw new UsageException("--to must be " + String.join(" or ", known) + ", not " + name);
        }
        return Optional.of(format);
    }
}
