package ckpts.ui.repl;

import static ckpts.ui.repl.Typist.ALT_ENTER;
import static ckpts.ui.repl.Typist.CTRL_C;
import static ckpts.ui.repl.Typist.CTRL_D;
import static ckpts.ui.repl.Typist.ENTER;
import static ckpts.ui.repl.Typist.TAB;
import static ckpts.ui.repl.Typist.UP;
import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jline.terminal.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys in, screen out. */
class ReplTest {
    private static final String ALEXNET = "examples/checkpoints/s4_alexnet/saved_as_bias/model.ckpt-1000";
    private static final String LOADED = """
            In [1]: load "examples/checkpoints/s4_alexnet/saved_as_bias/model.ckpt-1000"
            loaded 17 tensors (75.0 KiB) as model
            """;

    @TempDir
    private Path folder;

    private static String joined(List<String> screen) {
        return String.join("\n", screen) + "\n";
    }

    private static String enters(String... lines) throws IOException {
        return joined(new Typist().enters(lines));
    }

    private static String onAlexnet(String... lines) throws IOException {
        String screen = joined(new Typist().opening(ALEXNET).enters(lines));
        assertThat(screen).startsWith(LOADED);
        return screen.substring(LOADED.length());
    }

    @Test
    void greetsCountsCellsAndShowsWhatTheyComeTo() throws IOException {
        assertThat(joined(new Typist().greeted().enters("print 1 + 1", "", "print \"a\"; print 2")))
                .isEqualTo("""
                        ckpts 1.2.3: type a statement, %help, or Tab
                        In [1]: print 1 + 1
                        2
                        In [2]:
                        In [2]: print "a"; print 2
                        a
                        2
                        In [3]:
                        """);
    }

    @Test
    void aFailedCellChangesNothing() throws IOException {
        assertThat(onAlexnet(
                        "drop \"alexnet_v2/conv1/*\"; drop \"nope\"", "drop \"alexnet_v2/conv1/*\"", "%exit", "%exit"))
                .isEqualTo("""
                        In [2]: drop "alexnet_v2/conv1/*"; drop "nope"
                        error[E0201]: no tensor matches "nope"
                          --> In[2]:1:33
                         1 | drop "alexnet_v2/conv1/*"; drop "nope"
                           |                                 ^^^^^^ 0 of 15 names
                        note: write `drop?` if no match is fine
                        In [3]: drop "alexnet_v2/conv1/*"
                        dropped 2 tensors (11.4 KiB)
                        In [4*]: %exit
                        there are unsaved changes: do the same again to discard them
                        In [4*]: %exit
                        """);
    }

    @Test
    void theGrammarDecidesWhetherEnterEndsACell() throws IOException {
        assertThat(onAlexnet("scope \"alexnet_v2\" {", "drop \"conv1/bias\"", "}", "print (1", "+ 1)"))
                .isEqualTo("""
                        In [2]: scope "alexnet_v2" {
                           ...: drop "conv1/bias"
                           ...: }
                        dropped 1 tensor (32 B)
                        In [3*]: print (1
                            ...: + 1)
                        2
                        In [4*]:
                        there are unsaved changes: do the same again to discard them
                        In [4*]:
                        """);
    }

    @Test
    void anExpressionAloneIsPrinted() throws IOException {
        assertThat(onAlexnet(
                        "1+1",
                        "count(\"**\")",
                        "(2",
                        "* 3)",
                        "tensor(\"alexnet_v2/fc6/biases\")[0:2]",
                        "cuont(\"a\")",
                        "1 2"))
                .isEqualTo("""
                        In [2]: 1+1
                        2
                        In [3]: count("**")
                        17
                        In [4]: (2
                           ...: * 3)
                        6
                        In [5]: tensor("alexnet_v2/fc6/biases")[0:2]
                        float32[2]
                        In [6]: cuont("a")
                        error[E0105]: there is no function `cuont`
                          --> In[6]:1:1
                         1 | cuont("a")
                           | ^^^^^
                        help: did you mean `count`?
                        In [7]: 1 2
                        error[E0101]: no statement begins with `1`
                          --> In[7]:1:1
                         1 | 1 2
                           | ^ expected <statement>
                        In [8]:
                        """);
    }

