package ckpts.diagnosis;

import ckpts.naming.Spelling;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Similarity of the names of two modules, from 0 to 1: their tokens are aligned in order, and rare ones count more than
 * those that most modules have.
 */
final class Likeness {
    private static final double FOLD = 0.3;
    private static final double NUMBER = 2;
    /** A number that is the only one at its place says nothing. */
    private static final double ONLY_NUMBER = 0.1;

    private static final double ABBREVIATED = 0.7;
    private static final double MISSPELT = 0.6;

    private final Map<String, Double> here;
    private final Map<String, Double> there;
    private final Map<String, IndexMap> maps = new HashMap<>();
    private final Map<String, Double> words = new HashMap<>();

    Likeness(List<Module> here, List<Module> there) {
        this.here = weights(here);
        this.there = weights(there);
    }

    private static Map<String, Double> weights(List<Module> modules) {
        Map<String, Integer> counts = new HashMap<>();
        for (Module module : modules) {
            Set<String> seen = new HashSet<>(module.concepts());
            seen.forEach(concept -> counts.merge(concept, 1, Integer::sum));
        }
        Map<String, Double> weights = new HashMap<>();
        counts.forEach((concept, count) ->
                weights.put(concept, Math.log1p((double) modules.size() / count) - Math.log(2) + 0.2));
        return weights;
    }

    /** The map from the numbers of a list of the first side to the second's. */
    IndexMap map(IndexList from, IndexList to) {
        return maps.computeIfAbsent(from.key() + "\n" + to.key(), any -> IndexMap.between(from, to));
    }

    double names(Module left, Module right) {
        List<Token> one = left.tokens();
        List<Token> other = right.tokens();
        double total = 0;
        for (Token token : one) {
            total += weight(token, here);
        }
        for (Token token : other) {
            total += weight(token, there);
        }
        if (total == 0) {
            return one.isEmpty() && other.isEmpty() ? 1 : 0;
        }
        double[][] best = new double[one.size() + 1][other.size() + 1];
        for (int i = one.size() - 1; i >= 0; i--) {
            for (int j = other.size() - 1; j >= 0; j--) {
                double pair = alike(one.get(i), other.get(j));
                double worth = pair == 0
                        ? 0
                        : pair * (weight(one.get(i), here) + weight(other.get(j), there)) + best[i + 1][j + 1];
                best[i][j] = Math.max(worth, Math.max(best[i + 1][j], best[i][j + 1]));
            }
        }
        return best[0][0] / total;
    }

    private static double weight(Token token, Map<String, Double> weights) {
        if (token instanceof Token.Concept concept) {
            return weights.getOrDefault(concept.name(), 1.0);
        }
        if (token instanceof Token.Number number) {
            return number.list().entries().size() > 1 ? NUMBER : ONLY_NUMBER;
        }
        return FOLD;
    }

    private double alike(Token left, Token right) {
        if (left instanceof Token.Concept one && right instanceof Token.Concept other) {
            return alike(one.name(), other.name());
        }
        if (left instanceof Token.Number one && right instanceof Token.Number other) {
            return map(one.list(), other.list()).maps(one.index(), other.index()) ? 1 : 0;
        }
        return left instanceof Token.Fold && right instanceof Token.Fold ? 1 : 0;
    }

    private double alike(String left, String right) {
        if (left.equals(right)) {
            return 1;
        }
        return words.computeIfAbsent(left + "\n" + right, any -> {
            boolean begins =
                    left.length() > 2 && right.startsWith(left) || right.length() > 2 && left.startsWith(right);
            return begins ? ABBREVIATED : left.length() > 3 && Spelling.isNear(left, right) ? MISSPELT : 0;
        });
    }
}
