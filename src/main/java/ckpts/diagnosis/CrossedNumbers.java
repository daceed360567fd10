package ckpts.diagnosis;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers that change places: {@code experts.0.layers.1} and {@code layers.1.experts.0}. The words before them show it,
 * or how many there are. Numbers are paired by place, so such modules are not a pair.
 */
final class CrossedNumbers {
    private CrossedNumbers() {}

    /** Two modules with as many numbers of equal blocks. */
    static boolean between(Module here, Module there) {
        return between(here.tokens(), here.folds(), there.tokens(), there.folds());
    }

    /** Two tensors with as many numbers of equal blocks. */
    static boolean between(Unit here, Unit there) {
        return between(
                ModuleName.of(here).tokens(),
                here.folded(),
                ModuleName.of(there).tokens(),
                there.folded());
    }

    private static boolean between(
            List<Token> here, List<Unit.Place> folds, List<Token> there, List<Unit.Place> otherFolds) {
        List<String> words = words(here);
        List<String> others = words(there);
        for (int i = 0; i < Math.min(words.size(), others.size()); i++) {
            for (int j = 0; j < i; j++) {
                if (named(words, others, i, j)) {
                    return true;
                }
            }
        }
        for (int i = 0; i < folds.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (counted(folds, otherFolds, i, j)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the words before two numbers appear the other way round. */
    private static boolean named(List<String> words, List<String> others, int i, int j) {
        return isDistinctive(words.get(i))
                && isDistinctive(words.get(j))
                && !words.get(i).equals(words.get(j))
                && words.get(i).equals(others.get(j))
                && words.get(j).equals(others.get(i));
    }

    /** A kind of layer is counted in one framework and names a stage in another: {@code conv2_block1}. */
    private static boolean isDistinctive(String word) {
        return !word.isEmpty() && !Vocabulary.isKind(word);
    }

    /** Whether the counts match crosswise, and not place by place. */
    private static boolean counted(List<Unit.Place> here, List<Unit.Place> there, int i, int j) {
        return size(here, i) != size(there, i) && size(here, i) == size(there, j) && size(here, j) == size(there, i);
    }

    private static int size(List<Unit.Place> folds, int at) {
        return folds.get(at).values().size();
    }

    /** The word before each number; empty where there is none. */
    private static List<String> words(List<Token> tokens) {
        List<String> words = new ArrayList<>();
        String last = "";
        for (Token token : tokens) {
            if (token instanceof Token.Concept concept) {
                last = concept.name();
            } else {
                words.add(last);
                last = "";
            }
        }
        return words;
    }
}
