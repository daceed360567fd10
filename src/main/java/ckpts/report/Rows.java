package ckpts.report;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/**
 * A list that is made of another one element by element, each when it is asked for: a table of a million rows takes no
 * more memory than what they tell of.
 *
 * @param <S> what an element is made of
 */
public final class Rows<S, T> extends AbstractList<T> implements RandomAccess {
    private final List<S> sources;
    private final Function<? super S, ? extends T> row;

    private Rows(List<S> sources, Function<? super S, ? extends T> row) {
        this.sources = sources;
        this.row = row;
    }

    /**
     * @param sources not changed any more
     * @param row without side effects, since it may be asked for more than once
     */
    public static <S, T> Rows<S, T> of(List<S> sources, Function<? super S, ? extends T> row) {
        return new Rows<>(sources, row);
    }

    @Override
    public T get(int index) {
        return row.apply(sources.get(index));
    }

    @Override
    public int size() {
        return sources.size();
    }
}
