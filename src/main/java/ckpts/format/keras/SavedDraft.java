package ckpts.format.keras;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.format.Segment;
import ckpts.format.keras.ObjectPlacement.Placed;
import ckpts.format.keras.SavedObject.SavedVariable;
import ckpts.format.keras.StoredFile.Node;
import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.type.Datatype;
import ckpts.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The new HDF5 files of a checkpoint in Keras 3's format: its groups at their new places, then the variables in them. */
final class SavedDraft {
    private static final String NAME = "name";

    /** What Keras writes beside the two bytes of a bfloat16, and asks for when it reads them. */
    private static final String DTYPE = "dtype";

    private static final String BFLOAT16 = "bfloat16";

    private final Checkpoint checkpoint;
    private final ObjectPlacement placement;
    private final Map<String, Node> nodes = new HashMap<>();

    SavedDraft(Checkpoint checkpoint, ObjectPlacement placement) {
        this.checkpoint = checkpoint;
        this.placement = placement;
        placement.state().file().nodes().forEach(node -> nodes.put(node.path(), node));
    }

    /** One file with everything. */
    List<Segment> whole() {
        return files(List.of(placement.placed())).get(0);
    }

    /**
     * Several files. A group without variables is in the first; others are where their first variable is.
     *
     * @param contents of each, the variables in it
     */
    List<List<Segment>> files(List<List<Placed>> contents) {
        Map<String, Integer> shards = new HashMap<>();
        for (int shard = 0; shard < contents.size(); shard++) {
            for (Placed placed : contents.get(shard)) {
                shards.putIfAbsent(placed.path().substring(0, placed.path().lastIndexOf('/')), shard);
            }
        }
        List<List<Segment>> files = new ArrayList<>();
        for (int shard = 0; shard < contents.size(); shard++) {
            DraftedFile file = new DraftedFile();
            int number = shard;
            carryGroups(file, group -> shards.getOrDefault(group, 0) == number);
            if (shard == 0) {
                file.group("").describe(rootAttributes());
                carryOthers(file);
            }
            contents.get(shard).forEach(placed -> put(file, placed));
            files.add(file.segments());
        }
        return files;
    }

    private List<Attribute> rootAttributes() {
        List<Attribute> old = nodes.get("").attributes();
        return RootAttributes.written(
                old, placement.state().file().rootMetadata(checkpoint), checkpoint.metadataEdits()::touch);
    }

    /** Groups of objects, without variables too: Keras writes these for their names. */
    private void carryGroups(DraftedFile file, Predicate<String> here) {
        Map<String, String> renamed = placement.renamed();
        for (Node node : placement.template().nodes()) {
            Optional<String> path = newPath(node.path());
            if (node.data().isEmpty()
                    && !node.path().isEmpty()
                    && path.filter(here).isPresent()) {
                String owner = node.path().endsWith("/" + SavedObject.VARIABLES)
                        ? node.path().substring(0, node.path().lastIndexOf('/'))
                        : "";
                file.group(path.get())
                        .describe(
                                renamed.containsKey(owner) && !owner.isEmpty()
                                        ? named(node.attributes(), renamed.get(owner))
                                        : node.attributes());
            }
        }
    }

    private static List<Attribute> named(List<Attribute> attributes, String name) {
        List<Attribute> named = new ArrayList<>(attributes);
        named.removeIf(attribute -> attribute.name().equals(NAME));
        named.add(Attribute.of(NAME, name));
        return named;
    }

    /** What is no variable of an object, which Keras does not write. */
    private void carryOthers(DraftedFile file) {
        Set<String> variables = new HashSet<>();
        placement.state().file().model().root().all().forEach(variable -> variables.add(variable.path()));
        for (Node node : placement.state().file().nodes()) {
            if (node.data().isPresent() && !variables.contains(node.path())) {
                newPath(node.path()).ifPresent(path -> file.carry(path, node));
            }
        }
    }

    /** Where a group or a dataset is now; empty if the object that it is in is gone. */
    private Optional<String> newPath(String path) {
        for (String object = path; ; object = object.substring(0, object.lastIndexOf('/'))) {
            String now = placement.groups().get(object);
            if (now != null) {
                return Optional.of(now + path.substring(object.length()));
            }
            if (object.isEmpty() || placement.isGone(object)) {
                return Optional.empty();
            }
        }
    }

    private void put(DraftedFile file, Placed placed) {
        Entry entry = placed.entry();
        DType dtype = entry.tensor().type().dtype();
        Optional<Node> node = placement
                .state()
                .origin(entry.order())
                .filter(origin -> placed.like().equals(Optional.of(origin)))
                .map(SavedVariable::path)
                .map(nodes::get);
        boolean unedited = node.isPresent()
                && placed.like().filter(like -> like.tensor() == entry.tensor()).isPresent();
        if (unedited && file.linked(placed.path(), entry.tensor())) {
            return;
        }
        List<Attribute> attributes = new ArrayList<>();
        for (Attribute attribute : node.map(Node::attributes).orElse(List.of())) {
            if (!attribute.name().equals(DTYPE)) {
                attributes.add(attribute);
            }
        }
        if (dtype == DType.BFLOAT16) {
            attributes.add(Attribute.of(DTYPE, BFLOAT16));
        }
        Datatype type = dtype == DType.BFLOAT16
                ? ElementTypes.TWO_BYTES
                : ElementTypes.datatype(dtype).orElseThrow();
        file.put(placed.path(), entry, type, attributes);
    }
}
