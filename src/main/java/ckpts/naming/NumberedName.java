package ckpts.naming;

import java.util.ArrayList;
import java.util.List;

/**
 * A name split at its numbers: {@code layers/0/q1} is {@code [layers/, /q, ""]} around {@code [0, 1]}.
 *
 * @param name the whole name
 * @param fragments one more than numbers
 * @param numbers values of the runs of digits
 * @param widths per number its count of digits, if it has leading zeros; else 0
 */
public record NumberedName(String name, List<String> fragments, List<Long> numbers, List<Integer> widths) {
    /** The most numbers that {@link #captured} can name. */
    public static final int MAX_CAPTURES = 3;

    private static final int MAX_DIGITS = 18;

    public static NumberedName parse(String name) {
        List<String> fragments = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        List<Integer> widths = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < name.length()) {
            int end = Alternatives.NumberRange.digitsEnd(name, at);
            if (end > at && end - at <= MAX_DIGITS) {
                fragments.add(name.substring(start, at));
                numbers.add(Long.parseLong(name.substring(at, end)));
                widths.add(end - at > 1 && name.charAt(at) == '0' ? end - at : 0);
                start = end;
            }
            at = Math.max(end, at + 1);
        }
        fragments.add(name.substring(start));
        return new NumberedName(name, List.copyOf(fragments), List.copyOf(numbers), List.copyOf(widths));
    }

    /** Equal for names that differ in the values of their numbers only. */
    Object skeleton() {
        return List.of(fragments, widths);
    }

    /** The digits of a number as written in the name. */
    public String digits(int index) {
        return digits(index, numbers.get(index));
    }

    /** The digits of another number in its place. */
    public String digits(int index, long value) {
        String digits = Long.toString(value);
        return "0".repeat(Math.max(0, widths.get(index) - digits.length())) + digits;
    }

    /** The name as a pattern with the captures i, j, k for its numbers. */
    public String captured(String kind) {
        StringBuilder text = new StringBuilder(NamePattern.quote(fragments.get(0)));
        for (int i = 0; i < numbers.size(); i++) {
            text.append('{').append("ijk".charAt(i)).append(kind).append('}');
            text.append(NamePattern.quote(fragments.get(i + 1)));
        }
        return text.toString();
    }
}
