package ckpts.naming;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Aligns a pattern with names, segment by segment, at the lowest price; for one pattern and one thread.
 *
 * <pre>
 *   pattern          dense1 / *            price of the fit
 *   name     model / dense_1 / kernel      a prefix (8), one letter (10)
 * </pre>
 */
public final class SegmentAlignment {
    /** One letter. */
    static final int TYPO = 10;

    private static final int CASE = 1;
    private static final int SEPARATOR = 2;
    private static final int PREFIX = 8;
    private static final int SURPLUS = 12;
    private static final int EXTRA_SEGMENT = 15;
    private static final int MAX_COST = 45;
    private static final int NEVER = 1_000_000;
    private static final int MAX_SEGMENTS = 32;

    private final NamePattern whole;
    private final NamePath path;
    private final List<String> pattern;
    private final List<Map<String, Piece>> pieces = new ArrayList<>();
    private final List<Boolean> recognizable = new ArrayList<>();

    /**
     * An alignment that makes a name fit.
     *
     * @param pattern the pattern that would have matched it
     * @param prefix the prefix that was added or left out
     */
    record Fit(NearNames.Kind kind, String pattern, int cost, String prefix) {}

    /**
     * The fit of one segment of the pattern and one of a name.
     *
     * @param text its replacement in the suggested pattern
     */
    private record Piece(int cost, String text) {}

    SegmentAlignment(NamePattern whole) {
        this.whole = whole;
        this.path = NamePath.ofPattern(whole.source());
        this.pattern = path.segments();
        for (int i = 0; i < pattern.size(); i++) {
            pieces.add(new HashMap<>());
            recognizable.add(isRecognizable(i));
        }
    }

    /** The cheapest way to make a name fit; empty if none is worth suggesting, or if it already fits. */
    Optional<Fit> fit(String name) {
        NamePath cut = NamePath.of(name);
        List<String> segments = cut.segments();
        if (segments.size() > MAX_SEGMENTS || pattern.size() > MAX_SEGMENTS) {
            return Optional.empty();
        }
        int[][] costs = costs(cut);
        int best = NEVER;
        int from = 0;
        int to = 0;
        for (int j = 0; j < segments.size(); j++) {
            int cost = costs[0][j] + (j > 0 ? PREFIX : 0);
            if (cost < best && (j == 0 || recognizable.get(0))) {
                best = cost;
                to = j;
            }
        }
        for (int i = 1; i < pattern.size() && isPlain(pattern.get(i - 1)); i++) {
            // A name that differs in both prefix and spelling is another name.
            if (costs[i][0] < TYPO && costs[i][0] + SURPLUS * i < best && recognizable.get(i)) {
                best = costs[i][0] + SURPLUS * i;
                from = i;
                to = 0;
            }
        }
        return best == 0 || best > MAX_COST ? Optional.empty() : Optional.of(suggestion(cut, costs, from, to, best));
    }

    /** Whether enough of the pattern is plain text to recognize it with segments in front left out. */
    private boolean isRecognizable(int from) {
        return pattern.subList(from, pattern.size()).stream()
                .anyMatch(segment ->
                        segment.replaceAll("[^A-Za-z]|\\{[^}]*\\}", "").length() >= 2);
    }

    /** {@code costs[i][j]}: the price of the pattern from segment i on the name from segment j. */
    private int[][] costs(NamePath name) {
        int n = pattern.size();
        int m = name.segments().size();
        int[][] costs = new int[n + 1][m + 1];
        for (int i = n; i >= 0; i--) {
            for (int j = m; j >= 0; j--) {
                costs[i][j] = cost(costs, name, i, j);
            }
        }
        return costs;
    }

    private int cost(int[][] costs, NamePath name, int i, int j) {
        List<String> segments = name.segments();
        if (i == pattern.size()) {
            return j == segments.size() ? 0 : NEVER;
        }
        if (pattern.get(i).equals("**")) {
            boolean last = i == pattern.size() - 1;
            if (j == segments.size()) {
                return last ? NEVER : costs[i + 1][j];
            }
            int ended = last && j == segments.size() - 1 ? 0 : NEVER;
            return Math.min(ended, Math.min(last ? NEVER : costs[i + 1][j], costs[i][j + 1]));
        }
        if (j == segments.size()) {
            return NEVER;
        }
        int step = costs[i + 1][j + 1] >= NEVER
                ? NEVER
                : piece(i, segments.get(j)).cost() + separatorCost(i, name, j) + costs[i + 1][j + 1];
        int skipped = i > 0 && j + 1 < segments.size() ? EXTRA_SEGMENT + costs[i][j + 1] : NEVER;
        return Math.min(NEVER, Math.min(step, skipped));
    }

