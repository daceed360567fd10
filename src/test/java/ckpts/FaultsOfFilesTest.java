package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.MalformedFileException;
import ckpts.bytes.StaleFileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every fault of a file, met in every place that can meet it: one code, one message, one advice. */
class FaultsOfFilesTest {
    private static final IOException UNMET = new IOException("nothing fails here");

    @TempDir
    private Path folder;

    /**
     * @param told the error that every place shows, with FILE for the file and FOLDER for its folder
     * @param fault thrown when the file is opened; a missing file does not exist either
     */
    private record Row(String name, String told, Function<Path, IOException> fault) {}

    /** The faults of a file that is to be read. */
    private static final List<Row> READING = List.of(
            new Row("is missing, another has nearly its name", """
                    error[E0501]: there is no FILE
                    help: did you mean "modle.", which is in that folder?
                    """, file -> new NoSuchFileException(file.toString())),
            new Row(
                    "is missing, as something else says",
                    """
                    error[E0501]: there is no FOLDER/shard
                    note: the index names it
                    """,
                    file -> new NoSuchFileException(
                            file.resolveSibling("shard").toString(), null, "the index names it")),
            new Row(
                    "must not be read",
                    """
                    error[E0501]: no permission to read FILE
                    help: ask its owner for that permission, or run this as its owner
                    note: the folder x cannot be entered
                    """,
                    file -> new AccessDeniedException(file.toString(), null, "the folder x cannot be entered")),
            new Row(
                    "is in a folder that must not be listed",
                    """
                    error[E0501]: no permission to list the folder FOLDER
                    help: ask its owner for that permission, or run this as its owner
                    """,
                    file -> new AccessDeniedException(file.getParent().toString())),
            new Row(
                    "is damaged",
                    "error[E0502]: FILE, byte 7: ends too soon\n",
                    file -> new MalformedFileException(file.toString(), 7, "ends too soon")),
            new Row(
                    "has changed",
                    "error[E0504]: FILE changed while it was in use: load it again\n",
                    file -> new StaleFileException(file.toString())),
            new Row(
                    "is on a broken disk",
                    "error[E0502]: cannot read FILE: byte 0: Input/output error\n",
                    file -> new FileSystemException(file.toString(), null, "byte 0: Input/output error")),
            new Row(
                    "is on a disk that does not say what is wrong",
                    "error[E0502]: cannot read FILE: the system gives no reason\n",
                    file -> new FileSystemException(file.toString())),
            new Row(
                    "has a name that no file has",
                    """
                    error[E0501]: there is no FOLDER/%1$s
                    note: the name "%2$s..." is 300 bytes long; the limit is 255
                    """.formatted("y".repeat(300), "y".repeat(24)),
                    file -> new FileSystemException(
                            file.resolveSibling("y".repeat(300)).toString(), null, "File name too long")));

    /**
     * @param ending of the file that it reads
     * @param meet lets it meet the fault of that file and gives what the user is told
     */
    private record Place(String name, String ending, Function<FaultyFile, String> meet) {}

    private static final List<Place> READERS = List.of(
            statement("load \"FILE\"", ".sketch"),
            statement("manifest \"FILE\"", ".sketch"),
            statement("include \"FILE\"", ".ckpts"),
            statement("print json(\"FILE\").a", ".json"),
            statement("load \"FOLDER/sound.sketch\"\nset json(\"FILE\").a = 1", ".json"),
            statement(
                    "load \"FOLDER/sound.sketch\"\nremap \"w\" axis 0 from vocab \"FILE\" to vocab \"FILE\" else 0",
                    ".txt"),
            command(".sketch", "ls", FaultyFile.FILE),
            command(".sketch", "show", FaultyFile.FILE, "w"),
            command(".sketch", "stats", FaultyFile.FILE),
            command(".sketch", "verify", FaultyFile.FILE),
            command(".sketch", "manifest", FaultyFile.FILE),
            command(".sketch", "diff", FaultyFile.FILE, "FOLDER/sound.sketch"),
            command(".sketch", "diff", "FOLDER/sound.sketch", FaultyFile.FILE),
            command(".ckpts", "run", FaultyFile.FILE),
            command(".ckpts", "check", FaultyFile.FILE),
            command(".ckpts", "plan", FaultyFile.FILE),
            command(".ckpts", "fmt", FaultyFile.FILE),
            prompt("load \"FILE\"", ".sketch"),
            prompt("%load FILE", ".ckpts"),
            prompt("%run FILE", ".ckpts"));

