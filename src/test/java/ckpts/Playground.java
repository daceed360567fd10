package ckpts;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.OutputFile;
import ckpts.bytes.SimulatedDisk;
import ckpts.checkpoint.Checkpoint;
import ckpts.engine.Budget;
import ckpts.engine.Cancellation;
import ckpts.engine.Progress;
import ckpts.format.CheckpointFormat;
import ckpts.format.Formats;
import ckpts.format.OpenedCheckpoint;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.SaveOutcome;
import ckpts.language.execution.Session;
import ckpts.language.execution.Setting;
import ckpts.language.source.SourceText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A disk in memory with the files that a program is given, and a session that works in its folder {@value #FOLDER}. */
public final class Playground implements AutoCloseable {
    static final String FOLDER = "/models";
    static final Path FIXTURES = Path.of("src/test/fixtures/tensorflow");

    private static final Pattern FLIP = Pattern.compile("(\\S+) bit (\\d) of byte (-?\\d+) flipped");
    private static final Pattern CUT = Pattern.compile("(\\S+) truncated to (\\d+)");

    private final SimulatedDisk disk = new SimulatedDisk();
    private final Session session;
    private final Map<Path, byte[]> given;

    /** With everything that a program is given. */
    Playground(Program program) throws IOException {
        disk.createDirectories(Path.of(FOLDER));
        for (Map.Entry<String, String> file : program.files().entrySet()) {
            put(file.getKey(), file.getValue().getBytes(UTF_8));
        }
        for (String fixture : program.fixtures()) {
            copy(fixture);
        }
        for (String damage : program.damages()) {
            damage(damage);
        }
        given = disk.files();
        session = new Session(formats(), disk, new Budget(8L << 20, 2));
    }

    /** Those of the program, and sketches. */
    public static Formats formats() {
        Formats standard = StandardFormats.formats();
        List<CheckpointFormat> checkpoints = new ArrayList<>(List.of(new SketchFormat()));
        checkpoints.addAll(standard.checkpoints());
        return new Formats(checkpoints, standard.manifests());
    }

    private void put(String name, byte[] bytes) throws IOException {
        Path file = Path.of(FOLDER, name);
        disk.createDirectories(file.getParent());
        try (OutputFile output = disk.create(file)) {
            output.write(ByteBuffer.wrap(bytes));
            output.sync();
        }
    }

    /** Fixtures of TensorFlow go by their own name, those of another format by that of its folder and their own. */
    private void copy(String fixture) throws IOException {
        Path fixtures = Files.exists(FIXTURES.resolve(fixture)) ? FIXTURES : FIXTURES.getParent();
        try (Stream<Path> files = Files.walk(fixtures.resolve(fixture))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                put(fixtures.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    private void damage(String damage) throws IOException {
        Matcher flip = FLIP.matcher(damage);
        Matcher cut = CUT.matcher(damage);
        if (damage.endsWith(" deleted")) {
            disk.delete(Path.of(FOLDER, damage.substring(0, damage.lastIndexOf(' '))));
        } else if (flip.matches()) {
            Path file = Path.of(FOLDER, flip.group(1));
            byte[] bytes = disk.files().get(file);
            int at = Integer.parseInt(flip.group(3));
            bytes[at < 0 ? bytes.length + at : at] ^= (byte) (1 << Integer.parseInt(flip.group(2)));
            disk.tamper(file, bytes);
        } else if (cut.matches()) {
            Path file = Path.of(FOLDER, cut.group(1));
            disk.tamper(file, java.util.Arrays.copyOf(disk.files().get(file), Integer.parseInt(cut.group(2))));
        } else {
            throw new IllegalArgumentException("no such damage: " + damage);
        }
    }

    Session session() {
        return session;
    }

    Disk disk() {
        return disk;
    }

    Outcome evaluate(Program program) {
        return session.evaluate(source(program), Setting.ofCommandLine(program.settings()), program.overwrite());
    }

    static SourceText source(Program program) {
        return source(program.name(), program.text());
    }

    static SourceText source(String name, String text) {
        return new SourceText(name, text, Optional.of(Path.of(FOLDER)));
    }

    SaveOutcome save(Outcome outcome) {
        return session.save(outcome.plan(), Progress.SILENT, Cancellation.NEVER);
    }

    /** Files that are there now and were not given, or are other ones than were given: name in the folder to contents. */
    Map<String, byte[]> written() {
        Map<String, byte[]> written = new TreeMap<>();
        disk.files().forEach((path, bytes) -> {
            if (!java.util.Arrays.equals(bytes, given.get(path))) {
                written.put(Path.of(FOLDER).relativize(path).toString(), bytes);
            }
        });
        given.keySet().stream()
                .filter(path -> !disk.exists(path))
                .forEach(path -> written.put(Path.of(FOLDER).relativize(path) + " (gone)", new byte[0]));
        return written;
    }

    /** The tensors of a checkpoint on the disk, a line each. */
    List<String> stored(String path) throws IOException {
        try (OpenedCheckpoint opened = formats().open(Path.of(FOLDER, path), disk)) {
            return lines(opened.checkpoint());
        }
    }

    /** The metadata of a checkpoint on the disk, one line per entry. */
    List<String> metadata(String path) throws IOException {
        try (OpenedCheckpoint opened = formats().open(Path.of(FOLDER, path), disk)) {
            return opened.checkpoint().metadata().values().entrySet().stream()
                    .map(field -> field.getKey() + " = " + field.getValue().text())
                    .toList();
        }
    }

    /** The tensors of a checkpoint with their values, a line each, in its order. */
    public static List<String> lines(Checkpoint checkpoint) {
        return checkpoint.entries().stream()
                .map(entry -> SketchLine.of(
                        entry, SketchFormat.aliases(checkpoint, entry), "= " + Numbers.text(entry.tensor())))
                .map(String::stripTrailing)
                .toList();
    }

    /** The text of a file on the disk. */
    String text(String name) throws IOException {
        try (ByteSource file = disk.open(Path.of(FOLDER, name))) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(0, bytes);
            return new String(bytes.array(), UTF_8);
        }
    }

    @Override
    public void close() throws IOException {
        session.close();
    }
}
