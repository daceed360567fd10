package ckpts.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The pattern and the target for numbers of a name: {@code {i:int}} and {@code {i+1}}, or {@code {2,4}} and
 * {@code {3,6}}.
 *
 * @param pattern for the numbers in the old name
 * @param target for the numbers in the new name
 */
record NumberRule(String pattern, String target) {
    /** @param ranges whether the pattern names the numbers, so that it matches no others */
    static NumberRule of(String capture, List<Map.Entry<Index, Index>> pairs, boolean ranges) {
        long offset = pairs.get(0).getValue().value() - pairs.get(0).getKey().value();
        boolean shifted = pairs.stream()
                .allMatch(pair -> pair.getValue().value() - pair.getKey().value() == offset);
        if (!shifted || pairs.size() == 1) {
            return new NumberRule(list(pairs, true), list(pairs, false));
        }
        boolean kept = pairs.stream()
                .allMatch(pair -> pair.getKey().digits().equals(pair.getValue().digits()));
        String target = kept ? capture : capture + (offset < 0 ? "-" + -offset : "+" + offset) + padding(pairs);
        return new NumberRule("{" + capture + (ranges ? ":" + range(pairs) : ":int") + "}", "{" + target + "}");
    }

    /** {@code :02} where the numbers to write have leading zeros. */
    private static String padding(List<Map.Entry<Index, Index>> pairs) {
        int width = pairs.get(0).getValue().digits().length();
        boolean padded = pairs.stream().anyMatch(pair -> isPadded(pair.getValue()))
                && pairs.stream().allMatch(pair -> pair.getValue().digits().length() >= width);
        return padded ? ":0" + width : "";
    }

    private static boolean isPadded(Index index) {
        return index.digits().length() > 1 && index.digits().startsWith("0");
    }

    /** {@code 0..11}, or {@code 0|3|6} where there are gaps. */
    private static String range(List<Map.Entry<Index, Index>> pairs) {
        Index first = pairs.get(0).getKey();
        Index last = pairs.get(pairs.size() - 1).getKey();
        return last.value() - first.value() + 1 == pairs.size()
                ? first.digits() + ".." + last.digits()
                : pairs.stream().map(pair -> pair.getKey().digits()).collect(Collectors.joining("|"));
    }

    private static String list(List<Map.Entry<Index, Index>> pairs, boolean from) {
        List<String> digits = pairs.stream()
                .map(pair -> (from ? pair.getKey() : pair.getValue()).digits())
                .toList();
        return digits.size() == 1 ? digits.get(0) : "{" + String.join(",", digits) + "}";
    }
}
