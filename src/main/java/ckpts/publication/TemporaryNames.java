package ckpts.publication;

import ckpts.plan.PlannedSave;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The names of the files that a run keeps in a directory while it works there. They begin with a dot, so that listings
 * and formats pass them over, and end in the run's own token, so that two runs never collide and the files of a dead
 * one can be distinguished from those of a live one:
 *
 * <pre>
 *   .ckpt.ckpts-lock-TOKEN          held locked while a run saves to "ckpt"; in every directory that it writes to
 *   .ckpt.index.ckpts-tmp-TOKEN     the future "ckpt.index"
 *   .ckpt.ckpts-save-TOKEN          names that are being given: a {@link PublicationRecord}
 * </pre>
 */
record TemporaryNames(String token) {
    private static final Pattern NAME = Pattern.compile("\\.(.+)\\.ckpts-(lock|tmp|save)-([0-9a-f]+)", Pattern.DOTALL);

    private static final String LOCK = ".ckpts-lock-";

    /** Limit of a name's bytes in UTF-8: the names here are longer by less than thirty, and 255 are the most. */
    private static final int LONGEST = 200;

    /** A file of some run. */
    record Trace(String name, String of, Kind kind, String token) {
        TemporaryNames names() {
            return new TemporaryNames(token);
        }

        /** The lock file of the same run, for the same target. */
        Trace lock() {
            return new Trace("." + of + LOCK + token, of, Kind.LOCK, token);
        }

        /** Whether it belongs to this file. */
        boolean isOf(Path file) {
            return of.equals(shortened(file));
        }
    }

    /** Kinds of files that a run keeps. */
    enum Kind {
        LOCK,
        TMP,
        SAVE
    }

    static TemporaryNames random() {
        return new TemporaryNames(Long.toHexString(ThreadLocalRandom.current().nextLong()));
    }

    Path lock(Path directory, Path target) {
        return directory.resolve("." + shortened(target) + LOCK + token);
    }

    Path record(Path directory, Path target) {
        return directory.resolve("." + shortened(target) + ".ckpts-save-" + token);
    }

    /** The temporary name of the second of two files that get one name. */
    Path waiting(Path file) {
        return temporary(file.resolveSibling(file.getFileName() + "-last"));
    }

    Path temporary(Path file) {
        return PlannedSave.directoryOf(file).resolve("." + shortened(file) + ".ckpts-tmp-" + token);
    }

    /**
     * A name shortened to leave room for the prefix and suffix: where a folder allows the name it allows this as well.
     */
    private static String shortened(Path file) {
        String name = file.getFileName().toString();
        if (name.getBytes(StandardCharsets.UTF_8).length <= LONGEST) {
            return name;
        }
        CRC32C checksum = new CRC32C();
        checksum.update(name.getBytes(StandardCharsets.UTF_8));
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST - 9) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end) + String.format("~%08x", checksum.getValue());
    }

    /** Whether a file has a name that runs use for their files. */
    static boolean isTemporary(Path file) {
        return parse(file.getFileName().toString()).isPresent();
    }

    /** Reads a name in a directory; empty if it is not a file of a run. */
    static Optional<Trace> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new Trace(
                        name,
                        matcher.group(1),
                        Kind.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)),
                        matcher.group(3)))
                : Optional.empty();
    }
}
