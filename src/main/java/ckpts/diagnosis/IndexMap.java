package ckpts.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which number of one list is which of another: the order-preserving map under which most blocks have weights of the
 * same sizes. Where several do, numbers stay as they are, else they start together.
 */
final class IndexMap {
    /** Beyond this, lists are laid side by side without a search. */
    private static final long MAX_CELLS = 4_000_000;

    private static final int FIT = 1_000_000;
    private static final int SAME_NUMBER = 100;

    private final Map<Index, Index> targets;

    private IndexMap(Map<Index, Index> targets) {
        this.targets = targets;
    }

    static IndexMap between(IndexList from, IndexList to) {
        List<IndexList.Entry> here = from.entries();
        List<IndexList.Entry> there = to.entries();
        if ((long) here.size() * there.size() > MAX_CELLS) {
            return sideBySide(here, there);
        }
        int[][] best = best(here, there);
        return best[0][0] == 0 ? byNumber(here, there) : new IndexMap(traced(here, there, best));
    }

    /**
     * Where what is below tells nothing: lists of one length side by side, else equal numbers, unless both begin alike
     * and one is longer, which leaves it open; else from the start.
     */
    private static IndexMap byNumber(List<IndexList.Entry> here, List<IndexList.Entry> there) {
        Map<Long, Index> byValue = new LinkedHashMap<>();
        there.forEach(entry -> byValue.put(entry.index().value(), entry.index()));
        Map<Index, Index> equal = new LinkedHashMap<>();
        for (IndexList.Entry entry : here) {
            Index same = byValue.get(entry.index().value());
            if (same != null) {
                equal.put(entry.index(), same);
            }
        }
        boolean alike = here.get(0).index().value() == there.get(0).index().value();
        if (here.size() != there.size() && alike) {
            return new IndexMap(Map.of());
        }
        boolean aside = here.size() == there.size() || equal.isEmpty();
        return aside ? sideBySide(here, there) : new IndexMap(equal);
    }

    private static IndexMap sideBySide(List<IndexList.Entry> here, List<IndexList.Entry> there) {
        Map<Index, Index> targets = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(here.size(), there.size()); i++) {
            targets.put(here.get(i).index(), there.get(i).index());
        }
        return new IndexMap(targets);
    }

    /** {@code best[i][j]}: what the entries from i and from j on can come to together. */
    private static int[][] best(List<IndexList.Entry> here, List<IndexList.Entry> there) {
        int[][] best = new int[here.size() + 1][there.size() + 1];
        for (int i = here.size() - 1; i >= 0; i--) {
            for (int j = there.size() - 1; j >= 0; j--) {
                int pair = worth(here, i, there, j);
                int paired = pair == 0 ? 0 : pair + best[i + 1][j + 1];
                best[i][j] = Math.max(paired, Math.max(best[i + 1][j], best[i][j + 1]));
            }
        }
        return best;
    }

    private static int worth(List<IndexList.Entry> here, int i, List<IndexList.Entry> there, int j) {
        if (!here.get(i).sizes().equals(there.get(j).sizes())) {
            return 0;
        }
        boolean same = here.get(i).index().value() == there.get(j).index().value();
        return FIT + (same ? SAME_NUMBER : 0) + (i == j ? 1 : 0);
    }

    private static Map<Index, Index> traced(List<IndexList.Entry> here, List<IndexList.Entry> there, int[][] best) {
        Map<Index, Index> targets = new LinkedHashMap<>();
        int i = 0;
        int j = 0;
        while (i < here.size() && j < there.size()) {
            int pair = worth(here, i, there, j);
            if (pair > 0 && best[i][j] == pair + best[i + 1][j + 1]) {
                targets.put(here.get(i).index(), there.get(j).index());
                i++;
                j++;
            } else if (best[i][j] == best[i + 1][j]) {
                i++;
            } else {
                j++;
            }
        }
        return targets;
    }

    Optional<Index> target(Index from) {
        return Optional.ofNullable(targets.get(from));
    }

    boolean maps(Index from, Index to) {
        return to.equals(targets.get(from));
    }

    /** Whether every number that has a counterpart keeps its value. */
    boolean isIdentity() {
        return targets.entrySet().stream()
                .allMatch(pair -> pair.getKey().value() == pair.getValue().value());
    }

    /** The pairs among these numbers, in order. */
    List<Map.Entry<Index, Index>> among(List<Index> from, List<Index> to) {
        List<Map.Entry<Index, Index>> pairs = new ArrayList<>();
        for (Index index : from) {
            target(index).filter(to::contains).ifPresent(found -> pairs.add(Map.entry(index, found)));
        }
        return pairs;
    }
}
