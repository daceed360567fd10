package ckpts.format.safetensors;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.format.index.FileNames.ShardName;
import ckpts.format.index.IndexedPath;
import ckpts.format.index.IndexedPath.Form;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The checkpoint that a path means: a file, an index, a stem, a directory with one of them, or a pattern for several
 * files that form one.
 *
 * @param file the single file, the index, or the pattern
 * @param isIndex whether it is an index
 * @param parts the files that a pattern matches, sorted; empty if it is not a pattern
 * @param warnings how it was found, if that is not obvious
 */
record CheckpointLocation(Path file, boolean isIndex, List<Path> parts, List<String> warnings) {
    private CheckpointLocation(Path file, boolean isIndex, List<String> warnings) {
        this(file, isIndex, List.of(), warnings);
    }

    private static final int HEAD = 256;
    private static final int NAMED = 8;

    /** Whether {@link #find} would lead to a checkpoint, or to an error that helps. */
    static boolean isLikely(Path path, Disk disk) {
        try {
            if (disk.isDirectory(path)) {
                return !stems(path, disk).isEmpty();
            }
            if (disk.exists(path)) {
                return SafetensorsFormat.NAMES.of(path).form() != Form.STEM || hasHeader(path, disk);
            }
            IndexedPath stem = SafetensorsFormat.NAMES.ofStem(path);
            return isPattern(path) || disk.exists(stem.file()) || disk.exists(stem.index());
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a file of any name begins like one of this format: a plausible length, then an object. */
    private static boolean hasHeader(Path file, Disk disk) throws IOException {
        try (ByteSource source = disk.open(file)) {
            ByteBuffer head =
                    ByteBuffer.allocate((int) Math.min(HEAD, source.size())).order(ByteOrder.LITTLE_ENDIAN);
            source.read(0, head);
            if (head.flip().remaining() <= Header.PREFIX) {
                return false;
            }
            long length = head.getLong();
            if (length < 0 || length > Math.min(Header.MOST_BYTES, source.size() - Header.PREFIX)) {
                return false;
            }
            byte next = ' ';
            while (head.hasRemaining() && (next == ' ' || next == '\t' || next == '\n' || next == '\r')) {
                next = head.get();
            }
            return next == '{';
        }
    }

    /** @throws IOException if there is none, or several and none with a usual name */
    static CheckpointLocation find(Path path, Disk disk) throws IOException {
        if (disk.isDirectory(path)) {
            return of(SafetensorsFormat.NAMES.ofStem(path.resolve(stem(path, disk))), disk);
        }
        IndexedPath named = SafetensorsFormat.NAMES.of(path);
        if (disk.exists(path)) {
            return named.form() == Form.INDEX
                    ? new CheckpointLocation(path, true, List.of())
                    : new CheckpointLocation(path, false, partOfMore(path, disk));
        }
        if (isPattern(path)) {
            return matching(path, disk);
        }
        if (named.form() != Form.STEM) {
            throw new NoSuchFileException(path.toString());
        }
        return of(named, disk);
    }

    /**
     * Whether the name is a pattern for several files, which are read as one checkpoint: it contains {@code *} or
     * {@code ?}.
     */
    private static boolean isPattern(Path path) {
        String name = IndexedPath.name(path);
        return name.endsWith(SafetensorsFormat.NAMES.ending()) && (name.contains("*") || name.contains("?"));
    }

    /** The regular expression for the names of those files. */
    private static Pattern regex(Path pattern) {
        StringBuilder regex = new StringBuilder("(?s)");
        for (char c : IndexedPath.name(pattern).toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString());
    }

    private static CheckpointLocation matching(Path pattern, Disk disk) throws IOException {
        Pattern names = regex(pattern);
        Path folder = Optional.ofNullable(pattern.getParent()).orElse(Path.of(""));
        List<Path> parts = disk.list(folder).stream()
                .filter(name -> names.matcher(name).matches())
                .map(folder::resolve)
                .toList();
        if (parts.isEmpty()) {
            throw new NoSuchFileException(
                    pattern.toString(),
                    null,
                    "it is a pattern, `*` for any characters, and no file in the folder matches it");
        }
        return new CheckpointLocation(pattern, false, parts, List.of());
    }

    /** The file of a stem or its index; like the libraries of Hugging Face, the file if there are both. */
    private static CheckpointLocation of(IndexedPath path, Disk disk) throws IOException {
        boolean index = disk.exists(path.index());
        if (disk.exists(path.file())) {
            List<String> warnings = index
                    ? List.of("\"" + IndexedPath.name(path.index()) + "\", which is next to \""
                            + IndexedPath.name(path.file()) + "\", was not used")
                    : List.of();
            return new CheckpointLocation(path.file(), false, warnings);
        }
        if (!index) {
            throw new NoSuchFileException(path.stem().toString());
        }
        return new CheckpointLocation(path.index(), true, List.of());
    }

    private static List<String> partOfMore(Path file, Disk disk) {
        Optional<String> stem =
                SafetensorsFormat.NAMES.shard(IndexedPath.name(file)).map(ShardName::stem);
        if (stem.isEmpty()) {
            return List.of();
        }
        Path index =
                SafetensorsFormat.NAMES.ofStem(file.resolveSibling(stem.get())).index();
        return disk.exists(index)
                ? List.of("this is one of several shards: \"" + IndexedPath.name(index) + "\" lists all of them")
                : List.of();
    }

    /** The stems of a directory's checkpoints: of its indexes, and of files that are not shards of one. */
    private static List<String> stems(Path directory, Disk disk) throws IOException {
        List<String> names = disk.list(directory);
        TreeSet<String> stems = new TreeSet<>();
        for (String name : names) {
            IndexedPath path = SafetensorsFormat.NAMES.of(Path.of(name));
            boolean shard = SafetensorsFormat.NAMES
                    .shard(name)
                    .filter(part -> names.contains(part.stem() + SafetensorsFormat.NAMES.indexEnding()))
                    .isPresent();
            if (path.form() != Form.STEM && !shard && !name.startsWith(".")) {
                stems.add(path.stem().toString());
            }
        }
        return List.copyOf(stems);
    }

    private static String stem(Path directory, Disk disk) throws IOException {
        List<String> stems = stems(directory, disk);
        for (String usual : List.of(SafetensorsFormat.USUAL_STEM, "diffusion_pytorch_model")) {
            if (stems.contains(usual)) {
                return usual;
            }
        }
        if (stems.isEmpty()) {
            throw new NoSuchFileException(directory.toString());
        }
        if (stems.size() > 1) {
            List<String> some = new ArrayList<>();
            stems.stream().limit(NAMED).forEach(stem -> some.add("\"" + stem + "\""));
            throw new MalformedFileException(
                    directory.toString(),
                    0,
                    "this directory has several checkpoints, name one of them: " + String.join(", ", some)
                            + (stems.size() > NAMED ? ", ..." : ""));
        }
        return stems.get(0);
    }
}
