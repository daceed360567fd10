package ckpts.format.safetensors;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a checkpoint's path. All files of a checkpoint share a stem:
 *
 * <pre>
 *   STEM.safetensors                   all tensors in one file
 *   STEM.safetensors.index.json        or an index, which says where each tensor is,
 *   STEM-00001-of-00002.safetensors    and its shards
 * </pre>
 *
 * @param stem the path without endings
 * @param form the kind of file that the path names
 */
record CheckpointPath(Path stem, Form form) {
    static final String ENDING = ".safetensors";
    static final String INDEX_ENDING = ENDING + ".index.json";

    private static final Pattern SHARD = Pattern.compile("(?s)(.+)-(\\d{5,9})-of-(\\d{5,9})\\.safetensors");

    /** The kinds of file that a path names. */
    enum Form {
        /** The one file, {@code STEM.safetensors}. */
        FILE,
        /** The index of several. */
        INDEX,
        /** The stem: whichever file exists. */
        STEM
    }

    static CheckpointPath of(Path path) {
        String name = name(path);
        if (name.endsWith(INDEX_ENDING) && name.length() > INDEX_ENDING.length()) {
            return new CheckpointPath(cut(path, INDEX_ENDING), Form.INDEX);
        }
        if (name.endsWith(ENDING) && name.length() > ENDING.length()) {
            return new CheckpointPath(cut(path, ENDING), Form.FILE);
        }
        return new CheckpointPath(path, Form.STEM);
    }

    private static Path cut(Path path, String ending) {
        String name = name(path);
        return path.resolveSibling(name.substring(0, name.length() - ending.length()));
    }

    /**
     * Whether the name is a pattern for several files, which are read as one checkpoint: it contains {@code *} or
     * {@code ?}.
     */
    static boolean isPattern(Path path) {
        String name = name(path);
        return name.endsWith(ENDING) && (name.contains("*") || name.contains("?"));
    }

    /** The regular expression for the names of those files. */
    static Pattern pattern(Path path) {
        StringBuilder regex = new StringBuilder("(?s)");
        for (char c : name(path).toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString());
    }

    /** The last part of a path. */
    static String name(Path path) {
        return Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
    }

    Path file() {
        return stem.resolveSibling(name(stem) + ENDING);
    }

    Path index() {
        return stem.resolveSibling(name(stem) + INDEX_ENDING);
    }

    /** @param shard 0-based; names count from 1 */
    Path shard(int shard, int of) {
        return stem.resolveSibling(String.format(Locale.ROOT, "%s-%05d-of-%05d%s", name(stem), shard + 1, of, ENDING));
    }

    /** The parts of a shard's name. */
    record ShardName(String stem, int of) {
        static Optional<ShardName> parse(String fileName) {
            Matcher matcher = SHARD.matcher(fileName);
            return matcher.matches()
                    ? Optional.of(new ShardName(matcher.group(1), Integer.parseInt(matcher.group(3))))
                    : Optional.empty();
        }
    }

    /** Whether a file is named as a shard of this stem. */
    boolean hasShard(String fileName) {
        return ShardName.parse(fileName)
                .filter(shard -> shard.stem().equals(name(stem)))
                .isPresent();
    }
}
