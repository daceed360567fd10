package ckpts.format.index;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a format names the files of a checkpoint. All share a stem:
 *
 * <pre>
 *   STEM.safetensors                   all tensors in one file
 *   STEM.safetensors.index.json        or an index, which says where each tensor is,
 *   STEM-00001-of-00002.safetensors    and its shards
 * </pre>
 *
 * @param ending of a file with tensors: {@code .safetensors}
 */
public record FileNames(String ending) {
    private static final Pattern SHARD = Pattern.compile("(?s)(.+)-(\\d{5,9})-of-(\\d{5,9})");

    /** The parts of a shard's name. */
    public record ShardName(String stem, int of) {}

    public String indexEnding() {
        return ending + ".index.json";
    }

    /** What a path means by its name. */
    public IndexedPath of(Path path) {
        String name = IndexedPath.name(path);
        if (name.endsWith(indexEnding()) && name.length() > indexEnding().length()) {
            return new IndexedPath(this, cut(path, indexEnding()), IndexedPath.Form.INDEX);
        }
        if (name.endsWith(ending) && name.length() > ending.length()) {
            return new IndexedPath(this, cut(path, ending), IndexedPath.Form.FILE);
        }
        return ofStem(path);
    }

    /** A stem, whatever it ends in. */
    public IndexedPath ofStem(Path stem) {
        return new IndexedPath(this, stem, IndexedPath.Form.STEM);
    }

    private static Path cut(Path path, String ending) {
        String name = IndexedPath.name(path);
        return path.resolveSibling(name.substring(0, name.length() - ending.length()));
    }

    /** The parts of a file's name if it is that of a shard. */
    public Optional<ShardName> shard(String fileName) {
        if (!fileName.endsWith(ending)) {
            return Optional.empty();
        }
        Matcher matcher = SHARD.matcher(fileName.substring(0, fileName.length() - ending.length()));
        return matcher.matches()
                ? Optional.of(new ShardName(matcher.group(1), Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }
}