    /** The faults of tensors whose values are to be read. */
    private static final List<Row> VALUES = READING.stream()
            .filter(row -> List.of("must not be read", "is damaged", "has changed", "is on a broken disk")
                    .contains(row.name()))
            .toList();

    private static final List<Place> READERS_OF_VALUES = List.of(
            statement("load \"FILE\"\nassert finite \"w\"", ".broken"),
            statement("load \"FILE\"\nstats \"w\"", ".broken"),
            statement("load \"FILE\"\nsave \"FOLDER/out.sketch\" format sketch", ".broken"),
            command(".broken", "stats", FaultyFile.FILE),
            command(".broken", "diff", "--values", FaultyFile.FILE, "FOLDER/sound.sketch"),
            prompt("load \"FILE\"\r\"w\"?", ".broken"));

    /** The faults of a text file that is to be written. */
    private static final List<Row> WRITING = List.of(
            new Row(
                    "must not be written",
                    """
                    error[E0505]: cannot write FILE: permission denied
                    help: ask its owner for that permission, or run this as its owner
                    note: no permission to write to its folder
                    """,
                    file -> new AccessDeniedException(file.toString(), null, "no permission to write to its folder")),
            new Row(
                    "does not fit on the disk",
                    "error[E0505]: cannot write FILE: No space left on device\n",
                    file -> new FileSystemException("temporary", null, "No space left on device")),
            new Row(
                    "is in a folder that has gone",
                    "error[E0505]: cannot write FILE: no such file\n",
                    file -> new NoSuchFileException("temporary")));

    private static final List<Place> WRITERS = List.of(
            command(".ckpts", "fmt", "FOLDER/model.ckpts"),
            command(".json", "manifest", "FOLDER/sound.sketch", "-o", FaultyFile.FILE),
            command(".md", "run", "FOLDER/sound.ckpts", "--report", "md=FILE"),
            prompt("print 1\r%save FILE", ".out"));

    private static Place statement(String script, String ending) {
        return new Place(
                "the script " + script.lines().reduce((first, last) -> last).orElseThrow(), ending, scene -> {
                    Path file = scene.write("place.ckpts", scene.named(script) + "\n");
                    return scene.calls(List.of("run", file.toString()));
                });
    }

    private static Place command(String ending, String... words) {
        return new Place(
                "ckpts " + String.join(" ", words),
                ending,
                scene -> scene.calls(List.of(words).stream().map(scene::named).toList()));
    }

    private static Place prompt(String keys, String ending) {
        return new Place("the prompt " + keys.replace("\r", "; "), ending, scene -> scene.types(scene.named(keys)));
    }

    @TestFactory
    List<DynamicTest> readingAFile() {
        return table(READING, READERS, "open");
    }

    @TestFactory
    List<DynamicTest> readingValues() {
        return table(VALUES, READERS_OF_VALUES, "values");
    }

    @TestFactory
    List<DynamicTest> writingATextFile() {
        return table(WRITING, WRITERS, "create");
    }

