package ckpts.ui.repl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The cells of a conversation, and which of their steps are in effect. Immutable.
 *
 * @param cells all that were evaluated, in order
 * @param line the numbers of the steps in effect, in order
 * @param undone the numbers of those that can be redone, the next one first
 */
record Journal(PVector<Cell> cells, PVector<Integer> line, PStack<Integer> undone) {
    static final Journal EMPTY = new Journal(TreePVector.empty(), TreePVector.empty(), ConsPStack.empty());

    /** The number of the next cell. */
    int next() {
        return cells.size() + 1;
    }

    Journal with(String text, Cell.Kind kind, List<Path> saved) {
        Cell cell = new Cell(next(), text, kind, base(), saved);
        PVector<Cell> all = cells.plus(cell);
        return kind == Cell.Kind.STEP
                ? new Journal(all, line.plus(cell.number()), ConsPStack.empty())
                : new Journal(all, line, undone);
    }

    /** The journal before the last step in effect; empty at the beginning. */
    Optional<Journal> undoing() {
        return last().map(cell -> new Journal(cells, line.minus(line.size() - 1), undone.plus(cell.number())));
    }

    /** The journal with the step that was undone last; empty if there is none. */
    Optional<Journal> redoing() {
        return undone.isEmpty()
                ? Optional.empty()
                : Optional.of(new Journal(cells, line.plus(undone.get(0)), undone.minus(0)));
    }

    /** The last step in effect. */
    Optional<Cell> last() {
        return line.isEmpty() ? Optional.empty() : Optional.of(cell(base()));
    }

    Cell cell(int number) {
        return cells.get(number - 1);
    }

    /** Whether a cell is part of what led here: it succeeded and was not undone. */
    boolean isInEffect(Cell cell) {
        return switch (cell.kind()) {
            case STEP -> line.contains(cell.number());
            case LOOK -> cell.base() == 0 || line.contains(cell.base());
            case FAILED -> false;
        };
    }

    /** The cells that lead here from an empty workspace: each step, then the cells that showed its result. */
    List<Cell> inEffect() {
        List<Cell> inEffect = new ArrayList<>(looksAt(0));
        for (int number : line) {
            inEffect.add(cell(number));
            inEffect.addAll(looksAt(number));
        }
        return inEffect;
    }

    private List<Cell> looksAt(int base) {
        return cells.stream()
                .filter(cell -> cell.kind() == Cell.Kind.LOOK && cell.base() == base)
                .toList();
    }

    private int base() {
        return line.isEmpty() ? 0 : line.get(line.size() - 1);
    }
}
