package ckpts.format.keras;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Crc32;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.Attribute.Fields;
import ckpts.checkpoint.Checkpoint;
import ckpts.format.StoredTensor;
import ckpts.format.UnknownFormatException;
import ckpts.format.Verbatim;
import ckpts.format.keras.SavedFile.Carried;
import ckpts.format.keras.SavedFile.Container;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.zip.ZipArchive;
import ckpts.zip.ZipMember;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An archive of a model:
 *
 * <pre>
 *   metadata.json      {"keras_version": "3.15.0", "date_saved": "..."}
 *   config.json        the model, its layers, and how it is trained
 *   model.weights.h5   its variables, and those of its optimizer
 *   assets/...         vocabularies and the like
 * </pre>
 */
final class ModelArchive {
    static final String CONFIG = "config.json";
    static final String METADATA = "metadata.json";
    static final String WEIGHTS = "model.weights.h5";

    /** The files of every archive. */
    static final Set<String> USUAL = Set.of(CONFIG, METADATA, WEIGHTS);

    /** The first four bytes of an archive that has a file. */
    private static final int FIRST = 0x504b_0304;

    private static final String NUMPY_WEIGHTS = "model.weights.npz";
    private static final int LARGEST_TEXT = 256 << 20;

    /** All that is compressed is in memory while the archive is open; Keras compresses nothing. */
    private static final int MOST_COMPRESSED = 32 << 20;

    private final Path path;
    private final ZipArchive archive;
    private final ByteSource bytes;

    private ModelArchive(Path path, ByteSource bytes) throws IOException {
        this.path = path;
        this.bytes = bytes;
        this.archive = ZipArchive.open(bytes);
    }

    /** Whether a file is an archive that has a configuration, or by its name should be. */
    static boolean isAt(Path path, ByteSource file) throws IOException {
        if (file.size() < Integer.BYTES) {
            return false;
        }
        java.nio.ByteBuffer first = java.nio.ByteBuffer.allocate(Integer.BYTES);
        file.read(0, first);
        if (first.getInt(0) != FIRST) {
            return false;
        }
        if (path.toString().endsWith(".keras")) {
            return true;
        }
        try {
            ZipArchive archive = ZipArchive.open(file);
            return archive.member(CONFIG).isPresent() && archive.member(WEIGHTS).isPresent();
        } catch (MalformedFileException e) {
            return false;
        }
    }

    /** @param bytes of the file, open for as long as its tensors are read */
    static ModelArchive open(Path path, ByteSource bytes) throws IOException {
        return new ModelArchive(path, bytes);
    }

    Checkpoint checkpoint() throws IOException {
        ZipMember weights = weights();
        String config = text(required(CONFIG));
        Map<String, Attribute> metadata = new LinkedHashMap<>();
        Optional<ZipMember> described = archive.member(METADATA);
        if (described.isPresent()
                && ConfigText.parsed(text(described.get())).orElse(Fields.NONE) instanceof Fields fields) {
            metadata.putAll(fields.values());
        }
        Optional<Attribute> tree = ConfigText.parsed(config);
        metadata.put(RootAttributes.MODEL, tree.orElseGet(() -> new Attribute.Text(config)));
        Optional<Fields> model =
                tree.flatMap(value -> value instanceof Fields fields ? Optional.of(fields) : Optional.empty());
        ByteSource stored = archive.stored(weights);
        SavedReader reader = new SavedReader(KerasArchiveFormat.NAME);
        reader.add(path, stored, Optional.of(new CheckedMember(archive, weights)));
        return reader.checkpoint(new Fields(metadata), model, new Container.Archive(carried(weights)));
    }

    private ZipMember weights() throws IOException {
        Optional<ZipMember> weights = archive.member(WEIGHTS);
        if (weights.isEmpty() && archive.member(NUMPY_WEIGHTS).isPresent()) {
            throw UnknownFormatException.of(
                    path + " has its weights in " + NUMPY_WEIGHTS + ", which this program does not read",
                    "load it in Keras and save it again: it then has " + WEIGHTS);
        }
        ZipMember found = required(WEIGHTS);
        if (!found.isStored()) {
            throw UnknownFormatException.of(
                    path + " has its weights compressed, and Keras stores them as they are",
                    "unpack it and pack it again with `zip -0 -r`");
        }
        return found;
    }

    private ZipMember required(String name) throws IOException {
        Optional<ZipMember> member = archive.member(name);
        if (member.isEmpty()) {
            throw new MalformedFileException(
                    bytes, bytes.size(), "the archive has no " + name + ", as every model of Keras has");
        }
        return member.get();
    }

    private String text(ZipMember member) throws IOException {
        return new String(archive.read(member, LARGEST_TEXT), UTF_8);
    }

    /** What describes the model is read at once: it is asked for after the file was closed, if the model is a manifest. */
    private List<Carried> carried(ZipMember weights) throws IOException {
        List<Carried> files = new ArrayList<>();
        int left = MOST_COMPRESSED;
        for (ZipMember member : archive.members().values()) {
            boolean describes = member.name().equals(CONFIG) || member.name().equals(METADATA);
            if (member.equals(weights)) {
                files.add(new Carried(member.name(), Optional.empty(), Optional.empty()));
            } else if (describes || !member.isStored()) {
                byte[] all = archive.read(member, describes ? LARGEST_TEXT : left);
                left -= describes ? 0 : all.length;
                files.add(new Carried(member.name(), Optional.of(all), Optional.empty()));
            } else {
                files.add(new Carried(member.name(), Optional.empty(), Optional.of(stored(member))));
            }
        }
        return files;
    }

    private Tensor stored(ZipMember member) throws IOException {
        return new StoredTensor(
                new TensorType(DType.UINT8, Shape.of(member.size())),
                new StoredTensor.Container(path, KerasArchiveFormat.NAME, bytes),
                member.name(),
                member.dataOffset(),
                member.size(),
                new Verbatim.Integrity(Crc32.START, member.crc()));
    }
}
