package ckpts.inspection;

import java.util.Comparator;

/** Names as people sort them: runs of digits by their number, so that {@code layer_9} comes before {@code layer_10}. */
final class NaturalOrder implements Comparator<String> {
    static final NaturalOrder NAMES = new NaturalOrder();

    @Override
    public int compare(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() && j < right.length()) {
            if (isDigit(left.charAt(i)) && isDigit(right.charAt(j))) {
                int endOfLeft = endOfDigits(left, i);
                int endOfRight = endOfDigits(right, j);
                int byNumber = compareNumbers(left.substring(i, endOfLeft), right.substring(j, endOfRight));
                if (byNumber != 0) {
                    return byNumber;
                }
                i = endOfLeft;
                j = endOfRight;
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

    static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    static int endOfDigits(String text, int start) {
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** By value, of any length. */
    private static int compareNumbers(String left, String right) {
        String a = withoutLeadingZeros(left);
        String b = withoutLeadingZeros(right);
        int byLength = Integer.compare(a.length(), b.length());
        return byLength != 0 ? byLength : a.compareTo(b);
    }

    private static String withoutLeadingZeros(String digits) {
        int start = 0;
        while (start < digits.length() - 1 && digits.charAt(start) == '0') {
            start++;
        }
        return digits.substring(start);
    }
}