    private int separatorCost(int i, NamePath name, int j) {
        if (i >= pattern.size() - 1 || j >= name.segments().size() - 1) {
            return 0;
        }
        return path.separator(i) == name.separator(j) ? 0 : SEPARATOR;
    }

    private Piece piece(int i, String segment) {
        return pieces.get(i).computeIfAbsent(segment, key -> compare(pattern.get(i), key));
    }

    private Piece compare(String pattern, String segment) {
        if (isPlain(pattern)) {
            int slips = slips(pattern, segment);
            return new Piece(slips, slips == 0 ? pattern : NamePattern.quote(segment));
        }
        if (whole.rewritten(pattern).match(segment).isPresent()) {
            return new Piece(0, pattern);
        }
        int open = pattern.indexOf('{');
        boolean numbered = open > 0 && pattern.endsWith("}") && isPlain(pattern.substring(0, open));
        String stem = segment.replaceFirst("[0-9]+$", "");
        if (numbered && !stem.equals(segment)) {
            return new Piece(
                    slips(pattern.substring(0, open), stem), NamePattern.quote(stem) + pattern.substring(open));
        }
        return new Piece(NEVER, pattern);
    }

    private static int slips(String written, String found) {
        if (written.equals(found)) {
            return 0;
        }
        if (written.equalsIgnoreCase(found)) {
            return CASE;
        }
        int tolerance = Spelling.tolerance(written);
        int distance = Spelling.distance(written.toLowerCase(Locale.ROOT), found.toLowerCase(Locale.ROOT), tolerance);
        return distance <= tolerance ? distance * TYPO : NEVER;
    }

    private static boolean isPlain(String segment) {
        return segment.chars().noneMatch(c -> "*?[{\\".indexOf(c) >= 0);
    }

    /** Retraces the cheapest path and writes its pattern. */
    private Fit suggestion(NamePath name, int[][] costs, int from, int to, int cost) {
        List<String> segments = name.segments();
        StringBuilder text = new StringBuilder();
        for (int j = 0; j < to; j++) {
            text.append(NamePattern.quote(segments.get(j))).append(name.separator(j));
        }
        String prefix = text.toString();
        int i = from;
        int j = to;
        boolean spelled = false;
        boolean separated = false;
        while (i < pattern.size()) {
            String segment = pattern.get(i);
            if (segment.equals("**")) {
                while (j < segments.size() && (i == pattern.size() - 1 || costs[i][j] != costs[i + 1][j])) {
                    j++;
                }
                text.append(segment).append(i < pattern.size() - 1 ? String.valueOf(path.separator(i)) : "");
                i++;
                continue;
            }
            Piece piece = piece(i, segments.get(j));
            boolean step = costs[i][j] == piece.cost() + separatorCost(i, name, j) + costs[i + 1][j + 1];
            spelled |= !step || piece.cost() >= TYPO;
            separated |= separatorCost(i, name, j) > 0;
            text.append(step ? piece.text() : NamePattern.quote(segments.get(j)));
            text.append(j < segments.size() - 1 ? String.valueOf(name.separator(j)) : "");
            i += step ? 1 : 0;
            j++;
        }
        String dropped = from > 0 ? path.beginning(from) : prefix;
        NearNames.Kind kind = spelled ? NearNames.Kind.SPELLING : kind(separated, from, to);
        return new Fit(kind, text.toString(), cost, dropped);
    }

    private static NearNames.Kind kind(boolean separated, int from, int to) {
        if (from > 0) {
            return NearNames.Kind.SURPLUS;
        }
        if (to > 0) {
            return NearNames.Kind.PREFIX;
        }
        return separated ? NearNames.Kind.SEPARATOR : NearNames.Kind.CASE;
    }
}
