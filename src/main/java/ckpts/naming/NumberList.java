package ckpts.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.function.LongFunction;

/** Numbers as patterns write them: {@code 7}, {@code 0..11}, {@code 0..3,7}. */
final class NumberList {
    /** This many consecutive numbers are written as a range within a list. */
    private static final int RUN = 3;

    private NumberList() {}

    /** The items of a list, runs as ranges; a single item if the numbers are one number or one run. */
    static List<String> items(SortedSet<Long> numbers, LongFunction<String> digits) {
        List<Long> sorted = List.copyOf(numbers);
        List<String> items = new ArrayList<>();
        int start = 0;
        while (start < sorted.size()) {
            int end = start;
            while (end + 1 < sorted.size() && sorted.get(end + 1) == sorted.get(end) + 1) {
                end++;
            }
            boolean all = start == 0 && end == sorted.size() - 1;
            if (end - start + 1 >= RUN || all && end > start) {
                items.add(digits.apply(sorted.get(start)) + ".." + digits.apply(sorted.get(end)));
            } else {
                sorted.subList(start, end + 1).forEach(value -> items.add(digits.apply(value)));
            }
            start = end + 1;
        }
        return items;
    }
}
