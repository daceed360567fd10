package ckpts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.ui.cli.CommandLine;
import ckpts.ui.cli.Json;
import ckpts.ui.cli.Surroundings;
import ckpts.ui.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * No line of an example is idle, and the plan shows all that it does: leaving one out, or altering a part of it, gives an
 * error or another plan in {@code plan --format json}.
 */
class MutantsTest {
    private static final Path EXAMPLES = Path.of("examples");
    private static final Path FIXTURES = Path.of("src/test/fixtures");

    /** What is set from outside, in each run, for scripts in which one run does not come by every line. */
    private static final Map<String, List<Map<String, String>>> RUNS = Map.of(
            "s3_wider_input", List.of(Map.of(), Map.of("keep_rows", "false")),
            "s4_missing_biases",
                    List.of(
                            Map.of(),
                            Map.of("checkpoint", "examples/checkpoints/s4_alexnet/saved_without/model.ckpt-1000")));

    /** Those that mean the same: two numbers that are one. */
    private static final Map<String, List<String>> EQUIVALENT = Map.of(
            "vit_resolution",
            List.of("15: grid = [$old_columns, $old_rows], into = [$rows, $columns], antialias = true)"));

    @TempDir
    private Path work;

    @TestFactory
    Stream<DynamicNode> examples() throws IOException {
        Path folder = Files.createDirectory(work.resolve("examples"));
        try (Stream<Path> files = Files.walk(EXAMPLES.resolve("checkpoints"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(EXAMPLES.relativize(file)));
            }
        }
        return tests(EXAMPLES, script -> folder);
    }

    @TestFactory
    Stream<DynamicNode> scenarios() throws IOException {
        return tests(EXAMPLES.resolve("scenarios"), script -> files(script, FIXTURES.resolve("scenarios")));
    }

    /** Every operation, with arguments that no example uses. */
    @TestFactory
    Stream<DynamicNode> operations() throws IOException {
        Path folder = FIXTURES.resolve("operations");
        return tests(folder, script -> files(script, folder));
    }

    private interface Workplace {
        Path of(Path script) throws IOException;
    }

    private static Stream<DynamicNode> tests(Path folder, Workplace workplace) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> scripts = files.filter(file -> file.toString().endsWith(".ckpts"))
                    .sorted()
                    .toList();
            assertThat(scripts).isNotEmpty();
            return scripts.stream()
                    .map(script -> DynamicTest.dynamicTest(
                            name(script), script.toUri(), () -> everyMutantIsNoticed(script, workplace.of(script))));
        }
    }

    private Path files(Path script, Path fixtures) throws IOException {
        Path folder = Files.createDirectory(work.resolve(name(script)));
        SparseFiles.make(Files.readString(fixtures.resolve(name(script) + ".files")), folder);
        return folder;
    }

    private static String name(Path script) {
        return script.getFileName().toString().replace(".ckpts", "");
    }

    private static void everyMutantIsNoticed(Path script, Path folder) throws IOException {
        String text = Files.readString(script);
        List<Result> results = results(script, text, folder);
        assertThat(results)
                .allSatisfy(
                        result -> assertThat(result.status()).as(result.says()).isZero());
        List<Mutants.Mutant> mutants = Mutants.of(text);
        assertThat(mutants).isNotEmpty();
        List<String> survivors = new ArrayList<>();
        for (Mutants.Mutant mutant : mutants) {
            if (plans(results(script, mutant.text(), folder)).equals(plans(results))) {
                survivors.add(mutant.change());
            }
        }
        assertThat(survivors).isEqualTo(EQUIVALENT.getOrDefault(name(script), List.of()));
    }

    /**
     * What a run came to.
     *
     * @param says what else is in the JSON, for people who want to know why it failed
     * @param plan what the script would do, and what the assertions of it covered; nothing unless it held
     */
    private record Result(int status, String says, List<Object> plan) {}

    private static List<List<Object>> plans(List<Result> results) {
        return results.stream().map(Result::plan).toList();
    }

    private static List<Result> results(Path script, String text, Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve(script.getFileName()), text);
        List<Result> results = new ArrayList<>();
        for (Map<String, String> settings : RUNS.getOrDefault(name(script), List.of(Map.of()))) {
            List<String> words = new ArrayList<>(List.of("plan", file.toString(), "--format", "json"));
            settings.forEach((name, value) -> words.addAll(List.of("--set", name + "=" + value)));
            results.add(result(words));
        }
        return results;
    }

    private static Result result(List<String> words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = new CommandLine(new Surroundings(
                        InputStream.nullInputStream(),
                        out,
                        new ByteArrayOutputStream(),
                        Map.of(),
                        Terminal.NONE,
                        StandardFormats::formats,
                        RealDisk::new,
                        () -> {
                            throw new AssertionError("nothing may be asked here");
                        },
                        "1.2.3"))
                .run(words);
        Map<?, ?> said = (Map<?, ?>) Json.parse(out.toString(UTF_8));
        if (status != 0) {
            return new Result(status, said.get("diagnostics").toString(), List.of());
        }
        List<Object> held = ((List<?>) said.get("statements"))
                .stream()
                        .map(Map.class::cast)
                        .filter(statement -> statement.get("text").toString().startsWith("assert"))
                        .map(statement -> statement.get("summary"))
                        .collect(Collectors.toList());
        return new Result(status, "", List.of(said.get("plan"), held));
    }
}
