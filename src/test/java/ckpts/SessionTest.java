package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.engine.Cancellation;
import ckpts.language.execution.Outcome;
import ckpts.language.source.Diagnostic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Texts entered one after the other, as at a prompt: what lasts from one to the next, and what undo takes back. */
class SessionTest {
    private static final Map<String, String> FILES =
            Map.of("model.sketch", "a float32[2]\nb float32[2]\n", "wanted.sketch", "a float32[2]\nb float32[2]\n");

    private Playground playground;

    @BeforeEach
    void open() throws IOException {
        playground = new Playground(Program.of("cell", "", FILES));
    }

    @AfterEach
    void close() throws IOException {
        playground.close();
    }

    private Outcome enter(String text) {
        return playground.session().evaluate(Playground.source("cell", text), Map.of(), false);
    }

    private static List<String> printed(Outcome outcome) {
        return outcome.events().stream()
                .flatMap(event -> Transcript.printed(event).stream())
                .toList();
    }

    private static List<String> messages(Outcome outcome) {
        return outcome.diagnostics().stream().map(Diagnostic::message).toList();
    }

    @Test
    void variablesLastFromOneTextToTheNext() {
        enter("let n = 3");
        assertThat(printed(enter("print n + 1"))).containsExactly("4");
    }

    /** The original of a tensor that was changed is read beside it; what is as it was loaded is not read at all. */
    @Test
    void howMuchWillBeReadForAssertionsAndStatisticsIsReported() {
        List<List<Long>> reported = new ArrayList<>();
        String text = "load \"model.sketch\"\nstats \"a\"\nassert finite \"**\"\nassert equal \"a\" = tensor(\"b\")"
                + " within 10\nupdate \"b\" = it\nassert unchanged \"**\"";

        playground
                .session()
                .evaluate(
                        Playground.source("cell", text),
                        Map.of(),
                        false,
                        Cancellation.NEVER,
                        (done, total) -> reported.add(List.of(done, total)));

        // How often, a clock decides.
        assertThat(reported.get(0)).containsExactly(0L, 8L + 16 + 16);
    }

    @Test
    void whatIsSetBesideTheTensorsIsTakenBackByUndo() throws IOException {
        playground.close();
        playground = new Playground(
                Program.of("cell", "", Map.of("model.sketch", "a float32[2]\n", "config.json", "{\"n\": 1}")));
        enter("load \"model.sketch\"");
        enter("set metadata.run = \"7\"");
        enter("set json(\"config.json\").n = 2");
        assertThat(printed(enter("print json(\"config.json\").n"))).containsExactly("2");
        assertThat(playground.session().undo()).isTrue();
        assertThat(printed(enter("print json(\"config.json\").n"))).containsExactly("1");
        assertThat(printed(enter("show metadata"))).contains("\"run\"             7");
        assertThat(playground.session().undo()).isTrue();
        assertThat(printed(enter("show metadata"))).noneMatch(line -> line.contains("run"));
        assertThat(playground.session().redo()).isTrue();
        assertThat(playground.session().redo()).isTrue();
        playground.save(enter("save \"out/model.safetensors\""));
        assertThat(playground.metadata("out/model.safetensors")).containsExactly("format = pt", "run = 7");
        assertThat(playground.text("out/config.json")).isEqualTo("{\"n\": 2}");
    }

    @Test
    void checkingJudgesWhatIsSetBesideTheTensors() {
        String script = "load \"model.sketch\"\nset metadata.a = \"b\"\nset json(\"none.json\").n = 1\nsave \"out\"\n";
        assertThat(playground
                        .session()
                        .propose(Playground.source("cell", script), Map.of(), true)
                        .diagnostics())
                .extracting(Diagnostic::message)
                .containsExactly("there is no /models/none.json", "the format `sketch` cannot hold this checkpoint");
    }

    /** Statistics and an earlier save have read the same values: each save reports what it wrote. */
    @Test
    void everySaveReportsTheLossesOfItsCasts() {
        enter("load \"model.sketch\"\nupdate \"a\" = (it - 1) * 1e6\ncast \"a\" to float16\nstats \"a\"");
        for (int i = 0; i < 2; i++) {
            List<Diagnostic> reported =
                    playground.save(enter("save \"out/m" + i + ".sketch\"")).diagnostics();
            assertThat(reported)
                    .extracting(Diagnostic::message)
                    .containsExactly("casting changed more than the last digits in 1 tensor");
            assertThat(reported.get(0).details()).containsExactly("\"a\"  to float16: of 2 values 1 too large");
        }
    }

