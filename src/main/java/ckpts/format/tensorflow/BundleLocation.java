package ckpts.format.tensorflow;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.bytes.OutsideRootsException;
import ckpts.format.UnknownFormatException;
import ckpts.format.tensorflow.table.TableReader;
import ckpts.naming.Names;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The bundle that a path means: a prefix, one of its files, or a directory.
 *
 * @param prefix the bundle's
 * @param warnings how it was found, if that is not obvious
 */
record BundleLocation(Path prefix, List<String> warnings) {
    /** A state file lists a few hundred paths; a larger file is something else. */
    private static final int MAX_STATE = 1 << 20;

    private static final int NAMED = 8;

    /** The pattern in a state file for the several files of a checkpoint of the first format. */
    private static final String SHARDS_OF_FIRST_FORMAT = "-?????-of-";

    /**
     * The prefix that a path other than a directory means: itself, without the ending of one of its files, or the
     * variables of a SavedModel.
     */
    static Path prefix(Path path, Disk disk) {
        if (BundlePath.name(path).equals(SavedModelFiles.MODEL) && disk.exists(path)) {
            return SavedModelFiles.variablesBeside(path);
        }
        return disk.exists(BundlePath.index(path)) ? path : BundlePath.stripped(path);
    }

    /** Whether {@link #find} would lead to a bundle, or to an error that helps. */
    static boolean isLikely(Path path, Disk disk) {
        try {
            if (disk.isDirectory(path)) {
                boolean found = SavedModelFiles.isDirectory(path, disk) || isBundle(path, disk);
                for (String name : BundlePath.prefixes(disk.list(path))) {
                    found |= isBundle(BundlePath.in(path, name), disk);
                }
                return found;
            }
            return isBundle(prefix(path, disk), disk) || isTable(path, disk);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The error for a path that should be a bundle but is not: its index is invalid, or the directory's state file
     * names a missing one. Else empty.
     */
    static Optional<IOException> missing(Path path, Disk disk) {
        Path index = BundlePath.index(path);
        if (!disk.exists(path) && disk.exists(index)) {
            return Optional.of(UnknownFormatException.insteadOf(
                    new MalformedFileException(
                            index.toString(), 0, "is not the index of a bundle, and there is no data file next to it"),
                    List.of(index),
                    disk));
        }
        return disk.isDirectory(path) && disk.exists(path.resolve(CheckpointState.FILE))
                ? unheld(path, disk)
                : Optional.empty();
    }

    private static Optional<IOException> unheld(Path directory, Disk disk) {
        try {
            Optional<CheckpointState> state = state(directory, disk, new ArrayList<>());
            if (state.isPresent() && !state.get().newest().isEmpty()) {
                newest(directory, state.get(), disk, new ArrayList<>());
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    /** An index that is a table, or one that is damaged but has data files next to it. */
    private static boolean isBundle(Path prefix, Disk disk) throws IOException {
        return disk.exists(BundlePath.index(prefix))
                && (isTable(BundlePath.index(prefix), disk)
                        || siblings(prefix, disk).stream().anyMatch(name -> BundlePath.DataFile.belongs(name, prefix)));
    }

    private static boolean isTable(Path file, Disk disk) throws IOException {
        if (!disk.exists(file) || disk.isDirectory(file)) {
            return false;
        }
        try (ByteSource source = disk.open(file)) {
            return TableReader.looksLikeTable(source);
        }
    }

    /** The names of files next to a prefix. */
    static List<String> siblings(Path prefix, Disk disk) throws IOException {
        Path directory = prefix.getParent();
        return disk.list(directory == null ? Path.of("") : directory);
    }

    /**
     * Finds the bundle.
     *
     * @throws NoSuchFileException if there is none
     * @throws MalformedFileException if the path is a table of an older format
     */
    static BundleLocation find(Path path, Disk disk) throws IOException {
        if (disk.isDirectory(path)) {
            return isBundle(path, disk) ? besideDirectory(path, disk) : inDirectory(path, disk);
        }
        Path prefix = prefix(path, disk);
        if (disk.exists(BundlePath.index(prefix))) {
            return new BundleLocation(prefix, List.of());
        }
        if (isTable(path, disk)) {
            throw ofFirstFormat(path);
        }
        throw new NoSuchFileException(
                path.toString(), null, "no checkpoint with this prefix; " + offer(siblings(prefix, disk)));
    }

    private static MalformedFileException ofFirstFormat(Path path) {
        return new MalformedFileException(
                path.toString(),
                0,
                "is a table, but not the index of a bundle: a checkpoint in TensorFlow's first format (V1), which this"
                        + " version cannot read; save it again with tf.compat.v1.train.Saver(write_version=2)");
    }

    /** A prefix that is also the path of a directory: TensorFlow's {@code read} uses the bundle. */
    private static BundleLocation besideDirectory(Path path, Disk disk) throws IOException {
        String name = BundlePath.name(path);
        List<String> inside = disk.list(path);
        if (name.isEmpty() || inside.isEmpty()) {
            return new BundleLocation(path, List.of());
        }
        String taken = "\"" + name + "\" is ambiguous, and the bundle \"" + name + BundlePath.INDEX
                + "\" was used, as TensorFlow does; the other one is ";
        List<String> prefixes = BundlePath.prefixes(inside);
        if (SavedModelFiles.isDirectory(path, disk)) {
            return new BundleLocation(
                    path,
                    List.of(taken + "a SavedModel: add " + "\"/" + SavedModelFiles.MODEL + "\" to the path for it"));
        }
        return new BundleLocation(
                path,
                List.of(taken
                        + (prefixes.isEmpty()
                                ? "a folder, which was not searched"
                                : "a folder of checkpoints: add \"/" + prefixes.get(0)
                                        + "\" to the path for one of them")));
    }

    private static BundleLocation inDirectory(Path directory, Disk disk) throws IOException {
        List<String> warnings = new ArrayList<>();
        Optional<CheckpointState> state = state(directory, disk, warnings);
        if (state.isPresent()) {
            return new BundleLocation(newest(directory, state.get(), disk, warnings), warnings);
        }
        List<String> prefixes = BundlePath.prefixes(disk.list(directory));
        if (prefixes.isEmpty() && SavedModelFiles.isDirectory(directory, disk)) {
            return new BundleLocation(variables(directory, disk), warnings);
        }
        if (prefixes.contains("")) {
            if (prefixes.size() > 1) {
                warnings.add(
                        "directory \"" + directory.getFileName() + "\" has no state file; using its own checkpoint \""
                                + BundlePath.INDEX + "\"; " + offer(disk.list(directory)));
            }
            return new BundleLocation(BundlePath.in(directory, ""), warnings);
        }
        if (prefixes.size() == 1) {
            warnings.add("directory \"" + directory.getFileName() + "\" has no state file; using \"" + prefixes.get(0)
                    + "\", the only checkpoint in it");
            return new BundleLocation(directory.resolve(prefixes.get(0)), warnings);
        }
        throw new NoSuchFileException(
                directory.toString(),
                null,
                "a directory without a state file \"" + CheckpointState.FILE + "\" and with "
                        + (prefixes.isEmpty() ? "no" : "several") + " checkpoints; " + offer(disk.list(directory)));
    }

    private static Path variables(Path model, Disk disk) throws IOException {
        Path prefix = SavedModelFiles.variables(model);
        if (!disk.exists(BundlePath.index(prefix))) {
            throw new NoSuchFileException(
                    BundlePath.index(prefix).toString(),
                    null,
                    "the SavedModel next to it has no variables, or they are missing");
        }
        return prefix;
    }

    private static Optional<CheckpointState> state(Path directory, Disk disk, List<String> warnings)
            throws IOException {
        Path file = directory.resolve(CheckpointState.FILE);
        if (!disk.exists(file) || disk.isDirectory(file)) {
            return Optional.empty();
        }
        try (ByteSource source = disk.open(file)) {
            if (source.size() <= MAX_STATE) {
                ByteBuffer text = ByteBuffer.allocate((int) source.size());
                source.read(0, text);
                Optional<CheckpointState> state = CheckpointState.parse(text.array());
                if (state.isPresent()) {
                    return state;
                }
            }
            warnings.add("state file \"" + source.name() + "\" cannot be parsed and was not used");
            return Optional.empty();
        }
    }

    private static Path newest(Path directory, CheckpointState state, Disk disk, List<String> warnings)
            throws IOException {
        Path file = directory.resolve(CheckpointState.FILE);
        if (state.newest().isEmpty()) {
            throw new MalformedFileException(
                    file.toString(), 0, "names no checkpoint: model_checkpoint_path is missing or empty");
        }
        Path named = named(directory, state.newest());
        List<Path> candidates = candidates(directory, named, state.newest());
        for (Path candidate : candidates) {
            if (disk.exists(BundlePath.index(candidate))) {
                warnings.addAll(taken(candidate, named, file, disk));
                return candidate;
            }
        }
        // A checkpoint that must not be used is not reported as missing.
        disk.canonical(named);
        for (Path candidate : candidates) {
            if (isTable(candidate, disk) || BundlePath.name(candidate).contains(SHARDS_OF_FIRST_FORMAT)) {
                throw ofFirstFormat(candidate);
            }
        }
        throw new NoSuchFileException(
                named.toString(),
                null,
                "the state file \"" + file + "\" names this checkpoint, which is missing; "
                        + offer(disk.list(directory)));
    }

    /** @throws MalformedFileException if no file can have that name here */
    private static Path named(Path directory, String newest) throws MalformedFileException {
        try {
            return directory.resolve(newest);
        } catch (InvalidPathException e) {
            throw new MalformedFileException(
                    directory.resolve(CheckpointState.FILE).toString(),
                    0,
                    "names the checkpoint \"" + newest + "\", which cannot be opened: its name "
                            + (Names.isText(newest) ? "is not a path" : "is not UTF-8")
                            + "; rename its files, and load it by its own path");
        }
    }

    /**
     * The warning if the checkpoint that a state file names must not be used, and the one next to the file is used
     * instead.
     */
    private static List<String> taken(Path taken, Path named, Path file, Disk disk) throws IOException {
        if (taken.equals(named)) {
            return List.of();
        }
        try {
            disk.canonical(named);
            return List.of();
        } catch (OutsideRootsException e) {
            return List.of("state file \"" + file + "\" names \"" + named
                    + "\", which is outside the folders that this run may use; using \"" + taken + "\"");
        }
    }

    /**
     * Possible places of a checkpoint that a state file names. The state file of a directory that was moved may still
     * have absolute paths, paths relative to another folder, or Windows paths.
     */
    private static List<Path> candidates(Path directory, Path named, String text) {
        String ofWindows = text.substring(text.lastIndexOf('\\') + 1);
        return Stream.of(
                        named,
                        BundlePath.in(directory, BundlePath.name(named)),
                        BundlePath.in(directory, BundlePath.name(Path.of(ofWindows))))
                .distinct()
                .toList();
    }

    private static String offer(List<String> fileNames) {
        List<String> prefixes = BundlePath.prefixes(fileNames);
        if (prefixes.isEmpty()) {
            return "there is none in this directory";
        }
        String some = prefixes.stream()
                .limit(NAMED)
                .map(name -> "\"" + (name.isEmpty() ? "./" : name) + "\"")
                .reduce((left, right) -> left + ", " + right)
                .orElseThrow();
        return "in this directory: " + some + (prefixes.size() > NAMED ? ", ..." : "");
    }
}
