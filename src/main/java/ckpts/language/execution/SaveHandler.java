package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Conventions;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Step;
import ckpts.format.CheckpointFormat;
import ckpts.format.FormatOptions;
import ckpts.format.Obstacles;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Statement;
import ckpts.plan.SaveOptions;
import ckpts.plan.SaveRequest;
import ckpts.state.Inputs;
import ckpts.state.Loaded;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** {@code save PATH ...}: requests an output; nothing is written before the whole script holds. */
final class SaveHandler implements Handler<Statement.Save> {
    private static final long MOST_SHARDS = 99_999;

    @Override
    public State execute(Statement.Save save, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        Evaluator evaluator = Evaluator.in(context);
        Loaded subject = context.subject(save.span());
        SaveTarget target = SaveTarget.of(save, subject, evaluator, execution.formats());
        CheckpointFormat format = target.format();
        FormatOptions given = GivenOptions.of(save, format, evaluator);
        Checkpoint checkpoint = adopted(chosen(save, subject, context), format, state);
        requireStorable(Obstacles.of(checkpoint, format), save, format);
        if (save.latest() && format.newestRecord().isEmpty()) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_ARGUMENT,
                            save.span(),
                            "the format " + format.name() + " has no record of a folder's newest checkpoint")
                    .help("leave out `latest`"));
        }
        for (BindingAssertion obligation : state.obligations()) {
            if (obligation.checkpoint().equals(subject.name())) {
                CoverageCheck.still(obligation, checkpoint, format.name(), save.span(), context);
            }
        }
        OptionalInt shards = save.shards()
                .map(expression -> OptionalInt.of(shardCount(expression, evaluator)))
                .orElse(OptionalInt.empty());
        OptionalLong shardSize = save.shardSize()
                .map(expression -> OptionalLong.of(evaluator.whole(expression, 1)))
                .orElse(OptionalLong.empty());
        SaveOptions options =
                new SaveOptions(shards, shardSize, save.latest(), save.overwrite(), save.byLink()).with(given);
        List<InputId> written = checkpoint.entries().stream()
                .flatMap(entry -> entry.holds().stream())
                .toList();
        SaveRequest request = new SaveRequest(
                step,
                subject.name(),
                checkpoint,
                format,
                target.path(),
                options,
                Inputs.of(checkpoint, subject, state.workspace()),
                subject.edited());
        return state.with(state.workspace().using(written, step))
                .saving(new RequestedSave(request, save.span()))
                .saying(new Event.SaveRequested(save.span(), target.path()));
    }

    private static int shardCount(ckpts.language.syntax.Expression expression, Evaluator evaluator) {
        long count = evaluator.whole(expression, 1);
        if (count > MOST_SHARDS) {
            throw new StatementException(Diagnostic.error(
                    Code.BAD_VALUE, expression.span(), "at most " + MOST_SHARDS + " shards, not " + count));
        }
        evaluator.context().work().files(count, expression.span());
        return (int) count;
    }

    private static Checkpoint adopted(Checkpoint checkpoint, CheckpointFormat format, State state) {
        boolean own = checkpoint.conventions().map(Conventions::format).equals(Optional.of(format.name()));
        return own ? checkpoint : format.adopted(checkpoint, state.workspace().model());
    }

    private static Checkpoint chosen(Statement.Save save, Loaded subject, Context context) {
        if (save.only().isEmpty()) {
            return subject.current();
        }
        Set<String> unwanted = new HashSet<>(subject.current().names());
        new Selection(context)
                .each(save.only().get()).stream().map(Selected::name).forEach(unwanted::remove);
        return subject.current().without(unwanted);
    }

    private static void requireStorable(List<String> obstacles, Statement.Save save, CheckpointFormat format) {
        if (!obstacles.isEmpty()) {
            throw new StatementException(new Diagnostic(
                    Diagnostic.Severity.ERROR,
                    Code.NOT_STORABLE,
                    "the format `" + format.name() + "` cannot hold this checkpoint",
                    Optional.of(save.span()),
                    "",
                    CheckHandler.shortened(obstacles),
                    List.of(),
                    List.of(),
                    List.of()));
        }
    }
}
