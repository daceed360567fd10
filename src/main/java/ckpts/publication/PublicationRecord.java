package ckpts.publication;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.bytes.OutputFile;
import ckpts.bytes.Stamp;
import ckpts.format.Detour;
import ckpts.format.Layout;
import ckpts.format.PlannedFile;
import ckpts.format.PlannedFile.Stage;
import ckpts.plan.PlannedSave;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The names that a run is about to give and take, all in one directory. The record lies on the disk while the names are
 * given, so that another run can finish that or take it back if this one is killed. Its lines:
 *
 * <pre>
 *   ckpts save 1
 *   data MARK NAME               a data file and the name that it gets
 *   data MARK NAME LASTNAME      one that is on a detour, and the name that it gets at the end
 *   passing MARK NAME            one that goes at the end of the detour
 *   commit MARK NAME BEFORE      the file that makes the data files a checkpoint, and what has its name before
 *   last MARK                    the one that follows it at the end of a detour
 *   after MARK NAME BEFORE       a file that gets its name after the commit, and the one that has it before
 *   old MARK NAME                a file that is deleted after the commit
 *   end CHECKSUM                 the checksum of the lines before
 * </pre>
 */
record PublicationRecord(List<Data> data, Named commit, Optional<Mark> last, List<Named> after, List<Old> old) {
    private static final String FIRST = "ckpts save 1";
    private static final int LARGEST = 1 << 26;

    /**
     * A mark that distinguishes a file from others under a name: its size, the time of its last change, and the
     * checksum of a small one. Not the number that the disk gives it, which may be another one on the machine where the
     * next run looks. Linking a file does not change its mark.
     */
    record Mark(String text) {
        private static final Mark NONE = new Mark("none");

        static Mark of(Path file, Disk disk) throws IOException {
            Stamp stamp = disk.stamp(file);
            return stamp.isMissing()
                    ? NONE
                    : new Mark(stamp.size() + ":" + stamp.changed() + ":" + Integer.toHexString(stamp.checksum()));
        }

        boolean isAt(Path file, Disk disk) throws IOException {
            return of(file, disk).equals(this);
        }
    }

    /**
     * A data file.
     *
     * @param name that it gets
     * @param lastName the name that it gets at the end of a detour
     * @param passing whether the first name goes then
     */
    record Data(Mark mark, String name, Optional<String> lastName, boolean passing) {}

    /** @param before the file that has the name until then */
    record Named(Mark mark, String name, Mark before) {}

    /** A file that was there before. */
    record Old(Mark mark, String name) {}

    PublicationRecord {
        data = List.copyOf(data);
        after = List.copyOf(after);
        old = List.copyOf(old);
    }

    /** The record of a save whose files are complete under their temporary names. */
    static PublicationRecord of(Layout layout, TemporaryNames names, Disk disk) throws IOException {
        List<Data> data = new ArrayList<>();
        List<Named> after = new ArrayList<>();
        for (PlannedFile file : layout.files()) {
            if (file.stage() == Stage.DATA) {
                Optional<Path> first = layout.first(file);
                Optional<String> lastName = first.map(there -> name(file.path()));
                data.add(data(first.orElse(file.path()), lastName, first.isPresent(), names, disk));
            } else if (file.stage() == Stage.AFTER) {
                after.add(named(file.path(), names, disk));
            }
        }
        Optional<Mark> last = Optional.empty();
        if (layout.detour().isPresent()) {
            Detour detour = layout.detour().get();
            for (PlannedFile file : detour.data()) {
                data.add(data(file.path(), Optional.empty(), true, names, disk));
            }
            last = Optional.of(Mark.of(names.waiting(layout.commit().path()), disk));
        }
        List<Old> old = new ArrayList<>();
        for (Path file : layout.obsolete()) {
            old.add(new Old(Mark.of(file, disk), name(file)));
        }
        return new PublicationRecord(data, named(layout.commit().path(), names, disk), last, after, old);
    }

    private static Data data(Path file, Optional<String> lastName, boolean passing, TemporaryNames names, Disk disk)
            throws IOException {
        return new Data(Mark.of(names.temporary(file), disk), name(file), lastName, passing);
    }

