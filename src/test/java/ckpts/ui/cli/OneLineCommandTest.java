package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.source.SourceText;
import ckpts.language.syntax.Formatter;
import ckpts.language.syntax.Syntax;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code convert}, {@code rename}, {@code cast} and {@code strip}: the scripts that they are, and that these are run as any. */
class OneLineCommandTest {
    private static final String ADAM = "src/test/fixtures/tensorflow/saver_adam/model.ckpt-3";
    private static final String SHARDED = "src/test/fixtures/safetensors/sharded/model.safetensors.index.json";

    @TempDir
    private Path folder;

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    private static String script(String... words) {
        List<String> all =
                Stream.concat(Stream.of(words), Stream.of("--script")).toList();
        Caller.Result printed = new Caller().call(all.toArray());
        assertThat(printed.err()).isEmpty();
        assertThat(printed.status()).isZero();
        return printed.out();
    }

    @Test
    void eachIsAScript() {
        assertThat(script("convert", "in", "out/x.safetensors")).isEqualTo("""
                load "in"
                save "out/x.safetensors"
                """);
        assertThat(script(
                        "convert",
                        "in",
                        "out",
                        "--to",
                        "tensorflow",
                        "--only",
                        "a/**",
                        "--only=b.{i:int}",
                        "--dtype",
                        "bf16",
                        "--shard-size",
                        "4.5GB"))
                .isEqualTo("""
                load "in" only "a/**", "b.{i:int}"
                assert absent "**" where "float4" in "${dtype}" or "float8" in "${dtype}" or "int2" in "${dtype}" or "int4" in "${dtype}" or "qint" in "${dtype}" or "quint" in "${dtype}" or "opaque" in "${dtype}" else "the scales of quantized weights would be rounded, too. Say what to cast: ckpts cast IN OUT bfloat16 --only PATTERN"
                cast "**" except optimizer where dtype in [float64, float32, float16, bfloat16] to bfloat16
                save "out" format tensorflow shard size 4.5GB
                """);
        assertThat(script("convert", "in", "out", "--to", "safetensors( alignment=4KiB )"))
                .isEqualTo("""
                load "in"
                save "out" format safetensors(alignment = 4KiB)
                """);
        assertThat(script("rename", "in", "out", "a/** -> b/**")).isEqualTo("""
                load "in"
                rename "a/**" -> "b/**"
                save "out"
                """);
        assertThat(script("rename", "in", "out", "a->b", "c.{i:int} -> d.{i+1}"))
                .isEqualTo("""
                load "in"
                rename { "a" -> "b"; "c.{i:int}" -> "d.{i+1}" }
                save "out"
                """);
        assertThat(script("cast", "in", "out", "f16", "--only", "a/*")).isEqualTo("""
                load "in"
                cast "a/*" except optimizer where dtype in [float64, float32, float16, bfloat16] to float16
                save "out"
                """);
        assertThat(script("cast", "in", "out", "complex64"))
                .contains("where dtype in [complex64, complex128] to complex64");
        assertThat(script("cast", "in", "out", "int8"))
                .contains("where dtype in [int2, int4, int8, int16, int32, int64,");
        assertThat(script("strip", "in", "out", "--overwrite")).isEqualTo("""
                load "in"
                check exists optimizer except averages else "no tensor is known to be an optimizer's; in safetensors, only TensorFlow 1's names tell. Drop others by name, in a script: drop \\"optimizer/**\\""
                drop optimizer except averages
                save "out" overwrite
                """);
    }

