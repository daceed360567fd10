package ckpts.checkpoint;

import java.util.Comparator;

/** Names in the order people expect: runs of digits by value, all else by character; equal only where equal. */
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
                int byValue = compareDigits(left.substring(i, leftEnd), right.substring(j, rightEnd));
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

    private static int compareDigits(String left, String right) {
        String leftValue = left.replaceFirst("^0+", "");
        String rightValue = right.replaceFirst("^0+", "");
        int byLength = Integer.compare(leftValue.length(), rightValue.length());
        return byLength != 0 ? byLength : leftValue.compareTo(rightValue);
    }
}
