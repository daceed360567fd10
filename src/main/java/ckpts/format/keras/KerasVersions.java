package ckpts.format.keras;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A set of versions of Keras, out of those whose loaders are known: the minor versions of tf_keras 2 and of Keras 3.
 * Immutable.
 */
final class KerasVersions {
    private static final Series TF_KERAS = new Series("tf_keras", 2, 16, 21, 0);
    private static final Series KERAS_3 = new Series("Keras", 3, 0, 15, TF_KERAS.size());

    static final KerasVersions NONE = new KerasVersions(new BitSet());
    static final KerasVersions OF_TF_KERAS = NONE.with(TF_KERAS, TF_KERAS.first, TF_KERAS.last);
    static final KerasVersions OF_KERAS_3 = since(KERAS_3.first);
    static final KerasVersions ALL = OF_TF_KERAS.or(OF_KERAS_3);

    private final BitSet members;

    /**
     * Versions that follow each other.
     *
     * @param first the first minor version
     * @param offset place of the first in a set
     */
    private record Series(String name, int major, int first, int last, int offset) {
        int size() {
            return last - first + 1;
        }

        String version(int minor) {
            return major + "." + minor;
        }
    }

    private KerasVersions(BitSet members) {
        this.members = members;
    }

    private KerasVersions with(Series series, int first, int last) {
        BitSet more = (BitSet) members.clone();
        more.set(series.offset + first - series.first, series.offset + last - series.first + 1);
        return new KerasVersions(more);
    }

    /** Keras 3 from this minor version on. */
    static KerasVersions since(int minor) {
        return NONE.with(KERAS_3, minor, KERAS_3.last);
    }

    /** Keras 3 before this minor version. */
    static KerasVersions before(int minor) {
        return NONE.with(KERAS_3, KERAS_3.first, minor - 1);
    }

    /** @param text words as in {@code versions.txt}: {@code 2}, {@code 3}, {@code 3.4-}, {@code 3.0-3.2} */
    static KerasVersions parsed(String text) {
        KerasVersions all = NONE;
        for (String word : text.split(" ")) {
            Series series = word.startsWith("2") ? TF_KERAS : KERAS_3;
            String[] ends = word.split("-", -1);
            int first = minor(ends[0], series.first);
            int last = ends.length == 1 && ends[0].contains(".") ? first : minor(ends[ends.length - 1], series.last);
            all = all.with(series, first, last);
        }
        return all;
    }

    private static int minor(String version, int without) {
        int dot = version.indexOf('.');
        return dot < 0 ? without : Integer.parseInt(version.substring(dot + 1));
    }

    KerasVersions and(KerasVersions other) {
        BitSet both = (BitSet) members.clone();
        both.and(other.members);
        return new KerasVersions(both);
    }

    KerasVersions or(KerasVersions other) {
        BitSet any = (BitSet) members.clone();
        any.or(other.members);
        return new KerasVersions(any);
    }

    boolean isAll() {
        return equals(ALL);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** The versions in words: {@code Keras 3.4 and later}. */
    String text() {
        List<String> parts = parts(KERAS_3);
        parts.addAll(parts(TF_KERAS));
        return parts.isEmpty() ? "no version that is known" : String.join(", ", parts);
    }

    /** The same after "by". */
    String agents() {
        List<String> parts = parts(KERAS_3);
        parts.addAll(parts(TF_KERAS));
        return String.join(" and by ", parts);
    }

    /** The same with what is not in it: {@code Keras 3.4 and later; not tf_keras}. */
    String fullText() {
        List<String> missing = new ArrayList<>();
        for (Series series : List.of(KERAS_3, TF_KERAS)) {
            if (!isEmpty() && parts(series).isEmpty()) {
                missing.add(series == KERAS_3 ? "Keras 3" : series.name);
            }
        }
        return missing.isEmpty() ? text() : text() + "; not " + missing.get(0);
    }

    private List<String> parts(Series series) {
        List<String> parts = new ArrayList<>();
        int end = series.offset + series.size();
        for (int from = members.nextSetBit(series.offset); from >= 0 && from < end; ) {
            int to = Math.min(members.nextClearBit(from), end);
            parts.add(series.name
                    + range(series, from - series.offset + series.first, to - series.offset + series.first - 1));
            from = members.nextSetBit(to);
        }
        return parts;
    }

    private static String range(Series series, int first, int last) {
        if (last == series.last) {
            return first == series.first
                    ? series == KERAS_3 ? " " + series.major : ""
                    : " " + series.version(first) + (first == last ? "" : " and later");
        }
        return " " + series.version(first) + (first == last ? "" : " to " + series.version(last));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KerasVersions versions && versions.members.equals(members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
