package ckpts.format.keras;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.format.StoredTensor;
import ckpts.format.UnknownFormatException;
import ckpts.format.keras.StoredFile.Data;
import ckpts.format.keras.StoredFile.Layer;
import ckpts.format.keras.StoredFile.Node;
import ckpts.format.keras.StoredFile.Weight;
import ckpts.hdf5.Dataset;
import ckpts.hdf5.Group;
import ckpts.hdf5.Hdf5File;
import ckpts.hdf5.NamedType;
import ckpts.hdf5.StoredAttribute;
import ckpts.hdf5.block.Limits;
import ckpts.hdf5.block.Remedy;
import ckpts.hdf5.block.UnsupportedHdf5Exception;
import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.type.Dataspace;
import ckpts.hdf5.type.Datatype;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the structure of one file. */
final class FileReader implements Hdf5File.Visitor {
    private final StoredTensor.Container file;
    private final Group root;
    private final Map<String, List<Attribute>> groups = new LinkedHashMap<>();
    private final Map<String, Dataset> datasets = new LinkedHashMap<>();
    private final Map<String, Tensor> weights = new LinkedHashMap<>();

    /** Of datasets that are weights: those with several names are one tensor. */
    private final Map<Dataset, Tensor> tensors = new HashMap<>();

    private final Map<Dataset, Tensor> carried = new HashMap<>();
    private final List<String> order = new ArrayList<>();

    private FileReader(StoredTensor.Container file, Group root) {
        this.file = file;
        this.root = root;
    }

    /**
     * Reads a file.
     *
     * @param bytes of the file, open for as long as its tensors are read
     * @throws UnknownFormatException if it is another kind of HDF5 file, or uses what is not read
     */
    static StoredFile read(Path path, ByteSource bytes) throws IOException {
        try {
            Hdf5File hdf5 = Hdf5File.open(bytes, Limits.DEFAULT);
            FileKind.require(path, hdf5.root());
            FileReader reader =
                    new FileReader(new StoredTensor.Container(path, KerasH5Format.NAME, bytes), hdf5.root());
            hdf5.walk(reader);
            return reader.stored();
        } catch (UnsupportedHdf5Exception e) {
            throw UnknownFormatException.of(e.getMessage(), Rewriting.of(path, e.remedy()));
        }
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
        throw unusual(type.path(), "is a type with a name", Rewriting.of(file.path(), new Remedy.Without(type.path())));
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
                within ? Rewriting.of(file.path(), new Remedy.Without(path)) : Rewriting.apart(file.path(), path));
    }

    @Override
    public void soft(String path, String target) throws IOException {
        boolean leads = root.child(path).isPresent();
        throw unusual(
                path,
                leads ? "is a soft link to " + target : "is a soft link to " + target + ", which is not there",
                Rewriting.of(file.path(), leads ? new Remedy.Copy() : new Remedy.Without(path)));
    }

    private UnknownFormatException unusual(String path, String what, String help) {
        return UnknownFormatException.of(
                file.path() + " is a Keras HDF5 file in which " + path + " " + what + ", which Keras does not write",
                help);
    }

    private StoredFile stored() throws IOException {
        String within = NameList.isIn(groups.get(StoredFile.ROOT), NameList.LAYERS)
                ? StoredFile.ROOT
                : StoredFile.MODEL_WEIGHTS;
        List<Layer> layers = new ArrayList<>();
        for (String name : NameList.in(groups.get(within), NameList.LAYERS)) {
            String path = within + normal(name);
            if (!groups.containsKey(path)) {
                throw malformed("the list of layers has \"" + name + "\", and there is no such group");
            }
            if (layers.stream().anyMatch(layer -> layer.path().equals(path))) {
                throw malformed("the list of layers has \"" + name + "\" twice");
            }
            layers.add(layer(name, path));
        }
        String topLevel = within + "/" + StoredFile.TOP_LEVEL;
        if (groups.containsKey(topLevel)
                && layers.stream().noneMatch(layer -> layer.path().equals(topLevel))) {
            layers.add(layer(StoredFile.TOP_LEVEL, topLevel));
        }
        Optional<Layer> optimizer =
                groups.containsKey(StoredFile.OPTIMIZER_WEIGHTS) && within.equals(StoredFile.MODEL_WEIGHTS)
                        ? Optional.of(layer("", StoredFile.OPTIMIZER_WEIGHTS))
                        : Optional.empty();
        List<Node> nodes = new ArrayList<>();
        for (String path : order) {
            nodes.add(
                    groups.containsKey(path)
                            ? new Node(path, groups.get(path), Optional.empty())
                            : new Node(
                                    path, attributes(datasets.get(path)), Optional.of(data(path, datasets.get(path)))));
        }
        return new StoredFile(nodes, within, layers, optimizer);
    }

    private Layer layer(String name, String path) throws IOException {
        List<Weight> listed = new ArrayList<>();
        for (String stored : NameList.in(groups.get(path), NameList.WEIGHTS)) {
            String place = path + normal(stored);
            Dataset dataset = datasets.get(place);
            if (dataset == null) {
                throw malformed(path + " lists the weight \"" + stored + "\", and there is no such dataset");
            }
            Tensor tensor = tensors.get(dataset);
            if (tensor == null) {
                tensor = weight(dataset);
                tensors.put(dataset, tensor);
            }
            if (weights.put(place, tensor) != null) {
                throw malformed(place + " is listed as a weight twice");
            }
            listed.add(new Weight(place, WeightName.of(stored, name), tensor));
        }
        return new Layer(name, path, listed);
    }

    /** A path as HDF5 takes it, from a group: with a slash before each part, and one only. */
    private static String normal(String path) {
        StringBuilder normal = new StringBuilder();
        for (String part : path.split("/")) {
            if (!part.isEmpty() && !part.equals(".")) {
                normal.append('/').append(part);
            }
        }
        return normal.toString();
    }

    private Tensor weight(Dataset dataset) throws IOException {
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

    private Tensor tensor(Dataset dataset, TensorType type, boolean canonical) throws IOException {
        Optional<ByteSource> verbatim = canonical ? dataset.verbatim() : Optional.empty();
        if (verbatim.isEmpty()) {
            return new DecodedTensor(type, file, dataset);
        }
        String name = dataset.path().substring(1);
        return new StoredTensor(
                type, file, name, verbatim.get().fileOffset(), verbatim.get().size());
    }

    /** What is no weight is carried as bytes. */
    private Data data(String path, Dataset dataset) throws IOException {
        Tensor weight = weights.get(path);
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

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(file.bytes(), 0, problem);
    }
}