    @Test
    void stepsAreNumberedOn() {
        enter("load \"model.sketch\"");
        enter("rename \"a\" -> \"x\"");
        assertThat(playground
                        .session()
                        .workspace()
                        .subject()
                        .orElseThrow()
                        .current()
                        .entry("x")
                        .orElseThrow()
                        .steps())
                .extracting(step -> step.number() + " " + step.text())
                .containsExactly("2 rename \"a\" -> \"x\"");
    }

    @Test
    void aBlockOfManyRulesDoesWhatTheRulesDoOneByOne() throws IOException {
        StringBuilder tensors = new StringBuilder();
        StringBuilder rules = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int block = 0; block < 40; block++) {
            for (String unit : List.of("a", "b", "c")) {
                tensors.append("net/block_%d/%s/w float32[2]\n".formatted(block, unit));
                expected.add(block == 7 ? "first/" + unit : "net/stage_%d/%s/w".formatted(block, unit));
            }
            rules.append("  \"**/block_%d/**\" -> \"**/stage_%d/**\"\n".formatted(block, block));
        }
        playground.close();
        playground = new Playground(Program.of("cell", "", Map.of("net.sketch", tensors.toString())));
        enter("load \"net.sketch\"");
        Outcome outcome = enter("rename {\n  \"net/block_7/{unit}/w\" -> \"first/{unit}\"\n" + rules + "}");
        assertThat(messages(outcome)).isEmpty();
        assertThat(printed(outcome)).containsExactly("renamed 120 tensors");
        assertThat(playground
                        .session()
                        .workspace()
                        .subject()
                        .orElseThrow()
                        .current()
                        .names())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void eventsAreReportedOnce() {
        enter("print 1");
        assertThat(printed(enter("print 2"))).containsExactly("2");
    }

    @Test
    void anAssertionBindsASaveThatIsEnteredLater() {
        assertThat(enter("load \"model.sketch\"; manifest \"wanted.sketch\"; assert consumed")
                        .holds())
                .isTrue();
        assertThat(enter("drop \"b\"").holds()).isTrue();
        assertThat(messages(enter("save \"out.sketch\"")))
                .containsExactly(
                        "what is saved is not what was asserted: the checkpoint is not what the model expects");
    }

    @Test
    void anAssertionThatIsUndoneBindsNothing() {
        enter("load \"model.sketch\"; manifest \"wanted.sketch\"");
        enter("assert consumed");
        assertThat(playground.session().undo()).isTrue();
        assertThat(enter("drop \"b\"; save \"out.sketch\"").holds()).isTrue();
    }

    @Test
    void aSaveActsWhenItIsEnteredAndUndoLeavesTheFile() throws IOException {
        enter("load \"model.sketch\"");
        assertThat(playground
                        .save(enter("rename \"a\" -> \"x\"; save \"out.sketch\""))
                        .diagnostics())
                .isEmpty();
        assertThat(playground.session().undo()).isTrue();
        assertThat(playground
                        .session()
                        .workspace()
                        .subject()
                        .orElseThrow()
                        .current()
                        .names())
                .contains("a");
        assertThat(playground.stored("out.sketch")).containsExactly("x  float32[2]  = 1 2", "b  float32[2]  = 3 4");
    }

    @Test
    void whatIsSavedCanBeLoadedByALaterText() {
        playground.save(enter("load \"model.sketch\"; save \"out.sketch\""));
        assertThat(printed(enter("load \"out.sketch\" as out"))).containsExactly("loaded 2 tensors (16 B) as out");
    }

    @Test
    void aTextThatFailsHalfwayDoesNothing() {
        enter("load \"model.sketch\"");
        var before = playground.session().workspace();
        assertThat(enter("rename \"a\" -> \"x\"; let n = 1; drop \"c\"").holds())
                .isFalse();
        assertThat(playground.session().workspace()).isSameAs(before);
        assertThat(messages(enter("print n"))).containsExactly("`n` is not known here");
    }

    @Test
    void aNewTextForgetsWhatWasUndone() {
        enter("load \"model.sketch\"");
        enter("drop \"a\"");
        assertThat(playground.session().undo()).isTrue();
        enter("drop \"b\"");
        assertThat(playground.session().redo()).isFalse();
        assertThat(playground
                        .session()
                        .workspace()
                        .subject()
                        .orElseThrow()
                        .current()
                        .names())
                .containsExactly("a");
    }

    @Test
    void thereIsNothingToUndoAtTheBeginning() {
        assertThat(playground.session().undo()).isFalse();
        assertThat(playground.session().redo()).isFalse();
        assertThat(enter("drop \"a\"").holds()).isFalse();
        assertThat(playground.session().undo()).isFalse();
    }
}
