package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.source.SourceText;
import ckpts.language.syntax.Formatter;
import ckpts.language.syntax.Syntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code convert}, {@code rename}, {@code cast} and {@code strip}: the scripts that they are, and what these do. */
class StatementScriptTest {
    private static final String ADAM = "src/test/fixtures/tensorflow/saver_adam/model.ckpt-3";
    private static final String SHARDED = "src/test/fixtures/safetensors/sharded/model.safetensors.index.json";
    private static final String KERAS = "examples/checkpoints/s1_renamed_layers/keras3_adam/ckpt-1";

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

    /** Names and types, one a line. */
    private static List<String> listed(String path) {
        return new Caller()
                .call("ls", path)
                .out()
                .lines()
                .skip(1)
                .filter(line -> line.contains("["))
                .map(line -> line.split(" {2,}")[0] + " " + line.split(" {2,}")[1])
                .toList();
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
                cast "**" where dtype in [float64, float32, float16, bfloat16] to bfloat16
                save "out" format tensorflow shard size 4.5GB
                """);
        assertThat(script("rename", "in", "out", "a/** -> b/**")).isEqualTo("""
                load "in"
                rename "a/**" -> "b/**"
                save "out"
                """);
        assertThat(script("rename", "in", "out", "a->b", " c.{i:int} -> d.{i+1} "))
                .isEqualTo("""
                load "in"
                rename { "a" -> "b"; "c.{i:int}" -> "d.{i+1}" }
                save "out"
                """);
        assertThat(script("cast", "in", "out", "f16", "--only", "a/*")).isEqualTo("""
                load "in"
                cast "a/*" where dtype in [float64, float32, float16, bfloat16] to float16
                save "out"
                """);
        assertThat(script("cast", "in", "out", "complex64"))
                .contains("where dtype in [complex64, complex128] to complex64");
        assertThat(script("cast", "in", "out", "int8"))
                .contains("where dtype in [int2, int4, int8, int16, int32, int64,");
        assertThat(script("strip", "in", "out")).isEqualTo("""
                load "in"
                drop optimizer
                save "out"
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
                ckpts rename: 'b\\' is not a pattern: it has a line break, or a backslash at its end with nothing to escape
                usage: ckpts rename [OPTION...] IN OUT RULE...
                """));
        for (String rule : List.of("a", "a -> ", "-> b", "a -> b -> c", "->")) {
            assertThat(new Caller()
                            .call("rename", "in", "out", "x -> y", "--", rule)
                            .err())
                    .startsWith("ckpts rename: a rule is written 'OLD -> NEW', not '" + rule + "'\n");
        }
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThat(new Caller().call("cast", "in", "out", "flot16")).isEqualTo(new Caller.Result(2, "", """
                ckpts cast: flot16 is not an element type
                help: did you mean float16?
                usage: ckpts cast [OPTION...] IN OUT DTYPE
                """));
        assertThat(new Caller()
                        .call("convert", "in", "out", "--dtype", "string")
                        .err())
                .startsWith("ckpts convert: tensors cannot be cast to string here\nhelp: element types: int2, int4,");
        assertThat(new Caller().call("convert", "in", "out", "--to", "pickle").err())
                .startsWith("ckpts convert: --to must be tensorflow or safetensors, not pickle\n");
        for (String size : List.of("5", "GB", "5gb", "5kB", "-5GB", "5 GB", "")) {
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
    void convertsBetweenFormats() {
        String file = out("m.safetensors");
        assertThat(new Caller().call("convert", ADAM, file).status()).isZero();
        assertThat(listed(file)).isEqualTo(listed(ADAM)).hasSize(15);
        assertThat(new Caller()
                        .call("convert", file, out("back"), "--to", "tensorflow")
                        .status())
                .isZero();
        assertThat(new Caller().call("diff", "--values", ADAM, out("back")).status())
                .isZero();
    }

    @Test
    void onlySomeAndInAnotherElementType() {
        String file = out("m.safetensors");
        assertThat(new Caller()
                        .call(
                                "convert",
                                ADAM,
                                file,
                                "--dtype",
                                "bf16",
                                "--only",
                                "model/hidden/*",
                                "--only",
                                "global_step")
                        .status())
                .isZero();
        assertThat(listed(file))
                .containsExactly("global_step int64", "model/hidden/biases bfloat16", "model/hidden/weights bfloat16");
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
    void castsWhatMatchesAndLeavesTheRest() {
        String file = out("c");
        assertThat(new Caller()
                        .call("cast", ADAM, file, "float16", "--only", "model/hidden/**")
                        .err())
                .contains("4 slots kept their element type");
        assertThat(listed(file))
                .contains(
                        "model/hidden/weights float16",
                        "model/hidden/weights/Adam float32",
                        "global_step int64",
                        "beta1_power float32");
        assertThat(new Caller().call("cast", ADAM, out("i"), "int32").status()).isZero();
        assertThat(listed(out("i"))).contains("global_step int32", "model/hidden/weights float32");
        assertThat(new Caller().call("cast", ADAM, out("n"), "complex64").status())
                .isEqualTo(4);
    }

    @Test
    void stripsTheOptimizer() {
        assertThat(new Caller().call("strip", ADAM, out("tf1")).status()).isZero();
        assertThat(listed(out("tf1")))
                .hasSize(5)
                .contains("global_step int64")
                .noneMatch(line -> line.contains("Adam") || line.contains("beta"));
        assertThat(new Caller().call("strip", KERAS, out("keras")).status()).isZero();
        assertThat(listed(out("keras"))).hasSize(7).noneMatch(line -> line.startsWith("optimizer"));
        assertThat(new Caller().call("convert", ADAM, out("m.safetensors")).status())
                .isZero();
        assertThat(new Caller()
                        .call("strip", out("m.safetensors"), out("n.safetensors"))
                        .status())
                .isZero();
        assertThat(listed(out("n.safetensors"))).isEqualTo(listed(out("tf1")));
        // Nothing to drop is fine: what is asked for holds.
        assertThat(new Caller().call("strip", SHARDED, out("plain.safetensors")).status())
                .isZero();
        assertThat(listed(out("plain.safetensors"))).isEqualTo(listed(SHARDED));
    }

    @Test
    void runsAsAnyScript() throws IOException {
        String file = out("m.safetensors");
        Caller.Result planned = new Caller().call("rename", SHARDED, file, "** -> x.**", "--dry-run");
        assertThat(planned.out()).startsWith("plan\nsave " + file + " (line 3): ");
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
                .contains("<strip>:1: loaded ", "<strip>:2: dropped 0 tensors (0 B)");
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
                .endsWith("help: options of `ckpts strip` change these statements; with --script it prints them, to be"
                        + " edited and run\n");
        assertThat(Path.of(file)).hasBinaryContent(before);
        assertThat(new Caller().call("strip", file, file, "-q").err()).doesNotContain("--script");
        assertThat(new Caller().call("strip", file, file, "--overwrite").status())
                .isZero();
        assertThat(listed(file)).hasSize(5);
    }

    @Test
    void failsAsScriptsDo() {
        assertThat(new Caller().call("strip", out("nowhere"), out("o")).status())
                .isEqualTo(5);
        assertThat(new Caller().call("rename", ADAM, out("o"), "nope -> x").status())
                .isEqualTo(4);
        assertThat(new Caller().call("rename", ADAM, out("o"), "a{ -> x").status())
                .isEqualTo(3);
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
