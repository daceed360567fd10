package ckpts.format.tensorflow;

import ckpts.checkpoint.Entry;
import ckpts.format.tensorflow.object.GraphEdit;
import ckpts.format.tensorflow.object.ObjectNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Names that will differ in the saved checkpoint: a tensor with several paths has the shortest of them as its name, and
 * an edit may have changed which one that is.
 */
final class HiddenNames {
    private static final int MOST_NOTES = 3;

    private HiddenNames() {}

    /** A sentence for each such name, shortened. */
    static List<String> notes(GraphEdit.Edited edited, List<Entry> entries) {
        Map<String, String> read = new HashMap<>();
        try {
            ObjectNames.of(edited.graph(), new TreeSet<>(edited.keys().values()))
                    .tensors()
                    .forEach(named -> read.put(named.key(), named.name()));
        } catch (IOException e) {
            // The names of a graph that is too large to be read again do not matter.
            return List.of();
        }
        List<String> notes = new ArrayList<>();
        for (Entry entry : entries) {
            String name = read.getOrDefault(edited.keys().get(entry.name()), entry.name());
            if (!name.equals(entry.name())) {
                notes.add("\"" + entry.name() + "\" will be called \"" + name
                        + "\" when the checkpoint is loaded: its shortest path is its name");
            }
        }
        if (notes.size() <= MOST_NOTES) {
            return notes;
        }
        List<String> some = new ArrayList<>(notes.subList(0, MOST_NOTES));
        some.add((notes.size() - MOST_NOTES) + " more tensors will be called by shorter paths");
        return some;
    }
}
