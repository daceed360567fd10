package ckpts.diagnosis.schemes;

import ckpts.diagnosis.schemes.Dialect.Named;
import ckpts.diagnosis.schemes.Dialect.Numbering;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * One model in one dialect, perhaps with ways of its author: the names and types that a file of it has.
 *
 * @param dialect whose names
 * @param sizes how large
 * @param numbering of its layers
 * @param ways what is done to its tensors, in order
 */
record Scheme(Dialect dialect, Sizes sizes, Numbering numbering, List<UnaryOperator<List<Named>>> ways) {
    static Scheme of(Dialect dialect, Sizes sizes) {
        return new Scheme(dialect, sizes, Numbering.PLAIN, List.of());
    }

    List<Named> tensors() {
        List<Named> tensors = dialect.tensors(sizes, numbering);
        for (UnaryOperator<List<Named>> way : ways) {
            tensors = way.apply(tensors);
        }
        return tensors;
    }

    Scheme countingFrom(int first) {
        return new Scheme(dialect, sizes, new Numbering(first, numbering.digits()), ways);
    }

    Scheme padded(int digits) {
        return new Scheme(dialect, sizes, new Numbering(numbering.first(), digits), ways);
    }

    Scheme prefixed(String prefix) {
        return calling(name -> prefix + name);
    }

    Scheme spelled(String old, String other) {
        return calling(name -> name.replace(old, other));
    }

    /** Without tensors whose role this expression finds. */
    Scheme without(String roles) {
        Pattern pattern = Pattern.compile(roles);
        return with(tensors -> tensors.stream()
                .filter(tensor -> !pattern.matcher(tensor.role()).find())
                .toList());
    }

    private Scheme calling(UnaryOperator<String> change) {
        return with(tensors -> tensors.stream()
                .map(tensor -> tensor.called(change.apply(tensor.name())))
                .toList());
    }

    private Scheme with(UnaryOperator<List<Named>> way) {
        List<UnaryOperator<List<Named>>> more = new java.util.ArrayList<>(ways);
        more.add(way);
        return new Scheme(dialect, sizes, numbering, List.copyOf(more));
    }
}
