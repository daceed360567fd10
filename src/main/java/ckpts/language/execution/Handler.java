package ckpts.language.execution;

import ckpts.checkpoint.Step;
import ckpts.language.syntax.Statement;

/**
 * Carries out one kind of statement: checks first, effect last.
 *
 * @param <S> the kind of statement
 */
interface Handler<S extends Statement> {
    /**
     * The state after the statement.
     *
     * @param step how provenance names this execution
     * @throws ckpts.language.semantics.StatementException if it cannot be carried out
     */
    State execute(S statement, Step step, State state, Execution execution);
}
