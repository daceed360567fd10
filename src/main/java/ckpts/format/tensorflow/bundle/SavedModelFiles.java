package ckpts.format.tensorflow.bundle;

import ckpts.bytes.Disk;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of a SavedModel that concern its variables.
 *
 * <pre>
 *   model/saved_model.pb              the objects, with the names, types and shapes of variables
 *   model/variables/variables.index   their values: an ordinary bundle
 * </pre>
 */
public final class SavedModelFiles {
    public static final String MODEL = "saved_model.pb";
    private static final String VARIABLES = "variables";

    private SavedModelFiles() {}

    /** The model's own file in a directory. */
    public static Path model(Path directory) {
        return directory.resolve(MODEL);
    }

    public static boolean isDirectory(Path directory, Disk disk) {
        return disk.isDirectory(directory) && disk.exists(model(directory));
    }

    /** The prefix of the bundle in a directory. */
    public static Path variables(Path directory) {
        return variablesBeside(model(directory));
    }

    /** The prefix of the bundle that belongs to a model's own file. */
    public static Path variablesBeside(Path model) {
        return model.resolveSibling(VARIABLES).resolve(VARIABLES);
    }

    /** The file of the model whose variables this prefix names; empty if it does not belong to a model. */
    public static Optional<Path> modelOf(Path prefix, Disk disk) {
        Path folder = prefix.getParent();
        boolean named = BundlePath.name(prefix).equals(VARIABLES)
                && folder != null
                && BundlePath.name(folder).equals(VARIABLES);
        if (!named) {
            return Optional.empty();
        }
        Path model = folder.resolveSibling(MODEL);
        return disk.exists(model) ? Optional.of(model) : Optional.empty();
    }
}
