package ckpts.language.syntax;

import ckpts.language.source.Diagnostic;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The mistakes found in one parse. After the first twenty the rest is likely noise. */
final class Problems {
    private static final int MOST = 20;

    private final List<Diagnostic> found = new ArrayList<>();

    private boolean moreTextMayFix = true;

    void add(Diagnostic problem) {
        found.add(problem);
        moreTextMayFix = false;
    }

    /** A mistake that is only that the text ends. */
    void addEnd(Diagnostic problem) {
        found.add(problem);
    }

    /** True if nothing is wrong but that the text ends too early. */
    boolean isUnfinished() {
        return !found.isEmpty() && moreTextMayFix;
    }

    int count() {
        return found.size();
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the text, at most twenty. */
    List<Diagnostic> list() {
        return found.stream()
                .sorted(Comparator.comparingInt(
                        problem -> problem.primary().orElseThrow().start()))
                .limit(MOST)
                .toList();
    }
}
