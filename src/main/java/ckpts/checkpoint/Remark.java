package ckpts.checkpoint;

import java.util.List;

/**
 * Something that the metadata of a checkpoint mean for those who load it, in the words of its format. Immutable.
 *
 * @param key of reports, in JSON
 * @param label of reports, in words
 * @param text on one line
 * @param places what it rests on
 */
public record Remark(String key, String label, String text, List<Place> places) {
    public Remark {
        places = List.copyOf(places);
    }

    /**
     * A part of the metadata.
     *
     * @param at the way there
     * @param text what is there, or what follows from it
     */
    public record Place(AttributePath at, String text) {}
}