    @Test
    void aPathIsRelativeToTheWorkingDirectory() throws IOException {
        assertThat(enters("load \"nowhere-at-all\"")).isEqualTo("""
                In [1]: load "nowhere-at-all"
                error[E0501]: there is no nowhere-at-all
                  --> In[1]:1:6
                 1 | load "nowhere-at-all"
                   |      ^^^^^^^^^^^^^^^^
                note: paths here are relative to the working directory
                In [2]:
                """);
    }

    @Test
    void namesCannotCommandTheTerminal() throws IOException {
        String name = "a\u001b[31mb";
        Path script = Files.writeString(
                folder.resolve("hostile.ckpts"),
                "rename \"alexnet_v2/conv1/bias\" -> \"" + name.replace("[", "\\[") + "\"\n");
        Typist typist = new Typist().columns(140).opening(ALEXNET);
        String screen = joined(typist.types("%run " + script + ENTER + "show \"a*\"" + ENTER + "%plan" + ENTER
                + "drop \"a?" + TAB + CTRL_C + CTRL_D + CTRL_D));
        assertThat(typist.written()).doesNotContain("\u001b[31m");
        assertThat(screen).contains("a\\x1b[31mb", "drop \"a?\\[31mb\"");
    }

    @Test
    void whatIsTypedCannotCommandTheTerminalEither() throws IOException {
        String quotedInsert = "\u0016";
        for (Typist typist : List.of(new Typist(), new Typist().coloured())) {
            typist.types("drop \"" + quotedInsert + "\u001b[31mx\"" + CTRL_C + CTRL_D);
            assertThat(typist.written()).contains("\\x1b");
        }
    }

    @Test
    void altEnterBeginsALineWithinACell() throws IOException {
        assertThat(joined(new Typist().types("print 1" + ALT_ENTER + "print 2" + ENTER + CTRL_D)))
                .isEqualTo("""
                In [1]: print 1
                   ...: print 2
                1
                2
                In [2]:
                """);
    }

    @Test
    void ctrlCClearsTheInputWhichUpBringsBack() throws IOException {
        assertThat(joined(new Typist().types("print 12" + CTRL_C + "pri" + UP + ENTER + CTRL_D)))
                .isEqualTo("""
                In [1]: print 12
                In [1]: print 12
                12
                In [2]:
                """);
    }

    @Test
    void upFindsWhatBeganLikeThis() throws IOException {
        String keys = "print 1" + ENTER + "let x = 2" + ENTER + "pr" + UP + ENTER + CTRL_D;
        assertThat(joined(new Typist().types(keys))).endsWith("""
                In [3]: print 1
                1
                In [4]:
                """);
    }

    @Test
    void whatWasTypedIsRememberedForTheNextConversation() throws IOException {
        String state = folder.toString();
        new Typist().with("XDG_STATE_HOME", state).enters("print 77");
        assertThat(joined(new Typist().with("XDG_STATE_HOME", state).types(UP + ENTER + CTRL_D)))
                .isEqualTo("In [1]: print 77\n77\nIn [2]:\n");
        assertThat(folder.resolve("ckpts/history")).isRegularFile();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ckpts/history"))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsTypedIsOfWhomTypesWhateverTheSessionMayUse() throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        String state = folder.resolve("state").toString();
        new Typist().with("XDG_STATE_HOME", state).confinedTo(root).enters("print 77");
        assertThat(joined(new Typist()
                        .with("XDG_STATE_HOME", state)
                        .confinedTo(root)
                        .types(UP + ENTER + CTRL_D)))
                .isEqualTo("In [1]: print 77\n77\nIn [2]:\n");
        assertThat(joined(new Typist().confinedTo(root).enters("load \"" + state + "/ckpts/history\""))
                        .replace("\n", ""))
                .containsPattern("/ckpts/history ?lies ?outside ?the ?folders ?that ?this ?run ?may ?use");
        assertThat(joined(new Typist().confinedTo(root).enters("%load " + state + "/ckpts/history"))
                        .replace("\n", ""))
                .containsPattern("/ckpts/history ?lies ?outside ?the ?folders ?that ?this ?run ?may ?use");
        assertThat(joined(new Typist().confinedTo(root).enters("print 1", "%save " + state + "/x.ckpts"))
                        .replace("\n", ""))
                .containsPattern("/x\\.ckpts ?lies ?outside ?the ?folders ?that ?this ?run ?may ?use");
        assertThat(folder.resolve("state/x.ckpts")).doesNotExist();
    }

