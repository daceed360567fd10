package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Statement;
import ckpts.language.syntax.StringLiteral;
import ckpts.naming.Counted;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One tensor that becomes several: the last list or range of the target names the parts. */
final class Spreading {
    private final Recombination recombination;
    private final Entry entry;
    private final List<String> names;
    private final Evaluator evaluator;
    private final Span target;

    /** Cuts one of the selected tensors into parts. */
    @FunctionalInterface
    interface Cut {
        void make(Spreading tensor);
    }

    private Spreading(Recombination recombination, Selected one, List<String> names, Span target) {
        this.recombination = recombination;
        this.entry = recombination.entry(one);
        this.names = names;
        this.evaluator = recombination.evaluator(one);
        this.target = target;
    }

    /** @throws StatementException if another number of tensors is selected than expected */
    static Recombination of(Statement.Head head, StringLiteral target, Context context, Cut cut) {
        Recombination recombination = new Recombination(head, context);
        Optional<Statement.Expect> ofEach = head.expect().filter(Statement.Expect::each);
        if (ofEach.isEmpty()) {
            MatchCount.require(head.expect(), recombination.selected().size(), Evaluator.in(context));
        }
        Targets targets = Targets.spreading(target, context);
        if (recombination.selected().isEmpty()) {
            targets.requireSuited(head.selector());
        }
        for (Selected one : recombination.selected()) {
            Spreading tensor = new Spreading(
                    recombination, one, targets.all(one, head.selector().span()), target.span());
            context.work().names(tensor.names().size(), target.span());
            ofEach.ifPresent(parts -> tensor.requireParts(parts, Evaluator.in(context)));
            cut.make(tensor);
        }
        return recombination;
    }

    Entry entry() {
        return entry;
    }

    /** The names of the parts, in their order. */
    List<String> names() {
        return names;
    }

    Evaluator evaluator() {
        return evaluator;
    }

    /** Carries out an action on the tensor; a type error then says which tensor it is about. */
    <T> T located(Supplier<T> action) {
        return recombination.located(List.of(entry), action);
    }

    private void requireParts(Statement.Expect expect, Evaluator numbers) {
        long expected = numbers.whole(expect.count(), 0);
        if (expected != names.size()) {
            throw new StatementException(Diagnostic.error(
                            Code.WRONG_COUNT,
                            expect.count().span(),
                            "expected " + MatchCount.tensors(expected) + " from each source, \"" + entry.name()
                                    + "\" becomes " + names.size())
                    .labelled("found " + names.size()));
        }
    }

    /** @throws StatementException if the numbers of parts and names differ */
    void requireParts(long parts) {
        if (parts != names.size()) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_VALUE,
                            target,
                            "\"" + entry.name() + "\" is cut into " + parts + " parts, the target has "
                                    + Counted.of(names.size(), "name"))
                    .labelled("the last list or range names the parts"));
        }
    }

    void make(int part, Recombination.Composition composition) {
        recombination.make(names.get(part), List.of(entry), composition);
    }
}
