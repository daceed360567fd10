package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.files.FileTrouble;
import ckpts.language.semantics.Bound;
import ckpts.language.semantics.Environment;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.Value;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.Syntax;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code include "other.ckpts" [with k = v]}: the statements of another script, in the current scope. It sees the
 * values it is given as its parameters and no other variable; its own variables end with it.
 */
final class IncludeHandler implements Handler<Statement.Include> {
    private static final int MOST_NESTED = 16;

    @Override
    public State execute(Statement.Include include, Step step, State state, Execution execution) {
        if (execution.depth() == MOST_NESTED) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_ARGUMENT,
                            include.span(),
                            "scripts include each other more than " + MOST_NESTED + " levels deep")
                    .help("does a script include itself?"));
        }
        execution.work().files(1, include.span());
        Evaluator evaluator = Evaluator.in(execution.context(state));
        Path path = evaluator.path(include.path());
        Map<String, Bound> bindings = new LinkedHashMap<>();
        for (Statement.Binding binding : include.bindings()) {
            Evaluator alone = Evaluator.in(execution.context(state));
            Value value = alone.value(binding.value());
            bindings.put(binding.name().text(), new Bound(value, alone.read()));
        }
        Syntax.Parsed parsed = Syntax.parse(read(path, include, execution));
        Parameters.requireKnown(parsed.script(), include.bindings());
        Execution inner = execution.including(bindings);
        parsed.diagnostics().forEach(inner::report);
        inner.unparsed(parsed.diagnostics());
        Environment scope = Environment.empty()
                .scoped(state.environment().prefix(), state.environment().captures());
        State after = inner.runAll(parsed.script().statements(), state.with(scope));
        if (inner.failed()) {
            String included = "included at " + include.span().place();
            throw new StatementException(inner.diagnostics().stream()
                    .map(problem -> problem.note(included))
                    .toList());
        }
        inner.diagnostics().forEach(execution::report);
        return after.with(state.environment());
    }

    private static SourceText read(Path path, Statement.Include include, Execution execution) {
        if (!StoredScript.isNamed(path)) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_ARGUMENT, include.path().span(), path + " does not have the name of a script")
                    .help("only files whose names end in .ckpts can be included"));
        }
        try {
            return StoredScript.read(path, path.toString(), execution.disk());
        } catch (IOException e) {
            throw new StatementException(FileTrouble.at(include.path().span(), path, e, execution.disk()));
        }
    }
}
