package ckpts.format.keras;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.format.UnknownFormatException;
import ckpts.hdf5.Group;
import ckpts.hdf5.Hdf5File;
import ckpts.hdf5.Node;
import ckpts.hdf5.StoredAttribute;
import ckpts.hdf5.block.Limits;
import ckpts.hdf5.block.Link;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Kinds of HDF5 files that Keras and others write; those that are not read have a way to convert them. */
enum FileKind {
    /** Layers in a list, here or in a group of their own. */
    LISTED("", ""),
    /** Objects at their places in the model, as in {@code .keras} archives. */
    POSITIONAL("", ""),
    KERAS_0(
            "was written by Keras before 1.0, which listed no names",
            "load it with the Keras that wrote it and save it with Keras 2: it has no names to edit"),
    OTHER(
            "is an HDF5 file, but not one of Keras: it lists no layers",
            "convert it to safetensors with the program that wrote it");

    /** For files of Keras with something in them that Keras did not write. */
    static final String REWRITE = "load it in Keras and save it again";

    private static final String NUMBER_OF_LAYERS = "nb_layers";
    private static final String POSITIONS = SavedObject.VARIABLES;

    private final String what;
    private final String help;

    FileKind(String what, String help) {
        this.what = what;
        this.help = help;
    }

    /** @throws UnknownFormatException if files of this kind are not read */
    static void requireRead(Path path, Group root) throws IOException {
        FileKind kind = of(root);
        if (!kind.what.isEmpty()) {
            throw UnknownFormatException.of(path + " " + kind.what, kind.help);
        }
    }

    /** Whether there is an HDF5 file. */
    static boolean isHdf5(Path path, Disk disk) {
        if (!disk.exists(path) || disk.isDirectory(path)) {
            return false;
        }
        try (ByteSource file = disk.open(path)) {
            return Hdf5File.isAt(file);
        } catch (IOException e) {
            return false;
        }
    }

    /** The kind of a file; empty if it is no HDF5 file, or its root cannot be read. */
    static Optional<FileKind> at(Path path, Disk disk) {
        if (!isHdf5(path, disk)) {
            return Optional.empty();
        }
        try (ByteSource file = disk.open(path)) {
            return Optional.of(of(Hdf5File.open(file, Limits.DEFAULT).root()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static FileKind of(Group root) throws IOException {
        Optional<Group> inner = group(root, StoredFile.MODEL_WEIGHTS);
        List<String> attributes = Stream.concat(
                        root.attributes().stream(),
                        inner.isPresent() ? inner.get().attributes().stream() : Stream.empty())
                .map(StoredAttribute::name)
                .toList();
        if (attributes.contains(NameList.LAYERS) || attributes.contains(NameList.LAYERS + 0)) {
            return LISTED;
        }
        if (attributes.contains(NUMBER_OF_LAYERS)) {
            return KERAS_0;
        }
        List<String> members = root.links().stream().map(Link::name).toList();
        boolean positional = members.contains(POSITIONS) || members.stream().anyMatch(SavedObject.LAYERS::contains);
        return positional || isAnyObject(root, members) ? POSITIONAL : OTHER;
    }

    /** Whether something in it has variables as objects have them. */
    private static boolean isAnyObject(Group root, List<String> members) throws IOException {
        for (String member : members) {
            if (group(root, member).isPresent()
                    && group(root, member + "/" + POSITIONS).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Group> group(Group root, String path) throws IOException {
        Optional<Node> node = root.child(path);
        return node.flatMap(found -> found instanceof Group group ? Optional.of(group) : Optional.empty());
    }
}
