package ckpts.naming;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The items of a list or a range, in order; they pair by position. Immutable. */
public sealed interface Alternatives {
    long size();

    /** The item at a position. */
    String at(long position);

    /** The position of an item; -1 if it is not one of them. */
    long indexOf(String text);

    /** The end of the longest item that is in the name at {@code from}; -1 if none is. */
    int longest(String name, int from);

    /** The end of the next shorter item than the one that ends at {@code end}; -1 if there is none. */
    int shorter(String name, int from, int end);

    Pattern RANGE = Pattern.compile("([0-9]{1,18})\\.\\.([0-9]{1,18})");
    int MAX_WORDS = 100_000;

    /**
     * The list or range in braces.
     *
     * @param items the pieces between the commas (or bars), escapes not decoded; a piece {@code 0..3} is a range
     */
    static Alternatives of(List<String> items, GlobToken.Braces braces) {
        if (items.size() == 1) {
            return range(items.get(0), braces.offset());
        }
        List<String> words = new ArrayList<>();
        for (String item : items) {
            if (RANGE.matcher(item).matches()) {
                NumberRange range = range(item, braces.offset());
                if (range.size() + words.size() > MAX_WORDS) {
                    throw new PatternException(
                            "more than " + MAX_WORDS + " items in the list " + braces.source(), braces.offset());
                }
                for (long i = 0; i < range.size(); i++) {
                    words.add(range.at(i));
                }
            } else {
                words.add(GlobScanner.decoded(item, braces.offset() + 1));
            }
        }
        return new Words(words, braces);
    }

    private static NumberRange range(String item, int offset) {
        Matcher bounds = RANGE.matcher(item);
        if (!bounds.matches()) {
            throw new PatternException("{" + item + "} is not a range: write {0..11}, both ends included", offset);
        }
        String first = bounds.group(1);
        String last = bounds.group(2);
        boolean padded = isPadded(first) || isPadded(last);
        if (padded && first.length() != last.length()) {
            throw new PatternException(
                    "{" + item + "}: the ends of a range with leading zeros must have the same number of digits",
                    offset);
        }
        return new NumberRange(Long.parseLong(first), Long.parseLong(last), padded ? first.length() : 0);
    }

    private static boolean isPadded(String number) {
        return number.length() > 1 && number.charAt(0) == '0';
    }

    /** {@code {q,k,v}}. */
    final class Words implements Alternatives {
        private final List<String> words;
        private final String[] longestFirst;
        private final Map<String, Integer> positions = new HashMap<>();

        private Words(List<String> words, GlobToken.Braces braces) {
            this.words = List.copyOf(words);
            for (int i = 0; i < words.size(); i++) {
                if (positions.putIfAbsent(words.get(i), i) != null) {
                    throw new PatternException(
                            "\"" + words.get(i) + "\" appears twice in the list " + braces.source(), braces.offset());
                }
            }
            longestFirst = words.toArray(String[]::new);
            Arrays.sort(longestFirst, Comparator.comparingInt(String::length).reversed());
        }

        @Override
        public long size() {
            return words.size();
        }

        @Override
        public String at(long position) {
            return words.get(Math.toIntExact(position));
        }

        @Override
        public long indexOf(String text) {
            return positions.getOrDefault(text, -1);
        }

        @Override
        public int longest(String name, int from) {
            return shorter(name, from, Integer.MAX_VALUE);
        }

        @Override
        public int shorter(String name, int from, int end) {
            for (String word : longestFirst) {
                if (word.length() < end - from && name.startsWith(word, from)) {
                    return from + word.length();
                }
            }
            return -1;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Words that && words.equals(that.words);
        }

        @Override
        public int hashCode() {
            return words.hashCode();
        }
    }

    /**
     * {@code {0..11}}; descending if the first is greater.
     *
     * @param width digits of every number, with leading zeros; 0 for as many as needed
     */
    record NumberRange(long first, long last, int width) implements Alternatives {
        private static final int MAX_DIGITS = 18;

        @Override
        public long size() {
            return Math.abs(last - first) + 1;
        }

        @Override
        public String at(long position) {
            String digits = Long.toString(first <= last ? first + position : first - position);
            return "0".repeat(Math.max(0, width - digits.length())) + digits;
        }

        @Override
        public long indexOf(String text) {
            boolean written = width > 0 ? text.length() == width : !isPadded(text);
            if (!written || text.isEmpty() || text.length() > MAX_DIGITS || digitsEnd(text, 0) != text.length()) {
                return -1;
            }
            long value = Long.parseLong(text);
            boolean within = Math.min(first, last) <= value && value <= Math.max(first, last);
            return within ? Math.abs(value - first) : -1;
        }

        @Override
        public int longest(String name, int from) {
            return shorter(name, from, Math.min(digitsEnd(name, from), from + MAX_DIGITS) + 1);
        }

        @Override
        public int shorter(String name, int from, int end) {
            for (int shorter = end - 1; shorter > from; shorter--) {
                if (indexOf(name.substring(from, shorter)) >= 0) {
                    return shorter;
                }
            }
            return -1;
        }

        public static int digitsEnd(String name, int from) {
            int end = from;
            while (end < name.length() && name.charAt(end) >= '0' && name.charAt(end) <= '9') {
                end++;
            }
            return end;
        }
    }
}
