package ckpts.format.index;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The parts of a checkpoint's path.
 *
 * @param names how its format names files
 * @param stem the path without endings
 * @param form the kind of file that the path names
 */
public record IndexedPath(FileNames names, Path stem, Form form) {
    /** The kinds of file that a path names. */
    public enum Form {
        /** The one file, {@code STEM.safetensors}. */
        FILE,
        /** The index of several. */
        INDEX,
        /** The stem: whichever file exists. */
        STEM
    }

    /** The last part of a path. */
    public static String name(Path path) {
        return Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
    }

    public Path file() {
        return stem.resolveSibling(name(stem) + names.ending());
    }

    public Path index() {
        return stem.resolveSibling(name(stem) + names.indexEnding());
    }

    /** @param shard 0-based; names count from 1 */
    public Path shard(int shard, int of) {
        return stem.resolveSibling(
                String.format(Locale.ROOT, "%s-%05d-of-%05d%s", name(stem), shard + 1, of, names.ending()));
    }

    /** Whether a file is named as a shard of this stem. */
    public boolean hasShard(String fileName) {
        return names.shard(fileName)
                .filter(shard -> shard.stem().equals(name(stem)))
                .isPresent();
    }

    /** Those of some files of its folder that are named as shards of this stem. */
    public List<String> shards(List<String> siblings) {
        return siblings.stream().filter(this::hasShard).toList();
    }
}
