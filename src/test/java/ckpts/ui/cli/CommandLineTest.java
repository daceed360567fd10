package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.engine.Budget;
import ckpts.ui.render.Wrapping;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    private static final String ADAM = "src/test/fixtures/tensorflow/saver_adam/model.ckpt-3";
    private static final String DAMAGED = "src/test/fixtures/tensorflow/damaged/value_bit/v";
    private static final String SMALL = "src/test/fixtures/tensorflow/golden_v/v";

    @TempDir
    private Path folder;

    private Path script(String text) throws IOException {
        return Files.writeString(folder.resolve("fix.ckpts"), text);
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().toString();
    }

    @Test
    void listsATensorPerLine() {
        assertThat(new Caller().call("ls", SMALL)).isEqualTo(new Caller.Result(0, """
                name  dtype    shape  bytes
                v     float32  [2]      8 B
                1 tensor, 2 parameters, 8 bytes
                """, ""));
    }

    @Test
    void fitsAListToATerminalOfEightyColumns() {
        assertThat(new Caller()
                        .atTerminal(80)
                        .with("TERM", "dumb")
                        .call("ls", ADAM, "model/hidden/**")
                        .out())
                .isEqualTo("""
                        name                         dtype    shape   bytes  role         owner
                        model/hidden/biases          float32  [4]      16 B
                        model/hidden/biases/Adam     float32  [4]      16 B  slot Adam    model...biases
                        model/hidden/biases/Adam_1   float32  [4]      16 B  slot Adam_1  model...biases
                        model/hidden/weights         float32  [3, 4]   48 B
                        model/hidden/weights/Adam    float32  [3, 4]   48 B  slot Adam    model...eights
                        model/hidden/weights/Adam_1  float32  [3, 4]   48 B  slot Adam_1  model...eights
                        6 tensors, 48 parameters, 192 bytes
                        """);
    }

    @Test
    void showsWholeNamesOnAHundredAndFortyColumns() {
        assertThat(new Caller()
                        .atTerminal(140)
                        .with("TERM", "dumb")
                        .call("ls", ADAM, "model/hidden/b*/**")
                        .out())
                .isEqualTo("""
                        name                        dtype    shape  bytes  role         owner
                        model/hidden/biases/Adam    float32  [4]     16 B  slot Adam    model/hidden/biases
                        model/hidden/biases/Adam_1  float32  [4]     16 B  slot Adam_1  model/hidden/biases
                        2 tensors, 8 parameters, 32 bytes
                        """);
    }

    @Test
    void showsATensorWithItsFirstValues() {
        assertThat(new Caller().call("show", SMALL, "v").out()).isEqualTo("""
                name          v
                dtype         float32
                shape         [2]
                parameters    2
                bytes         8 B
                file          src/test/fixtures/tensorflow/golden_v/v.data-00000-of-00001
                stored as     v
                offset        0
                stored bytes  8
                values        [1, 2]
                """);
    }

    @Test
    void showsACheckpointInAFewLines() {
        assertThat(new Caller().call("show", ADAM).out()).isEqualTo("""
                path              src/test/fixtures/tensorflow/saver_adam/model.ckpt-3
                format            tensorflow
                files             2
                tensors           15
                of the optimizer  10
                aliases           0
                parameters        81
                dtypes            float32 x14, int64 x1
                bytes             328 B
                """);
    }

    @Test
    void takesStatisticsOfValues() {
        assertThat(new Caller().call("stats", SMALL).out()).isEqualTo("""
                name  dtype    shape  min  mean  std  max  zeros  nan  inf
                v     float32  [2]      1   1.5  0.5    2      0    0    0
                1 tensor, all values finite
                """);
    }

    @Test
    void verifySaysWhatItChecked() {
        assertThat(new Caller().call("verify", SMALL).out()).isEqualTo("""
                path                  %s
                sound                 yes
                tensors               1
                bytes with checksums  8 B
                checked               %s
                """.formatted(
                        SMALL,
                        "the checksums of all bytes, of the index and of every tensor; the data files against the index,"
                                + " and the object graph, if there is one, against the tensors"));
    }

    @Test
    void namesWhatIsDamagedAndEndsWithFive() {
        Caller.Result result = new Caller().call("verify", SMALL, DAMAGED);

        assertThat(result.status()).isEqualTo(5);
        assertThat(result.out())
                .contains("damaged  " + DAMAGED
                        + ".data-00000-of-00001, \"a\", byte 0  checksum of \"a\" does not match");
    }

    @Test
    void listsSeveralCheckpointsInTurn() {
        assertThat(new Caller().call("ls", SMALL, SMALL + ".index")).isEqualTo(new Caller.Result(0, """
                        src/test/fixtures/tensorflow/golden_v/v
                        name  dtype    shape  bytes
                        v     float32  [2]      8 B
                        1 tensor, 2 parameters, 8 bytes

                        src/test/fixtures/tensorflow/golden_v/v.index
                        name  dtype    shape  bytes
                        v     float32  [2]      8 B
                        1 tensor, 2 parameters, 8 bytes
                        """, ""));
        assertThat(new Caller().call("ls", ADAM, SMALL, "v").out()).isEqualTo("""
                src/test/fixtures/tensorflow/golden_v/v
                name  dtype    shape  bytes
                v     float32  [2]      8 B
                1 tensor, 2 parameters, 8 bytes
                """);
        assertThat(new Caller().call("ls", SMALL, ADAM, "nothing")).isEqualTo(new Caller.Result(4, "", """
                error[E0201]: no tensor matches "nothing"
                  0 of 15 names
                """));
    }

    @Test
    void comparesTheValuesOfSavedModels() {
        String model = "src/test/fixtures/tensorflow/savedmodel_module";

        assertThat(new Caller().call("diff", "--values", model, model)).isEqualTo(new Caller.Result(0, """
                3 of 3 variables fit

                0 of 3 tensors differ in value
                """, ""));
    }

    @Test
    void aDifferenceIsTheAnswerNo() {
        assertThat(new Caller().call("diff", SMALL, SMALL))
                .isEqualTo(new Caller.Result(0, "1 of 1 variable fits\n", ""));
        assertThat(new Caller().call("diff", SMALL, ADAM).status()).isEqualTo(1);
        assertThat(new Caller().call("diff", "--values", SMALL, SMALL).out()).isEqualTo("""
                1 of 1 variable fits

                0 of 1 tensor differs in value
                """);
    }

    @Test
    void writesWhatIsWrongToStandardErrorAlone() {
        assertThat(new Caller().call("ls", "nowhere"))
                .isEqualTo(new Caller.Result(5, "", "error[E0501]: there is no nowhere\n"));
        assertThat(new Caller().call("ls", "pom.xml").err())
                .startsWith("error[E0503]: pom.xml has an unknown format (known: tensorflow");
        assertThat(new Caller().call("ls", ADAM, "dense_1/*")).isEqualTo(new Caller.Result(4, "", """
                error[E0201]: no tensor matches "dense_1/*"
                  0 of 15 names
                """));
    }

    @Test
    void sayingJsonPrintsJsonWhateverHappens() {
        String[][] calls = {
            {"ls", ADAM},
            {"ls", ADAM, "--tree"},
            {"ls", "nowhere"},
            {"show", ADAM},
            {"show", ADAM, "*/*/weights"},
            {"stats", ADAM},
            {"verify", SMALL, DAMAGED},
            {"diff", ADAM, SMALL},
            {"version"},
            {"check", "examples/s4_missing_biases.ckpts"},
            {"plan", "examples/s4_missing_biases.ckpts"},
            {"run", "nowhere.ckpts"}
        };
        for (String[] words : calls) {
            String[] asJson = java.util.Arrays.copyOf(words, words.length + 1);
            asJson[words.length] = "--format=json";
            assertThat(Json.parse(new Caller().call(asJson).out()))
                    .as(List.of(words).toString())
                    .isNotNull();
        }
    }

    @Test
    void jsonHasRawNumbersUnderStableKeys() {
        assertThat(Json.parse(new Caller().call("ls", "--format", "json", SMALL).out()))
                .isEqualTo(List.of(Json.object(
                        "name",
                        "v",
                        "dtype",
                        "float32",
                        "shape",
                        List.of(2L),
                        "bytes",
                        8L,
                        "role",
                        null,
                        "owner",
                        null)));
    }

    @Test
    void coloursOnlyWhereItIsWanted() {
        assertThat(new Caller().call("ls", ADAM).out()).doesNotContain("\u001b");
        assertThat(new Caller().atTerminal(80).call("ls", ADAM).out()).contains("\u001b");
        assertThat(new Caller()
                        .atTerminal(80)
                        .with("NO_COLOR", "1")
                        .call("ls", ADAM)
                        .out())
                .doesNotContain("\u001b");
        assertThat(new Caller()
                        .atTerminal(80)
                        .with("TERM", "dumb")
                        .call("ls", ADAM)
                        .out())
                .doesNotContain("\u001b");
        assertThat(new Caller().with("FORCE_COLOR", "1").call("ls", ADAM).out()).contains("\u001b");
        assertThat(new Caller()
                        .with("FORCE_COLOR", "1")
                        .with("NO_COLOR", "1")
                        .call("ls", ADAM)
                        .out())
                .doesNotContain("\u001b");
        assertThat(new Caller()
                        .with("NO_COLOR", "1")
                        .call("ls", ADAM, "--color", "always")
                        .out())
                .contains("\u001b");
    }

    @Test
    void aManifestTakesThePlaceOfNothing(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("m.json"), "mine");
        assertThat(new Caller().call("manifest", SMALL, "-o", file.toString()))
                .isEqualTo(new Caller.Result(
                        6,
                        "",
                        "error[E0601]: " + file + " exists\nhelp: write to another path, or move it away first\n"));
        assertThat(file).hasContent("mine");
        assertThat(new Caller()
                        .call(
                                "manifest",
                                SMALL,
                                "-o",
                                folder.resolve("new.json").toString())
                        .status())
                .isZero();
        assertThat(new Caller().call("manifest", SMALL, "-o", "/dev/stdout").out())
                .isEqualTo(Files.readString(folder.resolve("new.json")));
    }

    @Test
    void formattingKeepsPermissions(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("x.ckpts"), "load   \"x\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(new Caller().call("fmt", script.toString()).status()).isZero();
        assertThat(script).hasContent("load \"x\"\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script)))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void aReaderThatGoesAwayIsNotAnError() throws IOException {
        assertThat(statusWithOutput(withoutReader(), "ls", SMALL)).isEqualTo(0);
    }

    @Test
    void aReaderThatGoesAwayLeavesTheStatusToTheCommand() throws IOException {
        assertThat(statusWithOutput(withoutReader(), "diff", SMALL, ADAM)).isEqualTo(1);
        assertThat(statusWithOutput(withoutReader(), "ls", "nowhere")).isEqualTo(5);
    }

    /** A pipe whose other end is closed. */
    private static OutputStream withoutReader() throws IOException {
        Pipe pipe = Pipe.open();
        pipe.source().close();
        return Channels.newOutputStream(pipe.sink());
    }

    @Test
    void aFullDiskUnderTheResultsIsAnError() {
        assertThat(statusWithOutput(failing(), "ls", SMALL)).isEqualTo(5);
        assertThat(statusWithOutput(failing(), "diff", SMALL, ADAM)).isEqualTo(1);
    }

    @Test
    void aFullDiskUnderTheResultsIsSaidOnce() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        new CommandLine(new Caller().surroundings(failing(), err)).run(List.of("help"));
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("error[E0505]: cannot write the results to standard output: No space left on device\n");
    }

    private static OutputStream failing() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
    }

    private static int statusWithOutput(OutputStream out, String... words) {
        return new CommandLine(new Caller().surroundings(out, new ByteArrayOutputStream())).run(List.of(words));
    }

    @Test
    void standardInputThatCannotBeReadIsSaid() {
        InputStream closed = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Bad file descriptor");
            }
        };
        Caller.Result result = new Caller().reading(closed).call("run", "-");
        assertThat(result.status()).isEqualTo(5);
        assertThat(result.err()).isEqualTo("""
                error[E0501]: cannot read the script from standard input: it is closed, or a folder (Bad file descriptor)
                help: name the script, ckpts run FILE.ckpts, or pipe it in: ... | ckpts run -
                """);
    }

    @Test
    void aBugSaysThatItIsOne() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings broken = new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                err,
                Map.of(),
                Terminal.NONE,
                () -> {
                    throw new IllegalStateException("impossible");
                },
                RealDisk::new,
                () -> null,
                "1.2.3");

        assertThat(new CommandLine(broken).run(List.of("ls", SMALL))).isEqualTo(70);
        assertThat(err.toString(java.nio.charset.StandardCharsets.UTF_8))
                .startsWith("error[E9999]: this is a bug in ckpts 1.2.3, not in your input: "
                        + "java.lang.IllegalStateException: impossible\n    at ckpts.ui.cli.CommandLineTest")
                .endsWith("\nhelp: please report these lines with the command that led to them; "
                        + "no output was left half written\n");
    }

    @Test
    void reportsAWrongCommandLineWithASuggestion() {
        assertThat(new Caller().call("verfy")).isEqualTo(new Caller.Result(2, "", """
                ckpts: there is no command "verfy"
                help: did you mean verify?
                usage: ckpts COMMAND [ARGUMENT...], ckpts SCRIPT.ckpts; ckpts help lists the commands
                """));
        assertThat(new Caller().call("ls", "--tre", "x")).isEqualTo(new Caller.Result(2, "", """
                ckpts ls: unknown option --tre
                help: did you mean --tree?
                usage: ckpts ls [OPTION...] PATH... [PATTERN...]
                """));
    }

    @Test
    void withoutArgumentsATerminalGetsThePrompt() {
        List<Prompt.Start> talks = new ArrayList<>();
        Caller caller = new Caller().atTerminal(80).talkingTo((start, surroundings) -> talks.add(start));

        assertThat(caller.call()).isEqualTo(new Caller.Result(0, "", ""));
        assertThat(caller.with("NO_COLOR", "1").call("repl", "-q", "--threads", "2", "model"))
                .isEqualTo(new Caller.Result(0, "", ""));
        assertThat(talks)
                .containsExactly(
                        new Prompt.Start(Optional.empty(), true, false, Budget.standard()),
                        new Prompt.Start(Optional.of("model"), false, true, new Budget(Budget.STANDARD_MEMORY, 2)));
    }

    @Test
    void aPipeIsNotAConversation() {
        assertThat(new Caller().piping("print 1 + 1").call()).isEqualTo(new Caller.Result(0, "2\n", ""));
        assertThat(new Caller().piping("print 1 + 1").call("repl")).isEqualTo(new Caller.Result(2, "", """
                ckpts repl: it needs a terminal
                help: ckpts run - runs a script from a pipe
                usage: ckpts repl [OPTION...] [CHECKPOINT]
                """));
    }

    @Test
    void explainsEveryCommand() {
        for (String name : Commands.NAMES) {
            Caller.Result result = new Caller().call(name, "--help");
            assertThat(result.status()).isZero();
            assertThat(result.out()).startsWith("usage: ckpts " + name);
            assertThat(new Caller().call("help", name).out()).isEqualTo(result.out());
            assertThat(result.out().lines()).allMatch(line -> line.length() <= 100);
        }
        assertThat(new Caller().call("help").out()).contains(Commands.NAMES);
    }

    @Test
    void theShortReferenceIsOfAllCommands() {
        assertThat(new Caller().call("help", "--agent", "ls")).isEqualTo(new Caller.Result(2, "", """
                ckpts help: --agent is about all commands, not about one: leave out ls
                usage: ckpts help [OPTION...] [COMMAND]
                """));
        assertThat(Wrapping.lines("a " + "b".repeat(85) + " c", 40))
                .containsExactly("a", "b".repeat(40), "b".repeat(40), "bbbbb c");
    }

    @Test
    void explainsWhatAllCommandsTake() {
        assertThat(new Caller().call("version", "--help").out()).isEqualTo("""
                usage: ckpts version

                Print the version.

                -v adds what a bug report needs: the build, Java, memory, formats.

                options:
                  --safe                     use no file outside the folders of the files named here
                  --root DIR                 use no file outside this folder; may be repeated
                  --format text|json         how results are written (text)
                  --color auto|always|never  when to colour (auto)
                  -q, --quiet                write only errors to standard error
                  -v, --verbose              show plans tensor by tensor, what statements did, what the run used
                  -h, --help                 show this help
                """);
    }

    @Test
    void printsItsVersion() {
        int java = Runtime.version().feature();
        assertThat(new Caller().call("version").out()).isEqualTo("ckpts 1.2.3, language 1, Java " + java + "\n");
        assertThat(new Caller().call("--version").out()).isEqualTo("ckpts 1.2.3, language 1, Java " + java + "\n");
    }

    @Test
    void printsWhatAReportOnAProblemShouldSay() {
        Caller.Result text = new Caller().call("version", "-v");
        assertThat(text.out().lines().map(line -> line.split(" {2,}")[0]))
                .contains("version", "language", "Java's version", "Java's folder", "heap", "working memory", "threads")
                .doesNotContain("commit", "jar");
        assertThat(text.out()).contains("tensorflow files", "[.safetensors, .safetensors.index.json]");
        assertThat(Json.parse(
                        new Caller().call("version", "-v", "--format", "json").out()))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("version", "1.2.3")
                .containsEntry("language", 1L)
                .containsEntry("java", (long) Runtime.version().feature())
                .containsEntry("heap", Runtime.getRuntime().maxMemory())
                .containsEntry("format_tensorflow", List.of(".index"))
                .containsEntry("commit", null)
                .containsKeys("java_vendor", "java_home", "os", "arch", "class_archive", "class_archive_used");
    }

    @Test
    void formatsInPlaceOrSaysWhatItWould() throws IOException {
        Path script = script("drop   \"x\"\n");

        assertThat(new Caller().call("fmt", "--check", script.toString()))
                .isEqualTo(new Caller.Result(1, "", script + " is not formatted\n"));
        assertThat(Files.readString(script)).isEqualTo("drop   \"x\"\n");
        assertThat(new Caller().call("fmt", script.toString()))
                .isEqualTo(new Caller.Result(0, "", "formatted " + script + "\n"));
        assertThat(Files.readString(script)).isEqualTo("drop \"x\"\n");
        assertThat(new Caller().call("fmt", "--check", script.toString())).isEqualTo(new Caller.Result(0, "", ""));
        assertThat(new Caller().piping("drop  \"y\"").call("fmt", "-"))
                .isEqualTo(new Caller.Result(0, "drop \"y\"\n", ""));
        assertThat(Files.list(folder)).containsExactly(script);
    }

    @Test
    void doesNotTouchAScriptThatDoesNotParse() throws IOException {
        Path script = script("drop   \"x\n");

        assertThat(new Caller().call("fmt", script.toString()).status()).isEqualTo(3);
        assertThat(Files.readString(script)).isEqualTo("drop   \"x\n");
    }

    /** Its manifest is one that the checkpoint has beside it. */
    @Test
    void saysWhatTheReadmeQuotes() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String call = readme.lines()
                .filter(line -> line.startsWith("$ ckpts diff ") && line.endsWith("/ckpt-1 new_model.json"))
                .findFirst()
                .orElseThrow();
        String[] words = call.substring("$ ckpts ".length()).split(" ");
        words[2] = Path.of(words[1]).resolveSibling(words[2]).toString();

        assertThat(readme).contains(call + "\n" + new Caller().call(words).out() + "```\n");
    }

    @Test
    void writesAManifestThatTheCheckpointFits() throws IOException {
        Path manifest = folder.resolve("m.json");

        assertThat(new Caller().call("manifest", ADAM, "-o", manifest.toString()))
                .isEqualTo(new Caller.Result(0, "", ""));
        assertThat(new Caller().call("diff", ADAM, manifest.toString()).out()).isEqualTo("15 of 15 variables fit\n");
        assertThat(new Caller().call("manifest", manifest.toString()).out()).isEqualTo(Files.readString(manifest));
        assertThat(new Caller()
                        .call("diff", "--values", ADAM, manifest.toString())
                        .err())
                .startsWith("ckpts diff: " + manifest + " is a manifest file: it has no values to compare\n");
    }

    @Test
    void checksWithoutReadingAValue() throws IOException {
        String text = "load \"" + absolute(SMALL) + "\"\nassert exists \"**\"\nassert equal \"**\" = 7\n";

        assertThat(new Caller().call("check", script(text).toString())).isEqualTo(new Caller.Result(0, "", ""));
        assertThat(new Caller().call("run", script(text).toString()).status()).isEqualTo(1);
    }

    @Test
    void checksAsFarAsThereAreInputs() throws IOException {
        Path script = script("load \"nowhere\"\nrename \"a\" -> \"b\"\nsave \"out\"\n");

        assertThat(new Caller().call("check", script.toString()))
                .isEqualTo(new Caller.Result(
                        0, "", script + ": not fully checked: there is no " + folder.resolve("nowhere") + "\n"));
        assertThat(new Caller()
                        .call(
                                "check",
                                script("load \"nowhere\"\nrenam \"a\" -> \"b\"\n")
                                        .toString())
                        .status())
                .isEqualTo(3);
        assertThat(new Caller()
                        .call(
                                "check",
                                script("load \"" + absolute(SMALL) + "\"\ndrop \"x\"\n")
                                        .toString())
                        .status())
                .isEqualTo(4);
    }
}
