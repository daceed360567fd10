package ckpts.ui.repl;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.ui.cli.CommandLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands to a conversation, with all they say. */
class MagicsTest {
    private static final String ALEXNET = "examples/checkpoints/s4_alexnet/saved_as_bias/model.ckpt-1000";
    private static final String RENAME = "rename \"alexnet_v2/conv1/bias\" -> \"alexnet_v2/conv1/biases\"";

    @TempDir
    private Path folder;

    private static String enters(int columns, String... lines) throws IOException {
        return String.join("\n", new Typist().columns(columns).opening(ALEXNET).enters(lines)) + "\n";
    }

    /** What the screen shows from the second cell on, up to the last prompt. */
    private static String after(String... lines) throws IOException {
        String screen = enters(80, lines);
        return screen.substring(screen.indexOf("In [2]"), screen.lastIndexOf("In ["));
    }

    @Test
    void undoesAndRedoesStepsButNoLooks() throws IOException {
        assertThat(after(
                        RENAME, "print 1", "%undo", "%redo", "%redo", "%undo 3", "%undo x", "%redo 2", "%exit",
                        "%exit"))
                .isEqualTo("""
                        In [2]: rename "alexnet_v2/conv1/bias" -> "alexnet_v2/conv1/biases"
                        renamed 1 tensor
                        In [3*]: print 1
                        1
                        In [4*]: %undo
                        undid In[2]: rename "alexnet_v2/conv1/bias" -> "alexnet_v2/conv1/biases"
                        In [4]: %redo
                        redid In[2]: rename "alexnet_v2/conv1/bias" -> "alexnet_v2/conv1/biases"
                        In [4*]: %redo
                        there is nothing to redo
                        In [4*]: %undo 3
                        undid In[2]: rename "alexnet_v2/conv1/bias" -> "alexnet_v2/conv1/biases"
                        undid In[1]: load "examples/checkpoints/s4_alexnet/saved_as_bias/model.ckpt-1000
                        "
                        there is nothing to undo
                        In [4]: %undo x
                        %undo: the count must be a number, not x
                        usage: %undo [N]
                        In [4]: %redo 2
                        redid In[1]: load "examples/checkpoints/s4_alexnet/saved_as_bias/model.ckpt-1000
                        "
                        redid In[2]: rename "alexnet_v2/conv1/bias" -> "alexnet_v2/conv1/biases"
                        In [4*]: %exit
                        there are unsaved changes: do the same again to discard them
                        """);
    }

    @Test
    void saysWhichFileStaysWhenASaveIsUndone() throws IOException {
        String out = folder.resolve("out").toString();
        String screen = enters(140, RENAME, "save \"" + out + "\"", "%undo");
        assertThat(screen)
                .contains("In [4]: %undo\nundid In[3]: save \"" + out + "\"\n" + out + " remains as it was saved\n");
        assertThat(folder.resolve("out.index")).exists();
    }

    @Test
    void showsTheStatusFittedToTheTerminal() throws IOException {
        String[] lines = {"manifest \"examples/checkpoints/s4_alexnet/new_model.meta\"", "let x = 1", RENAME, "%status"
        };
        assertThat(enters(80, lines)).contains("""
                In [5*]: %status
                checkpoint  path                                    format      tensors  state
                model       examples/checkpoi...as/model.ckpt-1000  tensorflow       17  unsaved
                manifest manifest
                names: x
                4 steps to undo
                """);
        assertThat(enters(140, lines)).contains("""
                In [5*]: %status
                checkpoint  path                                                           format      tensors  state
                model       examples/checkpoints/s4_alexnet/saved_as_bias/model.ckpt-1000  tensorflow       17  unsaved
                manifest manifest
                names: x
                4 steps to undo
                """);
        assertThat(String.join("\n", new Typist().enters("%status")))
                .isEqualTo("In [1]: %status\nnothing is loaded\n0 steps to undo\nIn [1]:");
    }

    @Test
    void listsTheCellsWithWhatBecameOfThem() throws IOException {
        assertThat(after(
                        RENAME,
                        "%undo",
                        "drop \"nope\"",
                        "scope \"alexnet_v2\" {",
                        "  show \"fc6/*\"",
                        "}",
                        "%history 2..9",
                        "%history 3"))
                .endsWith("""
                        In [5]: %history 2..9
                           2- rename "alexnet_v2/conv1/bias" -> "alexnet_v2/conv1/biases"
                           3! drop "nope"
                           4  scope "alexnet_v2" {
                                show "fc6/*"
                              }
                        In [5]: %history 3
                           3! drop "nope"
                        """);
    }

