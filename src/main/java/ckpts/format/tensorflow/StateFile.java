package ckpts.format.tensorflow;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.bytes.OutsideRootsException;
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

/** The file in which a directory records its newest checkpoint, and where that lies. */
record StateFile(Path directory, Disk disk) {
    /** It lists a few hundred paths; a larger file is something else. */
    private static final int MAX_STATE = 1 << 20;

    /** The pattern for the several files of a checkpoint of the first format. */
    private static final String SHARDS_OF_FIRST_FORMAT = "-?????-of-";

    private Path path() {
        return directory.resolve(CheckpointState.FILE);
    }

    /** The contents; empty, with a warning, if they cannot be understood; empty if there is none. */
    Optional<CheckpointState> state(List<String> warnings) throws IOException {
        Path file = path();
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

    /**
     * The prefix of the checkpoint that it names as the newest.
     *
     * @throws NoSuchFileException if that is missing
     */
    Path newest(CheckpointState state, List<String> warnings) throws IOException {
        Path file = path();
        if (state.newest().isEmpty()) {
            throw new MalformedFileException(
                    file.toString(), 0, "names no checkpoint: model_checkpoint_path is missing or empty");
        }
        Path named = named(state.newest());
        List<Path> candidates = candidates(named, state.newest());
        for (Path candidate : candidates) {
            if (disk.exists(BundlePath.index(candidate))) {
                warnings.addAll(taken(candidate, named));
                return candidate;
            }
        }
        // A checkpoint that must not be used is not reported as missing.
        disk.canonical(named);
        for (Path candidate : candidates) {
            if (BundleLocation.isTable(candidate, disk)
                    || BundlePath.name(candidate).contains(SHARDS_OF_FIRST_FORMAT)) {
                throw BundleLocation.ofFirstFormat(candidate);
            }
        }
        throw new NoSuchFileException(
                named.toString(),
                null,
                "the state file \"" + file + "\" names this checkpoint, which is missing; "
                        + BundleLocation.offer(disk.list(directory)));
    }

    /** @throws MalformedFileException if no file can have that name here */
    private Path named(String newest) throws MalformedFileException {
        try {
            return directory.resolve(newest);
        } catch (InvalidPathException e) {
            throw new MalformedFileException(
                    path().toString(),
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
    private List<String> taken(Path taken, Path named) throws IOException {
        if (taken.equals(named)) {
            return List.of();
        }
        try {
            disk.canonical(named);
            return List.of();
        } catch (OutsideRootsException e) {
            return List.of("state file \"" + path() + "\" names \"" + named
                    + "\", which is outside the folders that this run may use; using \"" + taken + "\"");
        }
    }

    /**
     * Possible places of a checkpoint that a state file names. The state file of a directory that was moved may still
     * have absolute paths, paths relative to another folder, or Windows paths.
     */
    private List<Path> candidates(Path named, String text) {
        String ofWindows = text.substring(text.lastIndexOf('\\') + 1);
        return Stream.of(
                        named,
                        BundlePath.in(directory, BundlePath.name(named)),
                        BundlePath.in(directory, BundlePath.name(Path.of(ofWindows))))
                .distinct()
                .toList();
    }

    /** The error if the checkpoint that it names as the newest is missing. */
    Optional<IOException> missing() {
        try {
            Optional<CheckpointState> state = state(new ArrayList<>());
            if (state.isPresent() && !state.get().newest().isEmpty()) {
                newest(state.get(), new ArrayList<>());
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }
}
