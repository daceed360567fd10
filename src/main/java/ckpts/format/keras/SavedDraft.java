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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        return file(placement.placed(), true);
    }

    /**
     * One file of several, with what it has.
     *
     * @param placed its variables
     * @param first whether it is the first, which has everything else
     */
    List<Segment> file(List<Placed> placed, boolean first) {
        DraftedFile file = new DraftedFile();
        if (first) {
            file.group("").describe(rootAttributes());
            carryGroups(file);
            carryOthers(file);
        }
        for (Placed one : placed) {
            put(file, one);
        }
        return file.segments();
    }

    private List<Attribute> rootAttributes() {
        List<Attribute> old = nodes.get("").attributes();
        return RootAttributes.written(
                old, placement.state().file().rootMetadata(checkpoint), checkpoint.metadataEdits()::touch);
    }

    /** Groups of objects, without variables too: Keras writes these for their names. */
    private void carryGroups(DraftedFile file) {
        Map<String, String> renamed = placement.renamed();
        for (Node node : placement.template().nodes()) {
            Optional<String> path = newPath(node.path());
            if (node.data().isEmpty() && !node.path().isEmpty() && path.isPresent()) {
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
        List<Attribute> named = new ArrayList<>();
        for (Attribute attribute : attributes) {
            named.add(attribute.name().equals(NAME) ? Attribute.of(NAME, name) : attribute);
        }
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

    /** Groups of variables to the placed ones in them, in the order of the files. */
    static Map<String, List<Placed>> byGroup(List<Placed> placed) {
        Map<String, List<Placed>> groups = new LinkedHashMap<>();
        placed.forEach(one -> groups.computeIfAbsent(
                        one.path().substring(0, one.path().lastIndexOf('/')), any -> new ArrayList<>())
                .add(one));
        return groups;
    }
}
