package ckpts.tensor.kernel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * Long values in descriptions: their beginning, and a checksum that distinguishes them from others with the same
 * beginning.
 */
public final class Digest {
    private static final int MOST_RUNS = 12;

    private Digest() {}

    /** The string shortened to at most this length, plus the checksum. */
    public static String of(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length - 3) + "... (crc32 " + checksum(text) + ")";
    }

    /** {@code [0..2, 7]}. */
    public static String of(long[] positions) {
        List<String> runs = new ArrayList<>();
        int start = 0;
        while (start < positions.length) {
            int end = start;
            while (end + 1 < positions.length && positions[end + 1] == positions[end] + 1) {
                end++;
            }
            runs.add(end == start ? "" + positions[start] : positions[start] + ".." + positions[end]);
            start = end + 1;
        }
        String all = String.join(", ", runs);
        return runs.size() <= MOST_RUNS
                ? "[" + all + "]"
                : "[" + String.join(", ", runs.subList(0, MOST_RUNS)) + ", ...] (crc32 " + checksum(all) + ")";
    }

    private static String checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", checksum.getValue());
    }
}