    private static Named named(Path file, TemporaryNames names, Disk disk) throws IOException {
        return new Named(Mark.of(names.temporary(file), disk), name(file), Mark.of(file, disk));
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** Whether a single step does everything, so that nothing can be left half done. */
    boolean isOneStep() {
        return data.isEmpty() && after.isEmpty() && old.isEmpty();
    }

    /** Writes it to the disk, with the names of all files in it. */
    void write(Path file, Disk disk) throws IOException {
        try (OutputFile output = disk.create(file)) {
            output.write(ByteBuffer.wrap(text().getBytes(UTF_8)));
            output.sync();
        }
        disk.syncDirectory(PlannedSave.directoryOf(file));
    }

    private String text() {
        StringBuilder text = new StringBuilder(FIRST).append('\n');
        for (Data file : data) {
            String word = file.passing() && file.lastName().isEmpty() ? "passing" : "data";
            String lastName = file.lastName().map(name -> " " + encoded(name)).orElse("");
            line(text, word, file.mark(), encoded(file.name()) + lastName);
        }
        line(text, "commit", commit);
        last.ifPresent(mark -> text.append("last ").append(mark.text()).append('\n'));
        for (Named file : after) {
            line(text, "after", file);
        }
        for (Old file : old) {
            line(text, "old", file.mark(), encoded(file.name()));
        }
        return text + end(text.toString());
    }

    private static void line(StringBuilder text, String word, Named file) {
        line(text, word, file.mark(), encoded(file.name()) + " " + file.before().text());
    }

    private static void line(StringBuilder text, String word, Mark mark, String rest) {
        text.append(word)
                .append(' ')
                .append(mark.text())
                .append(' ')
                .append(rest)
                .append('\n');
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, UTF_8);
    }

    private static String end(String lines) {
        CRC32C checksum = new CRC32C();
        checksum.update(lines.getBytes(UTF_8));
        return "end " + Long.toHexString(checksum.getValue()) + "\n";
    }

    /** Reads a record; empty if it is gone, or was never complete: then its run was killed before it named anything. */
    static Optional<PublicationRecord> read(Path file, Disk disk) throws IOException {
        try (ByteSource source = disk.open(file)) {
            if (source.size() > LARGEST) {
                return Optional.empty();
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) source.size());
            source.read(0, bytes);
            return parsed(new String(bytes.array(), UTF_8));
        } catch (IllegalArgumentException | MalformedFileException | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<PublicationRecord> parsed(String text) {
        int end = text.lastIndexOf("end ");
        if (!text.startsWith(FIRST + "\n") || end < 0 || !text.substring(end).equals(end(text.substring(0, end)))) {
            return Optional.empty();
        }
        Reading reading = new Reading();
        text.substring(FIRST.length() + 1, end).lines().forEach(reading::line);
        return Optional.of(reading.record());
    }

    /** The contents of the lines so far. */
    private static final class Reading {
        private final List<Data> data = new ArrayList<>();
        private final List<Named> commits = new ArrayList<>();
        private Optional<Mark> last = Optional.empty();
        private final List<Named> after = new ArrayList<>();
        private final List<Old> old = new ArrayList<>();

        void line(String text) {
            String[] parts = text.split(" ", -1);
            String word = parts[0] + " " + parts.length;
            switch (word) {
                case "data 3" -> data.add(data(parts, Optional.empty(), false));
                case "data 4" -> data.add(data(parts, Optional.of(name(parts[3])), true));
                case "passing 3" -> data.add(data(parts, Optional.empty(), true));
                case "commit 4" -> commits.add(named(parts));
                case "last 2" -> last = Optional.of(new Mark(parts[1]));
                case "after 4" -> after.add(named(parts));
                case "old 3" -> old.add(new Old(new Mark(parts[1]), name(parts[2])));
                default -> throw new IllegalArgumentException(text);
            }
        }

        private static Data data(String[] parts, Optional<String> lastName, boolean passing) {
            return new Data(new Mark(parts[1]), name(parts[2]), lastName, passing);
        }

        private static Named named(String[] parts) {
            return new Named(new Mark(parts[1]), name(parts[2]), new Mark(parts[3]));
        }

        /** The name of a file in the directory of the record, whatever the line says. */
        private static String name(String text) {
            String name = URLDecoder.decode(text, UTF_8);
            Path path = Path.of(name);
            if (name.isEmpty() || name.equals(".") || name.equals("..") || !path.equals(path.getFileName())) {
                throw new IllegalArgumentException(text);
            }
            return name;
        }

        PublicationRecord record() {
            if (commits.size() != 1) {
                throw new IllegalArgumentException(commits.size() + " commit files");
            }
            return new PublicationRecord(data, commits.get(0), last, after, old);
        }
    }
}