    @Test
    void aLinkWithinTheRootsLeadsNoHistoryOutOfThem() throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(root.resolve("ckpts"), elsewhere);
        assertThat(joined(new Typist()
                        .with("XDG_STATE_HOME", root.toString())
                        .confinedTo(root)
                        .enters("print 77")))
                .isEqualTo("In [1]: print 77\n77\nIn [2]:\n");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void completesWordsAndSetsThemApart() throws IOException {
        assertThat(onAlexnetTyping("dro" + TAB + "\"nope\"")).startsWith("In [2]: drop \"nope\"\n");
        assertThat(onAlexnetTyping("%hi" + TAB)).startsWith("In [2]: %history\n");
    }

    @Test
    void completesNamesOfTensorsSegmentBySegment() throws IOException {
        assertThat(onAlexnetTyping("show \"al" + TAB)).startsWith("In [2]: show \"alexnet_v2/\n");
        assertThat(onAlexnetTyping("show \"alexnet_v2/fc6/w" + TAB))
                .startsWith("In [2]: show \"alexnet_v2/fc6/weights\"\n");
    }

    @Test
    void withinAScopeNamesAreRelativeToIt() throws IOException {
        assertThat(onAlexnetTyping("scope \"alexnet_v2\" { drop \"fc6/w" + TAB))
                .startsWith("In [2]: scope \"alexnet_v2\" { drop \"fc6/weights\"\n");
        assertThat(onAlexnetTyping("scope \"alexnet_v2\" { scope \"fc6\" { drop \"w" + TAB))
                .startsWith("In [2]: scope \"alexnet_v2\" { scope \"fc6\" { drop \"weights\"\n");
        assertThat(onAlexnetTyping("scope \"{x}/fc6\" { drop \"w" + TAB))
                .startsWith("In [2]: scope \"{x}/fc6\" { drop \"weights\"\n");
        assertThat(onAlexnetTyping("scope \"alexnet_v2\" { drop \"alex" + TAB))
                .startsWith("In [2]: scope \"alexnet_v2\" { drop \"alex\n");
        assertThat(onAlexnetTyping("scope \"alexnet_v2\" { drop \"/alex" + TAB))
                .startsWith("In [2]: scope \"alexnet_v2\" { drop \"/alexnet_v2/\n");
        assertThat(onAlexnetTyping("scope \"alexnet_v2\" { drop \"x\" }; drop \"alex" + TAB))
                .startsWith("In [2]: scope \"alexnet_v2\" { drop \"x\" }; drop \"alexnet_v2/\n");
        assertThat(onAlexnetTyping("scope \"al[\" { drop \"fc" + TAB))
                .startsWith("In [2]: scope \"al[\" { drop \"fc\n");
    }

    @Test
    void listsCandidatesWithTypeAndShape() throws IOException {
        String written = writtenBy("show \"alexnet_v2/fc6/" + TAB + TAB);
        assertThat(written).contains("biases ", "(float32[24])", "weights ", "(float32[5, 5, 12, 24])");
    }

    @Test
    void completesFiles() throws IOException {
        assertThat(onAlexnetTyping("load \"exam" + TAB)).startsWith("In [2]: load \"examples/\n");
        assertThat(onAlexnetTyping("%load examples/strip" + TAB))
                .startsWith("In [2]: %load examples/strip_optimizer.ckpts\n");
    }

    @Test
    void completesFormatsAndTheirOptions() throws IOException {
        assertThat(onAlexnetTyping("save \"x\" format saf" + TAB))
                .startsWith("In [2]: save \"x\" format safetensors\n");
        assertThat(onAlexnetTyping("save \"x\" format safetensors(al" + TAB))
                .startsWith("In [2]: save \"x\" format safetensors(alignment =\n");
        assertThat(onAlexnetTyping("save \"x\" format tensorflow(al" + TAB))
                .startsWith("In [2]: save \"x\" format tensorflow(al\n");
    }

