package ckpts.diagnosis;

import java.util.List;

/**
 * The numbers at one place of names: {@code layers/#} with 0..11, {@code layer1.#} with 0..2.
 *
 * @param key the text before the number; a folded number in it is {@code #}, other numbers are kept
 * @param entries sorted by value
 */
record IndexList(String key, List<Entry> entries) {
    /**
     * The block of one number.
     *
     * @param sizes equal for blocks whose weights have the same sizes, in whatever order and under whatever names
     */
    record Entry(Index index, String sizes) {}

    IndexList {
        entries = List.copyOf(entries);
    }

    int rank(Index index) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).index().equals(index)) {
                return i;
            }
        }
        return -1;
    }
}