    @Test
    void offersTheCommandThatWasMeant() throws IOException {
        assertThat(after("%histroy", "%quux")).isEqualTo("""
                In [2]: %histroy
                there is no %histroy
                help: did you mean %history?
                In [2]: %quux
                there is no %quux
                help: %help lists the commands
                """);
    }

    @Test
    void explainsACommand() throws IOException {
        assertThat(after("%help undo")).isEqualTo("In [2]: %help undo\n%undo [N]\n  undo steps; saved files stay\n");
    }

    @Test
    void savesAScriptThatMakesTheSameBytes() throws IOException {
        Path out = folder.resolve("out");
        Path script = folder.resolve("fix.ckpts");
        String screen = enters(
                140,
                "drop   \"alexnet_v2/fc6/*\"",
                "%undo",
                "drop \"nope\"",
                RENAME,
                "print   1",
                "save \"" + out + "\"",
                "%save " + script,
                "%save " + script);
        assertThat(screen).contains("wrote " + script + ": 4 cells\n");
        assertThat(screen)
                .contains("error[E0601]: " + script + " exists\nhelp: write to another path, or move it away first\n"
                        + "help: to replace it: %save " + script + " overwrite\n");
        String back = folder.toRealPath().relativize(Path.of("").toRealPath()).toString();
        assertThat(Files.readString(script)).isEqualTo("""
                load "%s/examples/checkpoints/s4_alexnet/saved_as_bias/model.ckpt-1000"
                rename "alexnet_v2/conv1/bias" -> "alexnet_v2/conv1/biases"
                print 1
                save "%s"
                """.formatted(back, out));

        byte[] data = Files.readAllBytes(folder.resolve("out.data-00000-of-00001"));
        byte[] index = Files.readAllBytes(folder.resolve("out.index"));
        Files.delete(folder.resolve("out.data-00000-of-00001"));
        Files.delete(folder.resolve("out.index"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = new CommandLine(new Typist().surroundings(new ByteArrayInputStream(new byte[0]), said))
                .run(List.of("run", script.toString()));
        assertThat(status).as(said.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(Files.readAllBytes(folder.resolve("out.data-00000-of-00001")))
                .isEqualTo(data);
        assertThat(Files.readAllBytes(folder.resolve("out.index"))).isEqualTo(index);
    }

    @Test
    void refusesToSaveAScriptElsewhereWhosePathsAreComputed() throws IOException {
        assertThat(enters(
                        140,
                        "let p = \"examples/checkpoints/s4_alexnet/new_model.meta\"",
                        "manifest $p",
                        "%save " + folder.resolve("x.ckpts")))
                .contains(
                        "%save: the paths of a script are relative to its folder, and $p is not a path in quotes: save it in the");
        assertThat(Files.list(folder)).isEmpty();
    }

    @Test
    void loadsAScriptIntoThePromptAndRunsOne() throws IOException {
        Path script = Files.writeString(folder.resolve("s.ckpts"), "param x = 1\nprint $x + 1\n");
        assertThat(String.join(
                        "\n",
                        new Typist()
                                .columns(140)
                                .enters("%load " + script, "", "%run " + script + " x = 5", "%load nowhere", "%run")))
                .isEqualTo("""
                        In [1]: %%load %1$s
                        In [1]: param x = 1
                           ...: print $x + 1
                        2
                        In [2]: %%run %1$s x = 5
                        6
                        In [3]: %%load nowhere
                        error[E0501]: there is no nowhere
                        In [3]: %%run
                        %%run: it needs a file
                        usage: %%run FILE [NAME = VALUE, ...]
                        In [3]:""".formatted(script));
    }

    @Test
    void timesAStatement() throws IOException {
        assertThat(after("%time print 1")).matches("In \\[2]: %time print 1\n1\ntook \\d+\\.\\d{3} s\n");
    }

    @Test
    void forgetsEverythingAfterAsking() throws IOException {
        assertThat(after(RENAME, "%reset", "%reset", "%status")).endsWith("""
                In [3*]: %reset
                there are unsaved changes: do the same again to discard them
                In [3*]: %reset
                In [1]: %status
                nothing is loaded
                0 steps to undo
                """);
    }

    @Test
    void plansAndCompares() throws IOException {
        assertThat(after("manifest \"examples/checkpoints/s4_alexnet/new_model.meta\"", "%diff"))
                .contains("alexnet_v2/conv1/biases");
        assertThat(after(RENAME, "%plan")).contains("unsaved.index");
    }

    @Test
    void showsATensor() throws IOException {
        assertThat(enters(140, "\"alexnet_v2/fc6/weights\"?", "\"alexnet_v2/fc6/weight\"?"))
                .contains("""
                zeros         0

                                  ▃▂▅▇▆▇█▇▆▂
                                ▄▆██████████▆▄
                             ▃▆███████████████▇▆▄▂
                ▁▁▁▁▁▁▂▂▃▄▅▆██████████████████████▇▅▄▃▃▁▁▁▁▁▁  ▁
                min                                          max
                In [2]: "alexnet_v2/fc6/weight"?
                error[E0204]: there is no tensor "alexnet_v2/fc6/weight"
                  --> In:1:1
                 1 | "alexnet_v2/fc6/weight"?
                   | ^^^^^^^^^^^^^^^^^^^^^^^ not among 17 names
                help: did you mean "alexnet_v2/fc6/weights"?
                """);
    }

    @Test
    void whatACommandDoesNotTakeIsSaidWithItsUsage() throws IOException {
        assertThat(after(
                        "%help histry",
                        "%status all",
                        "%undo 0",
                        "%redo two",
                        "%history x",
                        "%history 7..9",
                        "%save",
                        "%load",
                        "%run s.ckpts --param x=5",
                        "%plan now",
                        "%time",
                        "%reset all",
                        "%exit 3"))
                .isEqualTo("""
                        In [2]: %help histry
                        there is no %histry
                        help: did you mean %history?
                        In [2]: %status all
                        %status: it does not take an operand: all
                        usage: %status
                        In [2]: %undo 0
                        %undo: the count must be 1 or more, not 0
                        usage: %undo [N]
                        In [2]: %redo two
                        %redo: the count must be a number, not two
                        usage: %redo [N]
                        In [2]: %history x
                        %history: cells are given as a number or FROM..TO, not x
                        usage: %history [FROM[..TO]]
                        In [2]: %history 7..9
                        %history: there is no cell 7..9: the last one is 1
                        usage: %history [FROM[..TO]]
                        In [2]: %save
                        %save: it needs a file
                        usage: %save FILE [overwrite]
                        In [2]: %load
                        %load: it needs a file
                        usage: %load FILE
                        In [2]: %run s.ckpts --param x=5
                        %run: parameters are given as NAME = VALUE, not --param x=5
                        usage: %run FILE [NAME = VALUE, ...]
                        In [2]: %plan now
                        %plan: it does not take an operand: now
                        usage: %plan
                        In [2]: %time
                        %time: it needs a statement
                        usage: %time STATEMENT
                        In [2]: %reset all
                        %reset: it does not take an operand: all
                        usage: %reset
                        In [2]: %exit 3
                        %exit: it does not take an operand: 3
                        usage: %exit
                        """);
    }

    @Test
    void comparesOnlyWhatIsLoaded() throws IOException {
        assertThat(after("%diff model nowhere")).isEqualTo("""
                In [2]: %diff model nowhere
                error[E0105]: there is no checkpoint `nowhere`
                  --> In:1:12
                 1 | diff model nowhere
                   |            ^^^^^^^
                note: known here: model
                """);
    }

    @Test
    void saysWhyAScriptCannotBeWritten() throws IOException {
        Path file = folder.resolve("no/fix.ckpts");
        assertThat(enters(140, "%save " + file)).contains("In [2]: %save " + file + "\nerror[E05");
    }

    @Test
    void keepsExpressionsAsComments() throws IOException {
        Path script = folder.resolve("fix.ckpts");
        enters(140, "count(\"**\")", RENAME, "1 +", "1", "%save " + script);
        assertThat(Files.readString(script)).endsWith("""
                # count("**")
                rename "alexnet_v2/conv1/bias" -> "alexnet_v2/conv1/biases"
                # 1
                """);
    }
}
