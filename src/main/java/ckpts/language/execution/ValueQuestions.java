package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.naming.Counted;
import ckpts.state.Loaded;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.op.Comparison;
import ckpts.tensor.op.Finite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Assertions that read the values of tensors, as questions for the second phase. */
final class ValueQuestions {
    private final AssertionReport verdict;

    ValueQuestions(AssertionReport verdict) {
        this.verdict = verdict;
    }

    Event.Pending finite(List<Entry> entries, Span place) {
        return verdict.later(entries.stream().map(Entry::tensor).toList(), scratch -> {
            List<String> wrong = new ArrayList<>();
            for (Entry entry : entries) {
                Finite found = Finite.of(entry.tensor(), scratch);
                if (!found.all()) {
                    wrong.add("\"" + entry.name() + "\"  " + found.notFinite() + " of "
                            + entry.tensor().type().shape().elementCount() + ", the first at "
                            + index(entry.tensor(), found.first()));
                }
            }
            return answer(wrong, place, "not all values are finite", covered(entries));
        });
    }

    Event.Pending unchanged(List<Entry> entries, Loaded loaded, Span place) {
        List<Tensor> read = entries.stream()
                .flatMap(entry -> original(entry, loaded).stream()
                        .filter(original -> original != entry.tensor())
                        .flatMap(original -> Stream.of(original, entry.tensor())))
                .toList();
        return verdict.later(read, scratch -> {
            List<String> wrong = new ArrayList<>();
            for (Entry entry : entries) {
                change(entry, loaded, scratch).ifPresent(what -> wrong.add("\"" + entry.name() + "\"  " + what));
            }
            return answer(wrong, place, "not all tensors are as they were loaded", covered(entries));
        });
    }

    private static Optional<Tensor> original(Entry entry, Loaded loaded) {
        return entry.holds()
                .map(input ->
                        loaded.original().entry(input.name()).orElseThrow().tensor());
    }

    private static Optional<String> change(Entry entry, Loaded loaded, Scratch scratch) throws IOException {
        Optional<Tensor> loadedAs = original(entry, loaded);
        if (loadedAs.isEmpty()) {
            return Optional.of(
                    "was not loaded, but created by " + entry.steps().get(0).place());
        }
        Tensor original = loadedAs.get();
        if (original == entry.tensor()) {
            return Optional.empty();
        }
        if (!original.type().equals(entry.tensor().type())) {
            return Optional.of("is " + entry.tensor().type() + ", was " + original.type());
        }
        return described(Comparison.bytesEqual(original, entry.tensor(), scratch), original);
    }

    /** The differences that a comparison found, in words; empty if there are none. */
    static Optional<String> described(Comparison comparison, Tensor tensor) {
        if (comparison.equal()) {
            return Optional.empty();
        }
        if (!tensor.type().dtype().isFixedWidth()) {
            return Optional.of("differs");
        }
        String largest = comparison.largestDifference() > 0
                ? ", the largest difference is " + comparison.largestDifference()
                : "";
        return Optional.of(
                comparison.differing() + " of " + tensor.type().shape().elementCount() + " differ, the first at "
                        + index(tensor, comparison.first()) + largest);
    }

    /** A row-major index as positions along the axes: {@code [3, 17]}. */
    private static String index(Tensor tensor, OptionalLong flat) {
        long[] strides = tensor.type().shape().strides();
        long rest = flat.orElse(0);
        List<Long> positions = new ArrayList<>();
        for (long stride : strides) {
            positions.add(rest / stride);
            rest %= stride;
        }
        return positions.toString();
    }

    private static String covered(List<Entry> entries) {
        return covered(entries.stream().map(Entry::tensor).toList());
    }

    /** {@code 2 tensors, 8 values}. */
    static String covered(Collection<Tensor> tensors) {
        long values = ExactSizes.sum(
                tensors.stream().mapToLong(tensor -> tensor.type().shape().elementCount()));
        return MatchCount.tensors(tensors.size()) + ", " + Counted.of(values, "value");
    }

    private Event answer(List<String> wrong, Span place, String message, String covered) {
        if (wrong.isEmpty()) {
            return verdict.event(AssertionResult.held(covered));
        }
        Diagnostic failure = Diagnostic.error(Code.ASSERTION, place, message + ": " + MatchCount.tensors(wrong.size()))
                .detailed(CheckHandler.shortened(wrong));
        return verdict.event(AssertionResult.failed(failure));
    }
}
