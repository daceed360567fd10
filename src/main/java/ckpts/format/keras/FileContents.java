package ckpts.format.keras;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.format.FileTensor;
import ckpts.format.StoredTensor;
import ckpts.format.UnknownFormatException;
import ckpts.format.keras.StoredFile.Data;
import ckpts.format.keras.StoredFile.Node;
import ckpts.hdf5.Dataset;
import ckpts.hdf5.Group;
import ckpts.hdf5.Hdf5File;
import ckpts.hdf5.NamedType;
import ckpts.hdf5.StoredAttribute;
import ckpts.hdf5.block.Remedy;
import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All groups and datasets of one file, and those of them that are weights as tensors. */
final class FileContents implements Hdf5File.Visitor {
    private final StoredTensor.Container file;
    private final Group root;
    private final boolean archived;
    private final Map<String, List<Attribute>> groups = new LinkedHashMap<>();
    private final Map<String, Dataset> datasets = new LinkedHashMap<>();
    private final Map<String, FileTensor> weights = new LinkedHashMap<>();

    /** Of datasets that are weights: those with several names are one tensor. */
    private final Map<Dataset, FileTensor> tensors = new HashMap<>();

    private final Map<Dataset, Tensor> carried = new HashMap<>();
    private final List<String> order = new ArrayList<>();

    private FileContents(StoredTensor.Container file, Group root, boolean archived) {
        this.file = file;
        this.root = root;
        this.archived = archived;
    }

    /**
     * Reads groups and attributes, and the places of datasets.
     *
     * @param archived whether it is a file in an archive, where nothing but Keras can rewrite it
     */
    static FileContents of(Hdf5File hdf5, StoredTensor.Container file, boolean archived) throws IOException {
        FileContents contents = new FileContents(file, hdf5.root(), archived);
        hdf5.walk(contents);
        return contents;
    }

    @Override
    public void group(Group group) throws IOException {
        List<Attribute> attributes = attributes(group);
        String path = group.path().equals("/") ? StoredFile.ROOT : group.path();
        groups.put(path, attributes);
        order.add(path);
    }

    private static List<Attribute> attributes(ckpts.hdf5.Node node) throws IOException {
        List<Attribute> attributes = new ArrayList<>();
        for (StoredAttribute stored : node.attributes()) {
            attributes.add(stored.read());
        }
        return attributes;
    }

    @Override
    public void dataset(Dataset dataset) {
        datasets.put(dataset.path(), dataset);
        order.add(dataset.path());
    }

    @Override
    public void namedType(NamedType type) throws IOException {
        throw unusual(type.path(), "is a type with a name", help(new Remedy.Without(type.path())));
    }

    @Override
    public void alias(String path, String first) throws IOException {
        if (datasets.containsKey(first)) {
            datasets.put(path, datasets.get(first));
            order.add(path);
            return;
        }
        boolean within = first.equals("/") || path.startsWith(first + "/");
        throw unusual(
                path,
                within ? "is a second name of " + first + ", in which it is" : "is a second name of " + first,
                within || archived ? help(new Remedy.Without(path)) : Rewriting.apart(file.path(), path));
    }

    @Override
    public void soft(String path, String target) throws IOException {
        boolean leads = root.child(path).isPresent();
        throw unusual(
                path,
                leads ? "is a soft link to " + target : "is a soft link to " + target + ", which is not there",
                help(leads ? new Remedy.Copy() : new Remedy.Without(path)));
    }

    private UnknownFormatException unusual(String path, String what, String help) {
        return UnknownFormatException.of(
                file.path() + " is a Keras HDF5 file in which " + path + " " + what + ", which Keras does not write",
                help);
    }

    private String help(Remedy remedy) {
        return archived ? FileKind.REWRITE : Rewriting.of(file.path(), remedy);
    }

    /** Paths of groups to their attributes. */
    Map<String, List<Attribute>> groups() {
        return groups;
    }

    /** Paths of datasets, in the order of the file. */
    Iterable<String> datasets() {
        return datasets.keySet();
    }

    boolean isDataset(String path) {
        return datasets.containsKey(path);
    }

    /**
     * A dataset as a weight.
     *
     * @throws MalformedFileException if it was asked for before
     */
    FileTensor weight(String path) throws IOException {
        Dataset dataset = datasets.get(path);
        FileTensor tensor = tensors.get(dataset);
        if (tensor == null) {
            tensor = weight(dataset);
            tensors.put(dataset, tensor);
        }
        if (weights.put(path, tensor) != null) {
            throw malformed(path + " is listed as a weight twice");
        }
        return tensor;
    }

    /** Everything in the order of the file; call it once all weights were asked for. */
    List<Node> nodes() throws IOException {
        List<Node> nodes = new ArrayList<>();
        for (String path : order) {
            nodes.add(
                    groups.containsKey(path)
                            ? new Node(path, groups.get(path), Optional.empty())
                            : new Node(
                                    path, attributes(datasets.get(path)), Optional.of(data(path, datasets.get(path)))));
        }
        return nodes;
    }

    private FileTensor weight(Dataset dataset) throws IOException {
        Optional<DType> dtype = ElementTypes.dtype(dataset.type());
        if (dtype.isEmpty() || dataset.space().kind() == Dataspace.Kind.NULL) {
            String what = dtype.isEmpty() ? "elements of the type " + dataset.type() : "no elements and no shape";
            throw UnknownFormatException.of(
                    file.path() + " is a Keras HDF5 file in which the weight " + dataset.path() + " has " + what
                            + ", which this program does not read",
                    FileKind.REWRITE);
        }
        Shape shape = Shape.of(
                dataset.space().dimensions().stream().mapToLong(size -> size).toArray());
        if (!TensorType.isCountable(shape)) {
            throw malformed(dataset.path() + " has the shape " + shape + ", of too many elements");
        }
        return tensor(dataset, new TensorType(dtype.get(), shape), ElementTypes.swapped(dataset.type()) == 1);
    }

    private FileTensor tensor(Dataset dataset, TensorType type, boolean canonical) throws IOException {
        Optional<ByteSource> verbatim = canonical ? dataset.verbatim() : Optional.empty();
        if (verbatim.isEmpty()) {
            return new DecodedTensor(type, file, dataset);
        }
        String name = dataset.path().substring(1);
        long begin = verbatim.get().fileOffset() - file.bytes().fileOffset();
        return new StoredTensor(type, file, name, begin, verbatim.get().size());
    }

    /** What is no weight is carried as bytes. */
    private Data data(String path, Dataset dataset) throws IOException {
        FileTensor weight = weights.get(path);
        if (weight != null) {
            return new Data(dataset.type(), dataset.space(), Optional.of(weight), List.of());
        }
        if (dataset.type() instanceof Datatype.VariableString) {
            List<byte[]> texts = dataset.open(0)
                    .texts(
                            0,
                            Math.toIntExact(
                                    Math.min(Integer.MAX_VALUE, dataset.space().count())));
            return new Data(dataset.type(), dataset.space(), Optional.empty(), texts);
        }
        Tensor bytes = carried.computeIfAbsent(dataset, any -> DecodedTensor.carried(file, dataset));
        return new Data(dataset.type(), dataset.space(), Optional.of(bytes), List.of());
    }

    MalformedFileException malformed(String problem) {
        return new MalformedFileException(file.bytes(), 0, problem);
    }
}