    @Test
    void completesFunctionsAndParameters() throws IOException {
        assertThat(onAlexnetTyping("reinit \"a\" with trun" + TAB))
                .startsWith("In [2]: reinit \"a\" with truncated_normal(\n");
        assertThat(onAlexnetTyping("param x: dty" + TAB)).startsWith("In [2]: param x: dtype\n");
        assertThat(onAlexnetTyping("param x: li" + TAB + "bo" + TAB)).startsWith("In [2]: param x: list[bool\n");
        assertThat(enters("let width = 3", "print $wi" + TAB)).contains("In [2]: print $width\n3\n");
    }

    /** What the screen shows below the loaded checkpoint; Ctrl-C ends the typing. */
    private static String onAlexnetTyping(String keys) throws IOException {
        String screen = joined(new Typist().opening(ALEXNET).types(keys + CTRL_C + CTRL_D));
        return screen.substring(LOADED.length());
    }

    private static String writtenBy(String keys) throws IOException {
        Typist typist = new Typist().opening(ALEXNET);
        typist.types(keys + CTRL_C + CTRL_D);
        return typist.written();
    }

    @Test
    void coloursWhatIsTypedWhereColoursAreWanted() throws IOException {
        Typist coloured = new Typist().coloured();
        coloured.enters("print \"a\"");
        assertThat(coloured.written()).contains("\u001b[1mprint\u001b[0m", "\u001b[32m\"a\"");
        Typist plain = new Typist();
        plain.enters("print \"a\"", "drop \"x\"", "pri" + TAB + TAB);
        assertThat(plain.written()).doesNotContainPattern("\u001b\\[([0-9;]*;)?[349][0-9][0-9;]*m");
    }

    @Test
    void aDumbTerminalIsEnough() throws IOException {
        Typist typist = new Typist().on("dumb");
        typist.enters("print 1 + 1");
        assertThat(typist.written()).contains("In [1]: ").contains("2\n").doesNotContain("\u001b");
    }

    @Test
    void aTerminalThatDoesNotKnowItsSizeIsTakenAsAUsualOne() throws IOException {
        Typist typist = new Typist().columns(0);
        typist.enters("print 1 + 1");
        assertThat(typist.written()).contains("In [1]: ").contains("2\n");
    }

    @Test
    void ctrlCWhileACellRunsCancelsItAndChangesNothing() throws IOException {
        String path = folder.resolve("out").toString();
        String screen = joined(new Typist()
                .onDisk(ReplTest::interruptedWhenCreating)
                .opening(ALEXNET)
                .enters("drop \"alexnet_v2/conv1/*\"; save \"" + path + "\"", "%status"));
        assertThat(screen).contains("interrupted: nothing was changed\nIn [3]: %status\n");
        assertThat(screen).contains("tensorflow       17\n1 step to undo\n");
        assertThat(Files.list(folder)).isEmpty();
    }

    @Test
    void ctrlCStopsALookAtValues() throws IOException {
        assertThat(joined(new Typist()
                        .onDisk(ReplTest::interruptedWhenReading)
                        .opening(ALEXNET)
                        .enters("stats \"**\"")))
                .endsWith("In [2]: stats \"**\"\ninterrupted: nothing was changed\nIn [3]:\n");
    }

    private static Disk interruptedWhenCreating(Disk disk, Terminal terminal) {
        return interrupted(Disk.class, disk, "create", terminal);
    }

    private static Disk interruptedWhenReading(Disk disk, Terminal terminal) {
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    Object result = invoked(disk, method, arguments);
                    return result instanceof ByteSource source
                                    && arguments[0].toString().contains(".data-")
                            ? interrupted(ByteSource.class, source, "read", terminal)
                            : result;
                });
    }

    /** As if somebody pressed Ctrl-C at the moment of a call. */
    private static <T> T interrupted(Class<T> type, T real, String call, Terminal terminal) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals(call)) {
                        terminal.raise(Terminal.Signal.INT);
                    }
                    Object result = invoked(real, method, arguments);
                    return result instanceof ByteSource part && real instanceof ByteSource
                            ? interrupted(ByteSource.class, part, call, terminal)
                            : result;
                }));
    }

    private static Object invoked(Object real, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
