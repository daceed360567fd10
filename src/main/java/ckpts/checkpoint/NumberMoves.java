package ckpts.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes moves of numbered layers as a rename of the script, as short as they allow. */
final class NumberMoves {
    private NumberMoves() {}

    /**
     * @param stem what stands before the number, quoted
     * @param rest what follows it in a pattern
     * @param moves at least one
     * @param all whether they are all the layers there are
     */
    static List<String> rename(String stem, String rest, Map<Long, Long> moves, boolean all) {
        Set<Long> steps = new TreeSet<>();
        moves.forEach((from, to) -> steps.add(to - from));
        if (moves.size() > 1 && steps.size() == 1) {
            long step = steps.iterator().next();
            long first = moves.keySet().iterator().next();
            long last = first + moves.size() - 1;
            boolean dense = moves.containsKey(last);
            if (all || dense) {
                String kind = all ? "int" : first + ".." + last;
                return List.of(line(
                        stem + "{i:" + kind + "}" + rest, stem + "{i" + (step > 0 ? "+" : "") + step + "}" + rest));
            }
        }
        if (moves.size() == 1) {
            Map.Entry<Long, Long> move = moves.entrySet().iterator().next();
            return List.of(line(stem + move.getKey() + rest, stem + move.getValue() + rest));
        }
        List<String> lines = new ArrayList<>();
        lines.add("rename {");
        moves.forEach((from, to) -> lines.add("  " + rule(stem + from + rest, stem + to + rest)));
        lines.add("}");
        return lines;
    }

    private static String line(String from, String to) {
        return "rename " + rule(from, to);
    }

    private static String rule(String from, String to) {
        return "\"" + from + "\" -> \"" + to + "\"";
    }
}
