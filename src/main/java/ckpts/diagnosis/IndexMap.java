package ckpts.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A map from the numbers of one list to those of another: the order-preserving map under which most blocks have weights
 * of the same sizes. If there are several, numbers stay as they are, unless one list counts from 0 and the other from
 * 1; a number that is still ambiguous has no counterpart.
 */
final class IndexMap {
    /** Above this length, lists are paired side by side without a search. */
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
        Alignment alignment = new Alignment(here, there);
        return alignment.fits() ? alignment.map() : byNumber(here, there);
    }

    /**
     * Used where the blocks say nothing: pairs lists of equal length side by side, else equal numbers, unless both
     * begin alike and one is longer, which leaves it open.
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
        if (here.size() == there.size()) {
            return sideBySide(here, there);
        }
        boolean alike = first(here) == first(there);
        return new IndexMap(alike || countOtherwise(here, there) ? Map.of() : equal);
    }

    private static long first(List<IndexList.Entry> list) {
        return list.get(0).index().value();
    }

    /** Whether the one counts from 0 and the other from 1, so that an additional number may be at either end. */
    private static boolean countOtherwise(List<IndexList.Entry> here, List<IndexList.Entry> there) {
        return here.size() != there.size() && Math.max(first(here), first(there)) == 1 && first(here) != first(there);
    }

    private static IndexMap sideBySide(List<IndexList.Entry> here, List<IndexList.Entry> there) {
        Map<Index, Index> targets = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(here.size(), there.size()); i++) {
            targets.put(here.get(i).index(), there.get(i).index());
        }
        return new IndexMap(targets);
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

    /** All order-preserving maps of the greatest worth, and the pairs on which they agree. */
    private static final class Alignment {
        private final List<IndexList.Entry> here;
        private final List<IndexList.Entry> there;
        private final boolean numbersTell;
        /**
         * {@code ahead[i][j]}: the greatest worth of the entries from i and from j on; {@code before}: of those before
         * them.
         */
        private final int[][] ahead;

        private final int[][] before;

        Alignment(List<IndexList.Entry> here, List<IndexList.Entry> there) {
            this.here = here;
            this.there = there;
            this.numbersTell = !(countOtherwise(here, there) && isUniform());
            this.ahead = new int[here.size() + 1][there.size() + 1];
            this.before = new int[here.size() + 1][there.size() + 1];
            for (int i = here.size() - 1; i >= 0; i--) {
                for (int j = there.size() - 1; j >= 0; j--) {
                    int paired = worth(i, j) == 0 ? 0 : worth(i, j) + ahead[i + 1][j + 1];
                    ahead[i][j] = Math.max(paired, Math.max(ahead[i + 1][j], ahead[i][j + 1]));
                }
            }
            for (int i = 1; i <= here.size(); i++) {
                for (int j = 1; j <= there.size(); j++) {
                    int worth = worth(i - 1, j - 1);
                    int paired = worth == 0 ? 0 : worth + before[i - 1][j - 1];
                    before[i][j] = Math.max(paired, Math.max(before[i - 1][j], before[i][j - 1]));
                }
            }
        }

        /** Whether all blocks of both sides have the same sizes, so that sizes say nothing. */
        private boolean isUniform() {
            String sizes = here.get(0).sizes();
            return here.stream().allMatch(entry -> entry.sizes().equals(sizes))
                    && there.stream().allMatch(entry -> entry.sizes().equals(sizes));
        }

        private int worth(int i, int j) {
            if (!here.get(i).sizes().equals(there.get(j).sizes())) {
                return 0;
            }
            boolean same = here.get(i).index().value() == there.get(j).index().value();
            return FIT + (same && numbersTell ? SAME_NUMBER : 0);
        }

        private boolean isBest(int i, int j) {
            int worth = worth(i, j);
            return worth > 0 && before[i][j] + worth + ahead[i + 1][j + 1] == ahead[0][0];
        }

        boolean fits() {
            return ahead[0][0] > 0;
        }

        /** The pairs on which all of the best maps agree. */
        IndexMap map() {
            int[] mates = new int[here.size()];
            int[] rivals = new int[there.size()];
            for (int i = 0; i < here.size(); i++) {
                for (int j = 0; j < there.size(); j++) {
                    if (isBest(i, j)) {
                        mates[i]++;
                        rivals[j]++;
                    }
                }
            }
            Map<Index, Index> targets = new LinkedHashMap<>();
            for (int i = 0; i < here.size(); i++) {
                for (int j = 0; j < there.size(); j++) {
                    if (mates[i] == 1 && rivals[j] == 1 && isBest(i, j)) {
                        targets.put(here.get(i).index(), there.get(j).index());
                    }
                }
            }
            return new IndexMap(targets);
        }
    }
}