    /** Nothing in an argument is code: what is printed parses to one string, which means the argument. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "q\"q",
                "$x",
                "${1 + 1}",
                "back\\slash",
                "tab\ttab",
                "two\nlines",
                "*?[{",
                "ü",
                "#",
                "'",
                "\\"
            })
    void aPathMeansItself(String name) throws IOException {
        Path file = folder.resolve(name + ".safetensors");
        assertThat(new Caller().call("convert", SHARDED, file).status()).isZero();
        assertThat(file).exists();

        String script = script("strip", file.toString(), out("o"));
        Syntax.Parsed parsed = Syntax.parse(new SourceText("s", script, Optional.empty()));
        assertThat(parsed.isWhole()).isTrue();
        assertThat(Formatter.script(parsed.script().statements())).isEqualTo(script);
    }

    @Test
    void patternsAreThoseOfScriptsWithoutTheirQuotes() {
        assertThat(script("rename", "in", "out", "a\"$x -> b\\$y\\\""))
                .contains("rename \"a\\\"\\$x\" -> \"b\\$y\\\"\"");
        assertThat(new Caller().call("rename", "in", "out", "a -> b\\")).isEqualTo(new Caller.Result(2, "", """
                ckpts rename: 'b\\' is not a target of 'a': nothing follows the last \\: write \\\\ for a backslash
                usage: ckpts rename [OPTION...] IN OUT RULE...
                """));
        for (String rule : List.of("a", "a -> ", "-> b", "->", "  ->  ")) {
            assertThat(new Caller()
                            .call("rename", "in", "out", "x -> y", "--", rule)
                            .err())
                    .startsWith("ckpts rename: a rule is written 'OLD -> NEW', not '" + rule + "'\n");
        }
    }

    /** What is between names is clear, or asked for; blanks at their ends are theirs, where blanks are around the arrow. */
    @Test
    void namesMayHaveArrowsAndBlanks() {
        assertThat(script("rename", "in", "out", "a->b -> c")).contains("rename \"a->b\" -> \"c\"");
        assertThat(script("rename", "in", "out", "a  ->  b")).contains("rename \"a \" -> \" b\"");
        assertThat(script("rename", "in", "out", " a-> b")).contains("rename \"a\" -> \"b\"");
        for (String rule : List.of("a -> b -> c", "a->b->c")) {
            assertThat(new Caller().call("rename", "in", "out", rule).err())
                    .isEqualTo(
                            "ckpts rename: '" + rule + "' has several arrows: which of them is between the names is not"
                                    + " clear\nhelp: write the rule in a script: rename \"OLD\" -> \"NEW\"\n"
                                    + "usage: ckpts rename [OPTION...] IN OUT RULE...\n");
        }
    }

    @Test
    void aRuleThatNeverAppliesIsRemarkedOn() {
        Caller.Result renamed = new Caller().call("rename", ADAM, out("o"), "global_step -> a", "global_step -> b");
        assertThat(renamed.status()).isZero();
        assertThat(renamed.err())
                .contains("note: this rule never applies: one before it has the same pattern\n  --> <rename>:2:");
        assertThat(new Caller()
                        .call("rename", ADAM, out("p"), "global_step -> a", "g{x} -> h{x}", "-q")
                        .err())
                .isEmpty();
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThat(new Caller().call("cast", "in", "out", "flot16")).isEqualTo(new Caller.Result(2, "", """
                ckpts cast: 'flot16' is not an element type
                help: did you mean float16?
                usage: ckpts cast [OPTION...] IN OUT DTYPE
                """));
        assertThat(new Caller()
                        .call("convert", "in", "out", "--dtype", "string")
                        .err())
                .startsWith("ckpts convert: tensors cannot be cast to 'string' here\nhelp: element types: int2, int4,");
        assertThat(new Caller().call("convert", "in", "out", "--to", "pickle").err())
                .startsWith("ckpts convert: --to must be tensorflow or safetensors, not pickle\n");
        for (String format :
                List.of("", "safetensors overwrite", "safetensors(", "safetensors(8)", "a; drop \"b\"", "a # b")) {
            assertThat(new Caller().call("convert", "in", "out", "--to", format).err())
                    .startsWith("ckpts convert: --to is FORMAT or 'FORMAT(OPTION = VALUE)', not '" + format + "'\n");
        }
        for (String size : List.of("5", "GB", "0GB", "5B", "5PB", "-5GB", "5  GB", "")) {
            assertThat(new Caller()
                            .call("convert", "in", "out", "--shard-size", size)
                            .err())
                    .startsWith("ckpts convert: --shard-size must be a size such as 5GB or 512MiB, not " + size + "\n");
        }
        assertThat(new Caller().call("convert", "in\r", "out").err())
                .startsWith("ckpts convert: no script can name a path with a carriage return\n");
        assertThat(new Caller().call("strip", "in").status()).isEqualTo(2);
    }

    @Test
    void sizesAreReadAlike() {
        for (String size : List.of("5gb", "5 GB", "5Gb")) {
            assertThat(script("convert", "in", "out", "--shard-size", size)).contains("shard size 5GB\n");
        }
        assertThat(script("convert", "in", "out", "--shard-size", "0.5gib")).contains("shard size 0.5GiB\n");
        for (String size : List.of("1gib", "0.5 GiB", "0.001tb", "65536KiB")) {
            assertThat(new Caller().call("-c", "print 1", "--memory", size).status())
                    .as(size)
                    .isZero();
        }
    }

