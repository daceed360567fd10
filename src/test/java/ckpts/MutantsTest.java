package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.language.execution.Event;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.ui.render.JsonRenderer;
import ckpts.workspace.Budget;
import ckpts.workspace.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * No line of an example is idle, and the plan tells all that it does: whoever leaves one out, or alters a thing in it, gets an
 * error or another {@code plan --format json}.
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

    /** Those that mean the same: ranges that reach beyond what there is, and two numbers that are one. */
    private static final Map<String, List<String>> EQUIVALENT = Map.of(
            "coco_to_own_classes", List.of("11: scope \"roi_head.bbox_head.{stage:0..3}\" {"),
            "mistral_depth_up_scaling",
                    List.of(
                            "7: rename \"model.layers.{i:24..32}.**\" -> \"model.layers.{i+16}.**\"",
                            "8: copy \"model.layers.{i:8..24}.**\" -> \"model.layers.{i+16}.**\""),
            "s2_inserted_layer", List.of("13: rename \"{i:2..10}/**\" -> \"{i+1}/**\""),
            "vit_resolution",
                    List.of("15: grid = [$old_columns, $old_rows], into = [$rows, $columns], antialias = true)"));

    @TempDir
    private Path work;

    @TestFactory
    Stream<DynamicNode> examples() throws IOException {
        return tests(EXAMPLES, script -> EXAMPLES);
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
                .allSatisfy(result -> assertThat(result.diagnostics()).isEmpty());
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
     * @param plan what the script would do, and what the assertions of it covered; empty unless it held
     */
    private record Result(List<Diagnostic> diagnostics, String plan) {}

    private static List<String> plans(List<Result> results) {
        return results.stream().map(Result::plan).toList();
    }

    private static List<Result> results(Path script, String text, Path folder) throws IOException {
        List<Result> results = new ArrayList<>();
        for (Map<String, String> settings : RUNS.getOrDefault(name(script), List.of(Map.of()))) {
            results.add(result(text, settings, folder));
        }
        return results;
    }

    private static Result result(String text, Map<String, String> settings, Path folder) throws IOException {
        SourceText source = new SourceText("script.ckpts", text, Optional.of(folder));
        try (Session session =
                new Session(StandardFormats.formats(), new RealDisk(), new Budget(Budget.STANDARD_MEMORY, 1))) {
            Outcome outcome = session.evaluate(source, settings, true);
            if (!outcome.holds()) {
                return new Result(outcome.diagnostics(), "");
            }
            List<String> dropped = session.workspace().ledger().accounts().entrySet().stream()
                    .filter(account -> account.getValue().fate() instanceof Fate.Dropped)
                    .map(account -> account.getKey().name())
                    .toList();
            String held = outcome.events().stream()
                    .filter(Event.Held.class::isInstance)
                    .map(event -> ((Event.Held) event).covered())
                    .collect(Collectors.joining("\n"));
            String plan = new JsonRenderer().render(outcome.plan().explain(dropped, session.budget()));
            return new Result(outcome.diagnostics(), plan + held);
        }
    }
}
