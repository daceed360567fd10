package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Assertion;
import ckpts.state.Loaded;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Comparison;
import ckpts.tensor.op.ShapeFix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code assert equal S = EXPR [within tol]}: types are judged at once, values in the second phase. */
final class EqualityCheck {
    private final Assertion.EqualTo node;
    private final AssertionReport verdict;

    /** A tensor and what it must equal. */
    private record Pair(String name, Tensor found, Tensor wanted) {}

    EqualityCheck(Assertion.EqualTo node, AssertionReport verdict) {
        this.node = node;
        this.verdict = verdict;
    }

    State judge(State state, Context context) {
        Selection selection = new Selection(context);
        Loaded loaded = selection.checkpoint(node.selector());
        double tolerance = node.tolerance()
                .map(expression -> Evaluator.in(context).real(expression))
                .orElse(0.0);
        if (tolerance < 0) {
            throw new StatementException(Diagnostic.error(
                    Code.BAD_VALUE, node.tolerance().orElseThrow().span(), "a tolerance cannot be negative"));
        }
        List<Pair> pairs = new ArrayList<>();
        for (Selected selected : selection.found(node.selector())) {
            Entry entry = loaded.current().entry(selected.name()).orElseThrow();
            Evaluator evaluator = Evaluator.forSelected(context, loaded, selected);
            Tensor wanted =
                    evaluator.tensor(node.value(), Optional.of(entry.tensor().type()));
            pairs.add(new Pair(entry.name(), entry.tensor(), wanted));
        }
        List<String> wrongTypes = pairs.stream()
                .filter(pair -> !pair.found().type().equals(pair.wanted().type()))
                .map(EqualityCheck::mismatch)
                .toList();
        if (!wrongTypes.isEmpty()) {
            return verdict.on(state, AssertionResult.failed(failure(wrongTypes)));
        }
        List<Tensor> read = pairs.stream()
                .flatMap(pair -> Stream.of(pair.found(), pair.wanted()))
                .toList();
        return state.saying(verdict.later(read, scratch -> {
            List<String> wrong = new ArrayList<>();
            for (Pair pair : pairs) {
                Comparison result = tolerance == 0
                        ? Comparison.bytesEqual(pair.found(), pair.wanted(), scratch)
                        : Comparison.within(pair.found(), pair.wanted(), tolerance, scratch);
                ValueQuestions.described(result, pair.found())
                        .ifPresent(what -> wrong.add("\"" + pair.name() + "\"  " + what));
            }
            return verdict.event(
                    wrong.isEmpty()
                            ? AssertionResult.held(ValueQuestions.covered(
                                    pairs.stream().map(Pair::found).toList()))
                            : AssertionResult.failed(failure(wrong)));
        }));
    }

    private static String mismatch(Pair pair) {
        TensorType found = pair.found().type();
        TensorType wanted = pair.wanted().type();
        String remedy = found.shape().equals(wanted.shape())
                ? "cast it to " + wanted.dtype()
                : ShapeFix.toward(found.shape(), wanted.shape(), "it");
        return "\"" + pair.name() + "\"  is " + found + ", not " + wanted + ": " + remedy;
    }

    private Diagnostic failure(List<String> wrong) {
        return Diagnostic.error(Code.ASSERTION, node.span(), "not equal: " + MatchCount.tensors(wrong.size()))
                .detailed(CheckHandler.shortened(wrong));
    }
}
