package ckpts.naming;

import java.util.Comparator;

/**
 * Compares names in the order people expect: runs of digits by value, all else by character; 0 only for equal names.
 */
public enum NaturalOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() && j < right.length()) {
            int leftEnd = Alternatives.NumberRange.digitsEnd(left, i);
            int rightEnd = Alternatives.NumberRange.digitsEnd(right, j);
            if (leftEnd > i && rightEnd > j) {
                int byValue = compareDigits(left, i, leftEnd, right, j, rightEnd);
                if (byValue != 0) {
                    return byValue;
                }
                i = leftEnd;
                j = rightEnd;
            } else if (left.charAt(i) != right.charAt(j)) {
                return Character.compare(left.charAt(i), right.charAt(j));
            } else {
                i++;
                j++;
            }
        }
        int byRest = Integer.compare(left.length() - i, right.length() - j);
        return byRest != 0 ? byRest : left.compareTo(right);
    }

    private static int compareDigits(String left, int from, int end, String right, int rightFrom, int rightEnd) {
        int i = withoutZeros(left, from, end);
        int j = withoutZeros(right, rightFrom, rightEnd);
        int order = Integer.compare(end - i, rightEnd - j);
        while (order == 0 && i < end) {
            order = Character.compare(left.charAt(i++), right.charAt(j++));
        }
        return order;
    }

    private static int withoutZeros(String name, int from, int end) {
        int first = from;
        while (first < end && name.charAt(first) == '0') {
            first++;
        }
        return first;
    }
}
