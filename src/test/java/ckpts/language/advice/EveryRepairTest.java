package ckpts.language.advice;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.diagnosis.Finding;
import ckpts.diagnosis.Repair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * All printed advice, applied to real values: the certain lines from top to bottom, each alternative in the place
 * of its finding. No line fails, none that is certain changes nothing, and none removes a weight that has a
 * counterpart or gives a variable the values of another.
 */
class EveryRepairTest {
    private static final Path DIAGNOSES = Path.of("src/main/java/ckpts/diagnosis");

    /** The sentences of each diagnosis, which no other diagnosis prints. */
    private static final Map<String, Pattern> SAYS = Map.ofEntries(
            Map.entry("QuantizationDiagnosis", Pattern.compile("quantized: .*")),
            Map.entry("SharedDiagnosis", Pattern.compile(".* shares the tensor of .*")),
            Map.entry("SlotDiagnosis", Pattern.compile("the same optimizer keeps its state under other names here")),
            Map.entry("RenameDiagnosis", Pattern.compile("likely renamed.*")),
            Map.entry("SeriesDiagnosis", Pattern.compile("perhaps numbered parts of one tensor: .*")),
            Map.entry("TypeDiagnosis", Pattern.compile(".* here, .* in the model: transposed")),
            Map.entry(
                    "OptimizerDiagnosis",
                    Pattern.compile("the optimizer stands under .*|slots? .* of \\d+ variables?.*")),
            Map.entry("PartsDiagnosis", Pattern.compile("perhaps (parts of|the layers of|all layers of) .*")),
            Map.entry("DoubtDiagnosis", Pattern.compile("one of \\d+ here: .*|each has the shape of another.*")),
            Map.entry(
                    "UnpairedDiagnosis",
                    Pattern.compile("(one of several here|perhaps renamed): types agree, names do not tell")),
            Map.entry("TiedDiagnosis", Pattern.compile("perhaps tied to .*")),
            Map.entry(
                    "LeftoverDiagnosis",
                    Pattern.compile("nothing like it in the checkpoint|no variable of the model")));

    @TestFactory
    Stream<DynamicTest> everyLineDoesWhatItIsPrintedFor() {
        return scenes((scene, trial) ->
                assertThat(trial.complaints()).as(printed(scene, trial)).isEmpty());
    }

    @TestFactory
    Stream<DynamicTest> noCertainLineTakesAWeightThatHasACounterpart() {
        return scenes((scene, trial) -> {
            Map<String, Trial.Listed> before = trial.before();
            Set<String> kept = new HashSet<>();
            trial.after().values().forEach(tensor -> kept.addAll(tensor.elements()));
            scene.truth()
                    .keySet()
                    .forEach(name -> assertThat(kept)
                            .as("what \"%s\" held: %s", name, printed(scene, trial))
                            .containsAll(before.get(name).elements()));
        });
    }

    @TestFactory
    Stream<DynamicTest> noCertainLineGivesAVariableTheValuesOfAnother() {
        return scenes((scene, trial) -> {
            Map<String, Trial.Listed> before = trial.before();
            Map<String, Trial.Listed> after = trial.after();
            Map<String, String> types = scene.types();
            scene.truth().forEach((from, to) -> {
                Trial.Listed now = after.get(to);
                if (now != null && now.type().equals(types.get(to))) {
                    assertThat(now.elements())
                            .as("\"%s\", which is to be \"%s\": %s", to, from, printed(scene, trial))
                            .hasSameElementsAs(before.get(from).elements());
                }
            });
        });
    }

    @Test
    void noKindOfRepairIsForgotten() throws IOException {
        Set<Class<?>> seen = new HashSet<>();
        for (Finding finding : findings()) {
            finding.repairs().forEach(repair -> seen.add(repair.getClass()));
            finding.alternatives().forEach(way -> way.forEach(repair -> seen.add(repair.getClass())));
        }
        assertThat(seen).isEqualTo(kinds(Repair.class));
    }

    @Test
    void bothSetsThatHaveAWordAreDropped() throws IOException {
        Set<Repair.NamedSet> seen = new TreeSet<>();
        for (Finding finding : findings()) {
            for (Repair repair : finding.repairs()) {
                if (repair instanceof Repair.DropSet drop) {
                    seen.add(drop.set());
                }
            }
        }
        assertThat(seen).containsExactly(Repair.NamedSet.values());
    }

    @Test
    void noDiagnosisIsForgotten() throws IOException {
        assertThat(SAYS.keySet()).isEqualTo(diagnoses());
        List<String> causes = findings().stream().map(Finding::cause).toList();
        SAYS.forEach((diagnosis, says) -> assertThat(causes)
                .as(diagnosis)
                .anyMatch(cause -> says.matcher(cause).matches()));
    }

    /** All records of a sealed type. */
    private static Set<Class<?>> kinds(Class<?> type) {
        if (!type.isSealed()) {
            return Set.of(type);
        }
        Set<Class<?>> kinds = new HashSet<>();
        Arrays.stream(type.getPermittedSubclasses()).forEach(part -> kinds.addAll(kinds(part)));
        return kinds;
    }

    private static Set<String> diagnoses() throws IOException {
        try (Stream<Path> files = Files.list(DIAGNOSES)) {
            Set<String> names = new TreeSet<>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\w+Diagnosis\\.java"))
                    .forEach(name -> names.add(name.substring(0, name.length() - ".java".length())));
            return names;
        }
    }

    private static List<Finding> findings() throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (RepairScene scene : RepairScenes.all()) {
            findings.addAll(scene.trial().advice().findings());
        }
        return findings;
    }

    private interface Check {
        void run(RepairScene scene, Trial trial) throws IOException;
    }

    private static Stream<DynamicTest> scenes(Check check) {
        return RepairScenes.all().stream()
                .map(scene -> DynamicTest.dynamicTest(scene.title(), () -> check.run(scene, scene.trial())));
    }

    private static String printed(RepairScene scene, Trial trial) {
        return scene.title() + "\n" + String.join("\n", AdviceText.lines(trial.advice(), ""));
    }
}
