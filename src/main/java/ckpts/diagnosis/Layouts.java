package ckpts.diagnosis;

import ckpts.diagnosis.TypeRelation.Kind;
import ckpts.naming.NamePath;
import ckpts.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether square matrices are transposed. No shape shows it: the matrices that are not square, under the same two words
 * for a weight, are the witnesses; without one of those, all of them; without any, two different words leave it open.
 * Tables of embeddings lie alike in all frameworks and bear no witness.
 */
final class Layouts {
    private final Map<String, Votes> byWords = new HashMap<>();
    private final Votes all = new Votes();

    private static final class Votes {
        private int transposed;
        private int equal;

        void count(TypeRelation relation) {
            transposed += relation.kind() == Kind.TRANSPOSED ? 1 : 0;
            equal += relation.kind() == Kind.EQUAL ? 1 : 0;
        }

        Optional<Boolean> verdict() {
            boolean unanimous = (transposed == 0) != (equal == 0);
            return unanimous ? Optional.of(transposed > 0) : Optional.empty();
        }

        boolean isEmpty() {
            return transposed + equal == 0;
        }
    }

    Layouts(List<UnitPair> pairs) {
        for (UnitPair pair : pairs) {
            if (isMatrix(pair) && !isSquare(pair.here().type().shape())) {
                byWords.computeIfAbsent(words(pair), any -> new Votes()).count(pair.relation());
                all.count(pair.relation());
            }
        }
    }

    private static boolean isMatrix(UnitPair pair) {
        boolean table = (pair.here().first() + pair.there().first()).toLowerCase(java.util.Locale.ROOT).contains("emb");
        return pair.here().type().shape().rank() == 2 && !table;
    }

    private static boolean isSquare(Shape shape) {
        return shape.dimension(0) == shape.dimension(1);
    }

    /** The last words of the two names; the same words stand for the same layout. */
    private static String words(UnitPair pair) {
        return lastWord(pair.here()) + " " + lastWord(pair.there());
    }

    private static String lastWord(Unit unit) {
        String last = NamePath.of(unit.first().replaceFirst(":\\d+$", "")).last();
        return last.substring(last.lastIndexOf('_') + 1);
    }

    /** The pair as it is to be treated; empty where nothing tells whether it is transposed. */
    Optional<UnitPair> decided(UnitPair pair) {
        Shape shape = pair.here().type().shape();
        boolean asked = isMatrix(pair) && isSquare(shape) && shape.dimension(0) > 1 && pair.relation().kind() == Kind.EQUAL;
        if (!asked) {
            return Optional.of(pair);
        }
        Votes votes = byWords.getOrDefault(words(pair), new Votes());
        boolean sameWord = lastWord(pair.here()).equals(lastWord(pair.there()));
        Optional<Boolean> transposed = votes.isEmpty() && !sameWord ? all.verdict() : votes.verdict();
        if (transposed.isEmpty() && votes.isEmpty() && sameWord) {
            transposed = Optional.of(false);
        }
        return transposed.map(turned -> turned ? turned(pair) : pair);
    }

    private static UnitPair turned(UnitPair pair) {
        TypeRelation relation = new TypeRelation(Kind.TRANSPOSED, List.of(1, 0), pair.relation().cast());
        return new UnitPair(pair.here(), pair.there(), relation, pair.numbers());
    }

    /** The pairs that can be decided, decided; the others go to {@code open}. */
    static List<UnitPair> decided(List<UnitPair> pairs, List<UnitPair> open) {
        Layouts layouts = new Layouts(pairs);
        List<UnitPair> decided = new ArrayList<>();
        for (UnitPair pair : pairs) {
            Optional<UnitPair> verdict = layouts.decided(pair);
            verdict.ifPresentOrElse(decided::add, () -> open.add(pair));
        }
        return decided;
    }
}
