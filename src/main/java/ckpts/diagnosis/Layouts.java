package ckpts.diagnosis;

import ckpts.diagnosis.TypeRelation.Kind;
import ckpts.naming.NamePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides the axis order of a weight whose shape allows several: a square matrix may be transposed, a kernel with as
 * many inputs as outputs may be either way round. The weights whose shapes allow only one order are the witnesses:
 * first those of the same block and the same two words, then those of the same words, then all with the same number of
 * axes, unless the two words are the same. If the witnesses disagree, or there are none and the words differ, the order
 * is left open. Embedding tables have the same layout in all frameworks and are not witnesses.
 */
final class Layouts {
    private static final Set<String> TABLES = Set.of("embed", "token", "position", "segment");

    private final Map<String, Set<List<Integer>>> witnesses = new HashMap<>();

    /**
     * A pair whose axis order must be decided.
     *
     * @param table whether it is an embedding table, which is never transposed
     */
    record Case(UnitPair pair, boolean table) {
        static Case of(UnitPair pair, Module here, Module there) {
            boolean table = TABLES.stream()
                    .anyMatch(word ->
                            here.concepts().contains(word) || there.concepts().contains(word));
            return new Case(pair, table);
        }

        int rank() {
            return pair.here().type().shape().rank();
        }

        boolean isAsked() {
            return !table && rank() > 1 && pair.relation().keepsValues();
        }

        List<List<Integer>> orders() {
            return TypeRelation.usualOrders(
                    pair.here().type().shape(), pair.there().type().shape());
        }

        String words() {
            return rank() + lastWord(pair.here()) + " " + lastWord(pair.there());
        }

        boolean sameWord() {
            return lastWord(pair.here()).equals(lastWord(pair.there()));
        }

        /** The word for a weight; empty if the name is only the module's. */
        private static String lastWord(Unit unit) {
            String last = NamePath.of(unit.first().replaceFirst(":\\d+$", "")).last();
            String word = last.substring(last.lastIndexOf('_') + 1);
            return LeafRole.of(word, 2).isPresent() ? word : "";
        }
    }

    private Layouts(List<Case> cases) {
        for (Case one : cases) {
            List<List<Integer>> orders = one.isAsked() ? one.orders() : List.of();
            if (orders.size() == 1) {
                for (String scope : scopes(one)) {
                    witnesses.computeIfAbsent(scope, any -> new HashSet<>()).add(orders.get(0));
                }
            }
        }
    }

    /** The groups of witnesses, the nearest first. */
    private static List<String> scopes(Case one) {
        String block = one.pair().here().folded().isEmpty() ? "outside" : "inside";
        String words = one.words();
        return List.of(block + " " + words, words, String.valueOf(one.rank()));
    }

    /** The pairs that can be decided, with their order of axes; adds the others to {@code open}. */
    static List<UnitPair> decided(List<Case> cases, List<UnitPair> open) {
        Layouts layouts = new Layouts(cases);
        List<UnitPair> decided = new ArrayList<>();
        for (Case one : cases) {
            Optional<UnitPair> verdict = layouts.decided(one);
            verdict.ifPresentOrElse(decided::add, () -> open.add(one.pair()));
        }
        return decided;
    }

    private Optional<UnitPair> decided(Case one) {
        List<List<Integer>> orders = one.isAsked() ? one.orders() : List.of();
        if (orders.size() < 2) {
            return Optional.of(one.pair());
        }
        List<String> scopes = scopes(one);
        for (String scope : one.sameWord() ? scopes.subList(0, 2) : scopes) {
            Set<List<Integer>> seen = new HashSet<>(witnesses.getOrDefault(scope, Set.of()));
            seen.retainAll(orders);
            if (seen.size() == 1) {
                return Optional.of(ordered(one.pair(), seen.iterator().next()));
            }
            if (seen.size() > 1) {
                return Optional.empty();
            }
        }
        return one.sameWord() && one.pair().relation().kind() == Kind.EQUAL
                ? Optional.of(one.pair())
                : Optional.empty();
    }

    private static UnitPair ordered(UnitPair pair, List<Integer> order) {
        boolean same = true;
        for (int axis = 0; axis < order.size(); axis++) {
            same &= order.get(axis) == axis;
        }
        TypeRelation relation = same
                ? new TypeRelation(Kind.EQUAL, List.of(), pair.relation().cast())
                : new TypeRelation(Kind.TRANSPOSED, order, pair.relation().cast());
        return new UnitPair(pair.here(), pair.there(), relation, pair.numbers());
    }
}
