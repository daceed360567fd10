package ckpts.format.keras;

import ckpts.bytes.ByteSource;
import ckpts.format.StoredTensor;
import ckpts.format.UnknownFormatException;
import ckpts.format.keras.StoredFile.Layer;
import ckpts.format.keras.StoredFile.Weight;
import ckpts.hdf5.Hdf5File;
import ckpts.hdf5.block.Limits;
import ckpts.hdf5.block.UnsupportedHdf5Exception;
import ckpts.hdf5.type.Attribute;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the structure of one file with lists of layers. */
final class FileReader {
    private final FileContents contents;
    private final Map<String, List<Attribute>> groups;

    private FileReader(FileContents contents) {
        this.contents = contents;
        this.groups = contents.groups();
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
            FileKind.requireRead(path, hdf5.root());
            StoredTensor.Container file = new StoredTensor.Container(path, KerasH5Format.NAME, bytes);
            return new FileReader(FileContents.of(hdf5, file, false)).stored();
        } catch (UnsupportedHdf5Exception e) {
            throw UnknownFormatException.of(e.getMessage(), Rewriting.of(path, e.remedy()));
        }
    }

    private StoredFile stored() throws IOException {
        String within = NameList.isIn(groups.get(StoredFile.ROOT), NameList.LAYERS)
                ? StoredFile.ROOT
                : StoredFile.MODEL_WEIGHTS;
        List<Layer> layers = new ArrayList<>();
        for (String name : NameList.in(groups.get(within), NameList.LAYERS)) {
            String path = within + StoredFile.normal(name);
            if (path.equals(within) || !groups.containsKey(path)) {
                throw contents.malformed("the list of layers has \"" + name + "\", and there is no such group");
            }
            if (layers.stream().anyMatch(layer -> layer.path().equals(path))) {
                throw contents.malformed("the list of layers has \"" + name + "\" twice");
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
        return new StoredFile(contents.nodes(), within, layers, optimizer);
    }

    private Layer layer(String name, String path) throws IOException {
        List<Weight> listed = new ArrayList<>();
        for (String stored : NameList.in(groups.get(path), NameList.WEIGHTS)) {
            String place = path + StoredFile.normal(stored);
            if (!contents.isDataset(place)) {
                throw contents.malformed(path + " lists the weight \"" + stored + "\", and there is no such dataset");
            }
            Tensor tensor = contents.weight(place);
            listed.add(new Weight(place, WeightName.of(stored, name), tensor));
        }
        return new Layer(name, path, listed);
    }
}
