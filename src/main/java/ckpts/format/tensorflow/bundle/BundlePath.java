package ckpts.format.tensorflow.bundle;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of a bundle's files: {@code PREFIX.index} and {@code PREFIX.data-SSSSS-of-NNNNN}, shard and number of
 * shards in decimal, five digits or more. The prefix is not a file.
 *
 * <p>A prefix may be just a folder, {@code d/}: its files are {@code d/.index} and {@code d/.data-...}. Paths do not
 * keep a trailing slash, so such a prefix is the path {@code d/.} here.
 */
public final class BundlePath {
    /** The ending of the file that lists the tensors. */
    public static final String INDEX = ".index";

    private static final String META = ".meta";
    private static final Pattern DATA = Pattern.compile("(?s)(.*)\\.data-(\\d{5,9})-of-(\\d{5,9})");

    private static final int DIGITS = 5;

    /** The last part of a path to a folder, for the prefix whose own last part is empty. */
    private static final String NO_NAME = ".";

    private BundlePath() {}

    /**
     * The parts of a data file's name.
     *
     * @param base the prefix's last part
     * @param shard 0-based
     * @param of the number of shards
     */
    public record DataFile(String base, int shard, int of) {
        public static Optional<DataFile> parse(String fileName) {
            Matcher matcher = DATA.matcher(fileName);
            return matcher.matches()
                    ? Optional.of(new DataFile(
                            matcher.group(1), Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))))
                    : Optional.empty();
        }

        /** Whether this is a data file of that prefix under a name that TensorFlow would give it. */
        public static boolean belongs(String fileName, Path prefix) {
            return parse(fileName)
                    .filter(file -> file.base().equals(name(prefix)))
                    .filter(file -> data(prefix, file.shard(), file.of())
                            .getFileName()
                            .toString()
                            .equals(fileName))
                    .isPresent();
        }
    }

    public static Path index(Path prefix) {
        return prefix.resolveSibling(name(prefix) + INDEX);
    }

    public static Path data(Path prefix, int shard, int shards) {
        return prefix.resolveSibling(name(prefix) + ".data-" + digits(shard) + "-of-" + digits(shards));
    }

    private static String digits(int number) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, DIGITS - digits.length())) + digits;
    }

    /** The last part of a prefix; empty if it is just a folder. */
    public static String name(Path prefix) {
        String name =
                Optional.ofNullable(prefix.getFileName()).map(Path::toString).orElse("");
        return name.equals(NO_NAME) ? "" : name;
    }

    /** The prefix in a directory with this last part, which may be empty. */
    static Path in(Path directory, String name) {
        return directory.resolve(name.isEmpty() ? NO_NAME : name);
    }

    private static Path sibling(Path file, String name) {
        return file.resolveSibling(name.isEmpty() ? NO_NAME : name);
    }

    /** The prefix to which a file name belongs; the path itself if there is none. */
    public static Path stripped(Path path) {
        String name = name(path);
        Optional<DataFile> data = DataFile.parse(name);
        if (data.isPresent()) {
            return sibling(path, data.get().base());
        }
        for (String suffix : List.of(INDEX, META)) {
            if (name.endsWith(suffix)) {
                return sibling(path, name.substring(0, name.length() - suffix.length()));
            }
        }
        return path;
    }

    /** The last parts of the prefixes whose index is among these file names, sorted. */
    static List<String> prefixes(List<String> fileNames) {
        TreeSet<String> prefixes = new TreeSet<>();
        for (String name : fileNames) {
            if (name.endsWith(INDEX)) {
                prefixes.add(name.substring(0, name.length() - INDEX.length()));
            }
        }
        return List.copyOf(prefixes);
    }
}
