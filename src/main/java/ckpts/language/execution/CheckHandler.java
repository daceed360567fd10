package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Step;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Assertion;
import ckpts.language.syntax.Selector;
import ckpts.language.syntax.Statement;
import ckpts.naming.FirstFew;
import ckpts.state.Loaded;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.op.ShapeFix;
import java.util.List;
import java.util.Optional;

/**
 * {@code assert ... [else "message"]} and {@code check}, which only warns. Assertions that need the values of tensors
 * are judged in the second phase. After a statement that failed, neither is reported as holding or failing.
 */
final class CheckHandler implements Handler<Statement.Check> {
    private static final int MOST_NAMES = 10;

    @Override
    public State execute(Statement.Check check, Step step, State state, Execution execution) {
        Context context = execution.context(state);
        AssertionReport verdict = new AssertionReport(check, Evaluator.in(context));
        State judged = check.assertion().accept(new Judge(check, state, execution, context, verdict));
        return execution.isAstray() ? state.saying(new Event.Unjudged(check.span())) : judged;
    }

    /** The judge of one assertion: gives the state after it. */
    private record Judge(
            Statement.Check check, State state, Execution execution, Context context, AssertionReport verdict)
            implements Assertion.Visitor<State> {
        private String verb() {
            return check.warning() ? "check" : "assert";
        }

        @Override
        public State visitConsumed(Assertion.Consumed node) {
            BindingAssertion promise = new BindingAssertion(
                    context.subject(node.span()).name(), node, Discarding.of(node, context), node.span(), verb());
            State judged = reported(CoverageCheck.consumed(promise, context));
            return check.warning() ? judged : judged.owing(promise);
        }

        @Override
        public State visitCovered(Assertion.Covered node) {
            return reported(CoverageCheck.covered(node, verb(), context));
        }

        @Override
        public State visitExists(Assertion.Exists node) {
            int found = new Selection(context).present(node.selector()).size();
            return reported(
                    found > 0
                            ? AssertionResult.held(MatchCount.tensors(found))
                            : AssertionResult.failed(failure(node.span(), "no tensor matches")));
        }

        @Override
        public State visitAbsent(Assertion.Absent node) {
            List<Selected> found = new Selection(context).present(node.selector());
            return reported(
                    found.isEmpty()
                            ? AssertionResult.held("no tensor matches")
                            : AssertionResult.failed(failure(
                                            node.span(), MatchCount.tensors(found.size()) + " should not be there")
                                    .detailed(names(
                                            found.stream().map(Selected::name).toList()))));
        }

        @Override
        public State visitCount(Assertion.Count node) {
            long found = new Selection(context).any(node.selector()).size();
            long wanted = Evaluator.in(context).whole(node.number());
            String comparison = node.comparison().text();
            return reported(
                    Evaluator.ordered(node.comparison(), Long.compare(found, wanted))
                            ? AssertionResult.held(MatchCount.tensors(found))
                            : AssertionResult.failed(failure(
                                    node.span(), "the count is " + found + ", not " + comparison + " " + wanted)));
        }

        @Override
        public State visitShapeIs(Assertion.ShapeIs node) {
            Shape wanted = Evaluator.in(context).shape(node.shape());
            return each(node.selector(), node.span(), "the shape is not " + wanted, entry -> {
                Shape found = entry.tensor().type().shape();
                return found.equals(wanted)
                        ? Optional.empty()
                        : Optional.of(found + ": " + ShapeFix.toward(found, wanted, "it"));
            });
        }

        @Override
        public State visitDTypeIs(Assertion.DTypeIs node) {
            DType wanted = Evaluator.in(context).dtype(node.dtype());
            return each(node.selector(), node.span(), "the element type is not " + wanted, entry -> {
                DType found = entry.tensor().type().dtype();
                return found == wanted ? Optional.empty() : Optional.of(found.text());
            });
        }

        @Override
        public State visitFinite(Assertion.Finite node) {
            return state.saying(new ValueQuestions(verdict).finite(entries(node.selector()), node.span()));
        }

        @Override
        public State visitEqualTo(Assertion.EqualTo node) {
            return new EqualityCheck(node, verdict).judge(state, context);
        }

        @Override
        public State visitUnchanged(Assertion.Unchanged node) {
            Loaded loaded = new Selection(context).checkpoint(node.selector());
            return state.saying(new ValueQuestions(verdict).unchanged(entries(node.selector()), loaded, node.span()));
        }

        @Override
        public State visitHolds(Assertion.Holds node) {
            boolean holds = Evaluator.in(context).truth(node.condition());
            return reported(
                    holds
                            ? AssertionResult.held("true")
                            : AssertionResult.failed(failure(node.span(), "this does not hold")));
        }

        private State each(Selector selector, Span place, String message, Property property) {
            List<Entry> entries = entries(selector);
            List<String> wrong = entries.stream()
                    .flatMap(entry -> property.wrong(entry).map(found -> "\"" + entry.name() + "\"  " + found).stream())
                    .toList();
            return reported(
                    wrong.isEmpty()
                            ? AssertionResult.held(MatchCount.tensors(entries.size()))
                            : AssertionResult.failed(failure(place, message + ": " + MatchCount.tensors(wrong.size()))
                                    .detailed(shortened(wrong))));
        }

        private List<Entry> entries(Selector selector) {
            Selection selection = new Selection(context);
            Loaded loaded = selection.checkpoint(selector);
            return selection.found(selector).stream()
                    .map(selected -> loaded.current().entry(selected.name()).orElseThrow())
                    .toList();
        }

        private State reported(AssertionResult judgement) {
            return verdict.on(state, judgement);
        }

        private static Diagnostic failure(Span place, String message) {
            return Diagnostic.error(Code.ASSERTION, place, message);
        }
    }

    /** A property that an entry must have: gives what is wrong with it; empty if nothing is. */
    @FunctionalInterface
    private interface Property {
        Optional<String> wrong(Entry entry);
    }

    private static List<String> names(List<String> names) {
        return shortened(names.stream().map(name -> "\"" + name + "\"").toList());
    }

    static List<String> shortened(List<String> lines) {
        return FirstFew.of(lines, MOST_NAMES);
    }
}
