package ckpts.format.keras;

import ckpts.bytes.Checksum;
import ckpts.checkpoint.Entry;
import ckpts.format.Segment;
import ckpts.format.keras.StoredFile.Data;
import ckpts.format.keras.StoredFile.Node;
import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import ckpts.hdf5.writing.DatasetDescription;
import ckpts.hdf5.writing.DatasetDescription.Content;
import ckpts.hdf5.writing.FilePlan;
import ckpts.hdf5.writing.Part;
import ckpts.naming.Counted;
import ckpts.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An HDF5 file under construction: groups, what is carried over from another file, and weights. */
final class DraftedFile {
    private final GroupDraft root = new GroupDraft();
    private final Map<String, Segment.Values> values = new LinkedHashMap<>();

    /** Tensors as they were read, by identity, with the first path of each. */
    private final Map<Tensor, String> firstPaths = new IdentityHashMap<>();

    GroupDraft group(String path) {
        return root.group(path);
    }

    /** Puts a group or a dataset of another file here. */
    void carry(String wanted, Node node) {
        String path = StoredFile.normal(wanted);
        if (node.data().isEmpty()) {
            root.group(path).describe(node.attributes());
            return;
        }
        Data data = node.data().get();
        if (data.values().filter(tensor -> linked(path, tensor)).isPresent()) {
            return;
        }
        Content content = data.values().isPresent() ? new Content.Streamed() : new Content.Texts(data.texts());
        root.dataset(path, new DatasetDescription(node.attributes(), data.type(), data.space(), content));
        data.values().ifPresent(tensor -> values.put(path, new Segment.Values(path, tensor, Checksum.NONE)));
    }

    /** Whether a dataset of the old file, which had several names, has one in the new file: then it gets this one, too. */
    boolean linked(String wanted, Tensor tensor) {
        String path = StoredFile.normal(wanted);
        String first = firstPaths.putIfAbsent(tensor, path);
        if (first != null) {
            root.alias(path, first);
        }
        return first != null;
    }

    /** Puts a tensor here, as elements of this type. */
    void put(String wanted, Entry entry, Datatype type, List<Attribute> attributes) {
        String path = StoredFile.normal(wanted);
        Tensor tensor = entry.tensor();
        List<Long> dimensions =
                Arrays.stream(tensor.type().shape().toArray()).boxed().toList();
        Dataspace space = dimensions.isEmpty() ? Dataspace.SCALAR : Dataspace.simple(dimensions);
        root.dataset(path, DatasetDescription.streamed(attributes, type, space));
        values.put(path, new Segment.Values(entry.name(), tensor, Checksum.NONE));
    }

    /** The file from front to back. */
    List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        Map<String, Segment.Values> left = new LinkedHashMap<>(values);
        for (Part part : FilePlan.of(root.described()).parts()) {
            segments.add(
                    part instanceof Part.Metadata metadata
                            ? generated(metadata)
                            : left.remove(((Part.Data) part).path()));
        }
        segments.addAll(left.values());
        return segments;
    }

    private Segment generated(Part.Metadata metadata) {
        byte[] bytes = metadata.bytes();
        String what = metadata.offset() == 0
                ? "groups and attributes of " + Counted.of(values.size(), "tensor", "tensors")
                : "padding";
        return new Segment.Generated(what, written -> bytes);
    }
}