    /** There is no file whose lines a service could mark. */
    @Test
    void placesAreInNoFile() throws IOException {
        Path report = folder.resolve("r.sarif");
        Caller.Result failed = new Caller()
                .with("GITHUB_ACTIONS", "true")
                .call("rename", ADAM, out("o"), "nope -> x", "--report", "sarif=" + report);
        assertThat(failed.err())
                .contains("\n::error title=E0201::no tensor matches")
                .doesNotContain("file=");
        assertThat(Files.readString(report)).contains("\"ruleId\" : \"E0201\"").doesNotContain("physicalLocation");
    }

    @Test
    void convertsBetweenFormats() {
        String file = out("m.safetensors");
        assertThat(new Caller().call("convert", ADAM, file).status()).isZero();
        assertThat(new Caller().listed(file))
                .isEqualTo(new Caller().listed(ADAM))
                .hasSize(15);
        assertThat(new Caller()
                        .call("convert", file, out("back"), "--to", "tensorflow")
                        .status())
                .isZero();
        assertThat(new Caller().call("diff", "--values", ADAM, out("back")).status())
                .isZero();
    }

    @Test
    void splitsIntoShards() throws IOException {
        assertThat(new Caller()
                        .call("convert", SHARDED, out("s.safetensors"), "--shard-size", "0.04KB")
                        .status())
                .isZero();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("s.safetensors.index.json")
                    .hasSize(3);
        }
    }

    @Test
    void splitsIntoShardsOfTensorFlow() throws IOException {
        assertThat(new Caller()
                        .call("convert", SHARDED, out("t"), "--to", "tensorflow", "--shard-size", "0.04KB")
                        .status())
                .isZero();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("t.index")
                    .hasSizeGreaterThan(2);
        }
        assertThat(new Caller().listed(out("t"))).isEqualTo(new Caller().listed(SHARDED));
    }

    @Test
    void runsAsAnyScript() throws IOException {
        String file = out("m.safetensors");
        Caller.Result planned = new Caller().call("rename", SHARDED, file, "** -> x.**", "--dry-run");
        assertThat(planned.out()).startsWith("plan\nsave " + file + " (line 3): ");
        assertThat(planned.err()).isEmpty();
        assertThat(Path.of(file)).doesNotExist();

        String report = out("r.json");
        assertThat(new Caller()
                        .call("rename", SHARDED, file, "** -> x.**", "--report", "json=" + report)
                        .status())
                .isZero();
        assertThat(Files.readString(Path.of(report)))
                .contains("\"script\" : \"<rename>\"", "rename \\\"**\\\" -> \\\"x.**\\\"");
        assertThat(new Caller()
                        .call("strip", SHARDED, out("v.safetensors"), "-v")
                        .err())
                .contains("<strip>:1: loaded ", "<strip>:3: dropped 0 tensors (0 B)");
        assertThat(Json.parse(new Caller()
                        .call("strip", SHARDED, out("j.safetensors"), "--format", "json")
                        .out()))
                .isNotNull();
    }

    @Test
    void replacesNothingUnlessItIsTold() throws IOException {
        String file = out("m.safetensors");
        new Caller().call("convert", ADAM, file);
        byte[] before = Files.readAllBytes(Path.of(file));
        Caller.Result refused = new Caller().call("strip", file, file);
        assertThat(refused.status()).isEqualTo(6);
        assertThat(refused.err())
                .contains("error[E0601]: " + file + " exists\n")
                .endsWith(
                        "help: to replace it, run with --overwrite, or write `overwrite` at the end of the statement; else"
                                + " save to another path\n");
        assertThat(Path.of(file)).hasBinaryContent(before);
        assertThat(new Caller().call("strip", file, file, "-q").err()).doesNotContain("--script");
        assertThat(new Caller().call("strip", file, file, "--overwrite").status())
                .isZero();
        assertThat(new Caller().listed(file)).hasSize(5);
    }

    /** What is printed does what the command does. */
    @Test
    void theScriptWritesTheSameFiles() throws IOException {
        List<List<String>> calls = List.of(
                List.of("convert", ADAM, "OUT/m.safetensors", "--dtype", "bf16", "--only", "model/**"),
                List.of("convert", SHARDED, "OUT/m", "--to", "tensorflow"),
                List.of("convert", SHARDED, "OUT/m.safetensors", "--shard-size", "0.04KB"),
                List.of("rename", ADAM, "OUT/m", "model/** -> net/**", "global_step->step"),
                List.of("cast", ADAM, "OUT/m", "float64", "--only", "**/weights"),
                List.of("strip", ADAM, "OUT/m", "--overwrite"));
        for (int i = 0; i < calls.size(); i++) {
            Path called = Files.createDirectory(folder.resolve("called" + i));
            Path scripted = Files.createDirectory(folder.resolve("scripted" + i));
            if (calls.get(i).contains("--overwrite")) {
                new Caller().call("convert", ADAM, called.resolve("m"));
                new Caller().call("convert", ADAM, scripted.resolve("m"));
            }
            assertThat(new Caller().call(within(called, calls.get(i))).status()).isZero();
            Caller.Result run = new Caller()
                    .piping(script(Stream.of(within(scripted, calls.get(i)))
                            .map(Object::toString)
                            .toArray(String[]::new)))
                    .call("-");
            assertThat(run.status()).as(run.err()).isZero();
            assertThat(contents(scripted)).isNotEmpty().isEqualTo(contents(called));
        }
    }

    private static Object[] within(Path folder, List<String> words) {
        return words.stream()
                .map(word -> word.replace("OUT", folder.toString()))
                .toArray();
    }

    private static Map<String, ByteBuffer> contents(Path folder) throws IOException {
        Map<String, ByteBuffer> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    @Test
    void aScriptIsPrintedAndNoMore() {
        for (List<String> words : List.of(
                List.of("--dry-run"),
                List.of("--report", "md=r.md"),
                List.of("--memory", "1GiB"),
                List.of("--threads", "2"),
                List.of("--max-work", "5"))) {
            assertThat(new Caller()
                            .call(Stream.concat(Stream.of("strip", "in", "out", "--script"), words.stream())
                                    .toArray())
                            .err())
                    .startsWith("ckpts strip: --script runs nothing, so it cannot be combined with " + words.get(0)
                            + "\nhelp: give " + words.get(0) + " to the run of the script\n");
        }
        assertThat(new Caller()
                        .call("strip", "in", "out", "--script", "--format", "json")
                        .err())
                .startsWith("ckpts strip: --script prints a script, so it cannot be combined with --format json\n");
        assertThat(new Caller()
                        .atTerminal(80)
                        .call("strip", "in\u001b[2J", "out", "--script")
                        .out())
                .startsWith("load \"in\\x1b[2J\"\n");
    }

    @Test
    void limitsAreThoseOfRuns() {
        for (List<String> words :
                List.of(List.of("--memory", "1"), List.of("--threads", "0"), List.of("--max-work", "0"))) {
            assertThat(new Caller()
                            .call(Stream.concat(Stream.of("strip", ADAM, out("o")), words.stream())
                                    .toArray())
                            .err())
                    .startsWith("ckpts strip: " + words.get(0) + " must be ");
        }
        assertThat(new Caller().call("strip", ADAM, out("o"), "--max-work", "1").status())
                .isEqualTo(4);
        assertThat(new Caller()
                        .call("strip", ADAM, out("o"), "--memory", "64MiB", "--threads", "1")
                        .status())
                .isZero();
    }

    @Test
    void failsAsScriptsDo() {
        assertThat(new Caller().call("strip", out("nowhere"), out("o")).status())
                .isEqualTo(5);
        assertThat(new Caller().call("rename", ADAM, out("o"), "nope -> x").status())
                .isEqualTo(4);
        assertThat(new Caller().call("rename", ADAM, out("o"), "nope -> x").err())
                .endsWith("note: these statements come from the arguments of `ckpts rename`; --script prints them\n");
        for (String more : List.of("--dry-run", "--script")) {
            assertThat(new Caller().call("rename", ADAM, out("o"), "a{ -> x", more))
                    .isEqualTo(new Caller.Result(2, "", """
                    ckpts rename: 'a{' is not a pattern: { without }: write \\{ for the character
                    usage: ckpts rename [OPTION...] IN OUT RULE...
                    """));
        }
        assertThat(new Caller().call("rename", ADAM, out("o"), "a{x} -> {y}").err())
                .startsWith("ckpts rename: '{y}' is not a target of 'a{x}': {y} is not a capture of ");
        assertThat(new Caller().call("convert", ADAM, out("o.pt")).status()).isEqualTo(3);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void staysWithinRoots() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        assertThat(new Caller()
                        .call("convert", ADAM, inner.resolve("a.safetensors"), "--root", inner)
                        .status())
                .isEqualTo(6);
        assertThat(inner).isEmptyDirectory();
        assertThat(new Caller()
                        .call("convert", ADAM, inner.resolve("a.safetensors"), "--safe")
                        .status())
                .isZero();
        assertThat(new Caller()
                        .call("strip", inner.resolve("a.safetensors"), folder.resolve("b.safetensors"), "--root", inner)
                        .err())
                .startsWith("error[E0603]: " + folder.resolve("b.safetensors")
                        + " lies outside the folders that this run may use\n");
    }
}