    private List<DynamicTest> table(List<Row> rows, List<Place> places, String call) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Row row : rows) {
            for (Place place : places) {
                tests.add(DynamicTest.dynamicTest(
                        place.name() + ", where the file " + row.name(), () -> meets(row, place, call)));
            }
        }
        return tests;
    }

    private void meets(Row row, Place place, String call) throws IOException {
        Path file = folder.resolve("model" + place.ending());
        Path near = folder.resolve("modle" + place.ending());
        IOException fault = row.fault().apply(file);
        boolean missing = row.name().startsWith("is missing, another");
        if (!missing && (!call.equals("create") || place.ending().equals(".ckpts"))) {
            Files.writeString(file, "print   1\n");
        }
        Files.writeString(near, "");
        FaultyFile scene = new FaultyFile(folder, file, fault, call);
        scene.write("sound.sketch", "w float32[2]\n");
        scene.write("sound.ckpts", "print 1\n");

        String told = place.meet().apply(scene);

        String expected = row.told()
                .replace("modle.", near.getFileName().toString())
                .replace(FaultyFile.FILE, file.toString())
                .replace(FaultyFile.FOLDER, folder.toString());
        String saved = place.name().contains("save \"") ? "note: nothing was written\n" : "";
        assertThat(withoutPlace(told)).isEqualTo(expected + saved);
        for (Path left : List.of(file, near)) {
            Files.deleteIfExists(left);
        }
    }

    /** The first error that is shown, without where in a script it is. */
    private static String withoutPlace(String told) {
        List<String> lines = told.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]|\r", "")
                .lines()
                .dropWhile(line -> !line.startsWith("error["))
                .filter(line -> !line.matches("\\s+--> .*|\\s*\\d* \\| .*"))
                .toList();
        return lines.stream()
                .limit(1)
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .concat(lines.stream()
                        .skip(1)
                        .takeWhile(line -> line.startsWith("help: ") || line.startsWith("note: "))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void aFolderThatIsMissingTooIsNamed() throws IOException {
        Path file = folder.resolve("none/model.sketch");
        FaultyFile scene = new FaultyFile(folder, file, new NoSuchFileException(file.toString()), "open");
        String told =
                "error[E0501]: there is no " + file + "\nnote: there is no folder " + file.getParent() + " either";
        for (Place place : READERS) {
            if (place.ending().equals(".sketch")) {
                assertThat(withoutPlace(place.meet().apply(scene)))
                        .as(place.name())
                        .startsWith(place.name().contains("sound.sketch") ? "" : told);
            }
        }
    }

    @Test
    void aFolderWithoutACheckpointIsNamedByAll() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        FaultyFile scene = new FaultyFile(folder, empty, UNMET, "none");
        for (String place : List.of("ls", "stats", "verify", "manifest")) {
            assertThat(scene.calls(List.of(place, empty.toString()))).as(place).isEqualTo(unknown(empty));
        }
        for (Place place : List.of(statement("load \"FILE\"", ""), statement("manifest \"FILE\"", ""))) {
            assertThat(withoutPlace(place.meet().apply(scene))).as(place.name()).isEqualTo(unknown(empty));
        }
        assertThat(withoutPlace(scene.types("load \"" + empty + "\""))).isEqualTo(unknown(empty));
    }

    private static String unknown(Path empty) {
        return "error[E0503]: the folder " + empty + " contains no checkpoint\n"
                + "help: name the file, or the prefix that the files of the checkpoint have in common\n";
    }

    @Test
    void aPathOutsideTheRootsIsRefusedByAll() throws IOException {
        Path within = Files.createDirectory(folder.resolve("within"));
        Path file = Files.writeString(folder.resolve("model.sketch"), "w float32[2]\n");
        FaultyFile scene = new FaultyFile(within, file, UNMET, FaultyFile.CONFINED);
        String told = "error[E0603]: " + file + " lies outside the folders that this run may use\n"
                + "help: to let it use that folder, too, add --root " + folder + "\nnote: it may use " + within + "\n";
        for (Place place : READERS) {
            if (place.ending().equals(".sketch") && !place.name().contains("sound.sketch")) {
                assertThat(withoutPlace(place.meet().apply(scene)))
                        .as(place.name())
                        .isEqualTo(told);
            }
        }
        assertThat(withoutPlace(scene.types("%load " + file))).isEqualTo(told);
        assertThat(withoutPlace(scene.types("print 1\r%save " + folder.resolve("s.ckpts"))))
                .isEqualTo(told.replace("model.sketch", "s.ckpts"));
    }

    @Test
    void aTextThatIsNotAPathIsNoneForAll() throws IOException {
        FaultyFile scene = new FaultyFile(folder, folder.resolve("model"), UNMET, "none");
        String told = "error[E0501]: \"a\0b\" is not a path on this system: Nul character not allowed\n";
        assertThat(scene.calls(List.of("ls", "a\0b"))).isEqualTo(told.replace("\0", "\\x00"));
        assertThat(scene.calls(List.of("run", "--safe", "a\0b"))).isEqualTo(told.replace("\0", "\\x00"));
        Path script = scene.write("place.ckpts", "load \"a\0b\"\n");
        assertThat(withoutPlace(scene.calls(List.of("run", script.toString())))).isEqualTo(told.replace("\0", "\\x00"));
    }

    @Test
    void whatIsInTheWayOfATextFileIsNotReplaced() throws IOException {
        Path file = folder.resolve("model.out");
        for (Place place : WRITERS.subList(1, WRITERS.size())) {
            Files.writeString(file, "something else\n");
            FaultyFile scene = new FaultyFile(folder, file, UNMET, "none");
            scene.write("sound.sketch", "w float32[2]\n");
            scene.write("sound.ckpts", "print 1\n");
            assertThat(withoutPlace(place.meet().apply(scene)))
                    .as(place.name())
                    .startsWith(
                            "error[E0601]: " + file + " exists\nhelp: write to another path, or move it away first\n");
        }
    }
}
