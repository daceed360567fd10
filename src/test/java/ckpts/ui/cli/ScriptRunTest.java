package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ScriptRunTest {
    private static final Path ADAM = Path.of("src/test/fixtures/tensorflow/saver_adam");

    private static final String NOTHING_SAVED = "nothing was saved: the script has no `save`\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void bringACheckpoint() throws IOException {
        for (String ending : List.of(".index", ".data-00000-of-00001")) {
            Files.copy(ADAM.resolve("model.ckpt-3" + ending), folder.resolve("in" + ending));
        }
    }

    private String script(String... lines) throws IOException {
        return Files.writeString(folder.resolve("fix.ckpts"), String.join("\n", lines) + "\n")
                .toString();
    }

    private static Caller.Result run(String... words) {
        return new Caller().call(words);
    }

    @Test
    void savesInSilenceOnStandardOutputAndSaysOneLine() throws IOException {
        Caller.Result result = run(script("load \"in\"", "drop optimizer", "save \"out\""));

        assertThat(result.status()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .matches("saved .*/out: 2 files, [0-9]+ B \\(112 B copied, 0 B computed\\) in [0-9.]+ s\n");
        assertThat(run("ls", folder.resolve("out").toString()).out()).endsWith("5 tensors, 27 parameters, 112 bytes\n");
    }

    private static final String ANOTHER = "help: write to another path, or move it away first\n";

    @Test
    void aReportTakesThePlaceOfAnOlderOneOfItsKindAlone() throws IOException {
        Path report = folder.resolve("report");
        for (String kind : List.of("json", "md", "junit", "sarif")) {
            Files.deleteIfExists(report);
            String script = script("load \"in\"");
            assertThat(run(script, "-q", "--report", kind + "=" + report).status())
                    .isZero();
            String older = Files.readString(report);
            assertThat(run(script, "-q", "--report", kind + "=" + report).status())
                    .isZero();
            assertThat(report).hasContent(older);
            String other = kind.equals("md") ? "json" : "md";
            Caller.Result refused = run(script, "--report", other + "=" + report);
            assertThat(refused).isEqualTo(new Caller.Result(6, "", "error[E0601]: " + report + " exists\n" + ANOTHER));
            assertThat(report).hasContent(older);
        }
    }

    @Test
    void aReportNeverTakesThePlaceOfWhatTheRunReadsOrWrites() throws IOException {
        String script = script("load \"in\"", "save \"out\"");
        for (String name : List.of("in.index", "fix.ckpts")) {
            byte[] before = Files.readAllBytes(folder.resolve(name));
            assertThat(run(script, "--report", "json=" + folder.resolve(name)).err())
                    .isEqualTo("error[E0601]: " + folder.resolve(name) + " exists\n" + ANOTHER);
            assertThat(folder.resolve(name)).hasBinaryContent(before);
        }
        Path out = folder.resolve("out.index");
        assertThat(run(script, "--report", "json=" + out))
                .isEqualTo(new Caller.Result(
                        6,
                        "",
                        "error[E0601]: " + out + " is written by the script and cannot be its report\n"
                                + "help: give --report another file\n"));
        assertThat(out).doesNotExist();
        Path report = folder.resolve("report.json");
        assertThat(run(script, "-q", "--report", "json=" + report).status()).isZero();
        byte[] before = Files.readAllBytes(report);
        String reading = script("load \"in\"", "print json(\"report.json\").script");
        assertThat(run(reading, "--report", "json=" + report).err())
                .isEqualTo("error[E0601]: " + report + " is read by the run and cannot be its report\n"
                        + "help: give --report another file\n");
        assertThat(report).hasBinaryContent(before);
        Path link = Files.createLink(folder.resolve("link.json"), report);
        for (String command : List.of("run", "check")) {
            assertThat(run(command, reading, "--report", "json=" + link))
                    .isEqualTo(new Caller.Result(
                            6,
                            "",
                            "error[E0601]: " + link + " is read by the run and cannot be its report\n"
                                    + "help: give --report another file\n"));
            assertThat(report).hasBinaryContent(before);
        }
        assertThat(run(script, "--report", "json=" + folder.resolve("x"), "--report", "md=" + folder.resolve("x"))
                        .err())
                .isEqualTo("error[E0602]: " + folder.resolve("x") + " is given for two reports\n"
                        + "help: give each --report its own file\n");
    }

    @Test
    void aReportMayGoToAStreamOrAnEmptyFile() throws IOException {
        String script = script("load \"in\"");
        assertThat(run(script, "-q", "--report", "md=/dev/stdout").out()).startsWith("## `" + script + "`: done\n");
        assertThat(run(script, "-q", "--report", "md=/dev/stderr").err()).startsWith("## `" + script + "`: done\n");
        assertThat(run(script, "-q", "--report", "md=/dev/null").status()).isZero();
        Path summary = Files.createFile(folder.resolve("summary"));
        assertThat(run(script, "-q", "--report", "md=" + summary).status()).isZero();
        assertThat(summary).content().startsWith("## ");
    }

    @Test
    void aReportWithoutAFolderIsSaidBeforeTheRun() throws IOException {
        Path report = folder.resolve("no/report.md");
        Caller.Result result = run(script("load \"in\"", "save \"out\""), "--report", "md=" + report);
        assertThat(result.status()).isEqualTo(5);
        assertThat(result.err())
                .isEqualTo("error[E0501]: there is no " + report.getParent() + "\nnote: " + report
                        + " is to be written into that folder\n");
        assertThat(folder.resolve("out.index")).doesNotExist();
    }

    @Test
    void whatIsReplacedKeepsItsPermissions() throws IOException {
        Set<PosixFilePermission> narrow = PosixFilePermissions.fromString("rw-------");
        for (String name : List.of("in.index", "in.data-00000-of-00001")) {
            Files.setPosixFilePermissions(folder.resolve(name), narrow);
        }
        assertThat(run(script("load \"in\"", "save \"in\" shards 2 overwrite")).status())
                .isZero();
        for (String name : List.of("in.index", "in.data-00000-of-00002", "in.data-00001-of-00002")) {
            assertThat(Files.getPosixFilePermissions(folder.resolve(name)))
                    .as(name)
                    .isEqualTo(narrow);
        }
    }

    @Test
    void savesWhateverBecomesOfWhatItShows() throws IOException {
        for (boolean pipe : List.of(true, false)) {
            String script = script("load \"in\"", "show", "print 1", "save \"out-" + pipe + "\"");
            OutputStream out = new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException(pipe ? "Broken pipe" : "No space left on device");
                }
            };
            int status = new CommandLine(new Caller().surroundings(out, new ByteArrayOutputStream()))
                    .run(List.of(script, "--format", "text"));
            assertThat(status).isEqualTo(pipe ? 0 : 5);
            assertThat(folder.resolve("out-" + pipe + ".index")).exists();
        }
    }

    @Test
    void saysWhatAssertionsCoveredUnlessToldToBeQuiet() throws IOException {
        String script = script("load \"in\"", "assert finite \"**\"", "check absent \"x\"");
        String held =
                "assert finite \"**\": 15 tensors, 81 values\ncheck absent \"x\": no tensor matches\n" + NOTHING_SAVED;

        assertThat(run(script)).isEqualTo(new Caller.Result(0, "", held));
        assertThat(run(script, "-q")).isEqualTo(new Caller.Result(0, "", ""));
    }

    @Test
    void theExitStatusSaysWhatHappened() throws IOException {
        assertThat(run(script("load \"in\"", "assert finite \"**\"")).status()).isEqualTo(0);
        assertThat(run(script("load \"in\"", "assert absent \"global_step\"")).status())
                .isEqualTo(1);
        assertThat(run("run").status()).isEqualTo(2);
        assertThat(run(script("load \"in\"", "rename \"a\" => \"b\"")).status()).isEqualTo(3);
        assertThat(run(script("load \"in\"", "drop \"nothing\"")).status()).isEqualTo(4);
        assertThat(run(script("load \"nowhere\"")).status()).isEqualTo(5);
        assertThat(run(script("load \"in\"", "save \"in\"")).status()).isEqualTo(6);
    }

    @Test
    void aFailedRunWritesNothing() throws IOException {
        String script = script("load \"in\"", "save \"out\"", "assert absent \"global_step\"");

        assertThat(run(script).status()).isEqualTo(1);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("fix.ckpts", "in.index", "in.data-00000-of-00001");
        }
    }

    @Test
    void warnsOfCastsThatLoseMoreThanDigits() throws IOException {
        Caller.Result result = run(script(
                "load \"in\"",
                "drop slots",
                "set \"global_step\" = 70000",
                "cast \"global_step\" to uint8",
                "update \"model/output/weights\" = it * 1e20",
                "cast \"model/output/weights\" to float16",
                "cast \"model/output/biases\" to float16",
                "save \"out\""));

        assertThat(result.status()).isZero();
        assertThat(result.err().lines().skip(1))
                .containsExactly(
                        "warning: casting changed more than the last digits in 2 tensors",
                        "\"global_step\"  to uint8: of 1 values 1 out of range, wrapped",
                        "\"model/output/weights\"  to float16: of 8 values 8 too large");
    }

    @Test
    void theRecordOfTheNewestListsEverySaveThatAskedForIt() throws IOException {
        String script = script("load \"in\"", "save \"out/a\" latest", "save \"out/b\"", "save \"out/c\" latest");

        assertThat(run(script).status()).isZero();
        assertThat(folder.resolve("out/checkpoint"))
                .hasContent("model_checkpoint_path: \"c\"\nall_model_checkpoint_paths: \"a\"\n"
                        + "all_model_checkpoint_paths: \"c\"\n");
    }

    @Test
    void overwritesOnlyWhenAsked() throws IOException {
        String script = script("load \"in\"", "save \"out\"");

        assertThat(run(script).status()).isEqualTo(0);
        assertThat(run(script).status()).isEqualTo(6);
        assertThat(run(script, "--overwrite").status()).isEqualTo(0);
    }

    @Test
    void thePlanIsShownAlsoWhereThePathIsTaken() throws IOException {
        String script = script("load \"in\"", "rename \"global_step\" -> \"step\"", "save \"out\"");
        assertThat(run(script, "-q").status()).isZero();
        Caller.Result refused = run("plan", script);

        assertThat(refused.status()).isEqualTo(6);
        assertThat(refused.err()).startsWith("error[E0601]: " + folder.resolve("out") + " exists\n");
        assertThat(refused.out())
                .contains("  would be refused: " + folder.resolve("out") + " exists\n"
                        + "  renamed 1: global_step -> step  (line 2)\n");
        Caller.Result allowed = run("plan", script, "--overwrite");
        assertThat(allowed.status()).isZero();
        assertThat(allowed.out()).doesNotContain("refused").contains("renamed 1");
    }

    @Test
    void aPlanReadsNoValueAndSaysWhatIsStillToBeAsked() throws IOException {
        String script = script(
                "load \"in\"",
                "assert equal \"global_step\" = 7 else \"no\"",
                "for i in 1..3 { check finite \"**\" }",
                "stats \"global_step\"",
                "save \"out\"");

        assertThat(run("plan", script).status()).isZero();
        assertThat(run("plan", script).out()).contains("""

                checked or shown once values are read
                  assert equal "global_step" = 7  (line 2)
                  check finite "**"  (line 3)  x3
                  stats "global_step"  (line 4)

                """);
        assertThat(run(script).status()).isEqualTo(1);
    }

    @Test
    void aPlanInFullHasEveryTensor() throws IOException {
        String script = script(
                "param scale = 2",
                "load \"in\"",
                "drop slots",
                "update \"model/{hidden,output}/biases\" = it * $scale",
                "save \"out\"");

        assertThat(run("plan", script).out())
                .contains("  changed 2: model/{hidden,output}/biases  multiply of (it, constant 2)  (line 4)\n");
        assertThat(run("plan", script, "-v").out())
                .contains("\ntensors\n")
                .contains("  model/hidden/biases ")
                .contains("  model/output/biases ")
                .contains("\nnot saved\n");
        Map<?, ?> plan = (Map<?, ?>)
                ((Map<?, ?>) Json.parse(run("plan", script, "--format", "json").out())).get("plan");
        assertThat((List<?>) plan.get("parameters")).isEqualTo(List.of(Map.of("name", "scale", "value", "2")));
        assertThat((List<?>) plan.get("tensors"))
                .hasSize(7)
                .anySatisfy(row -> assertThat((Map<String, Object>) row)
                        .containsEntry("name", "model/hidden/biases")
                        .containsEntry("change", "changed")
                        .containsEntry("old_type", "float32[4]")
                        .containsEntry("expression", "multiply of (\"model/hidden/biases\", constant 2)")
                        .containsEntry("statements", List.of(script + ":4")));
        assertThat((List<?>) plan.get("gone")).hasSize(8);
    }

    @Test
    void whatALoopSaysAgainIsSaidOnceWithItsCount() throws IOException {
        String script = script(
                "load \"in\"",
                "for i in 1..3 {",
                "  assert count \"global_step\" == 1",
                "  check absent \"global_step\"",
                "}");

        assertThat(run(script).err()).isEqualTo("""
                assert count "global_step" == 1: 1 tensor (3 times)
                warning: check failed: 1 tensor should not be there
                  --> %s:4:9
                 4 |   check absent "global_step"
                   |         ^^^^^^^^^^^^^^^^^^^^
                "global_step"
                note: reported 3 times
                """.formatted(script) + NOTHING_SAVED);
    }

    @Test
    void saysWhetherNoSaveIsThereOrNoneWasReached() throws IOException {
        String script = script("load \"in\"", "if false {", "  save \"out\"", "}");

        assertThat(run(script).err()).isEqualTo("nothing was saved: no `save` was reached\n");
        assertThat(run(script, "-q").err()).isEmpty();
        assertThat(run("plan", script).err()).isEqualTo("nothing would be saved: no `save` was reached\n");

        Files.writeString(folder.resolve("lib.ckpts"), "if false { save \"out\" }\n");
        String including = script("load \"in\"", "include \"lib.ckpts\"");
        assertThat(run(including).err()).isEqualTo("nothing was saved: no `save` was reached\n");
    }

    @Test
    void aCheckThatDoesNotHoldIsReportedByEveryCommand() throws IOException {
        String script = script("load \"in\"", "for i in 1..2 { check absent \"global_step\" }", "save \"out\"");
        String warning = """
                warning: check failed: 1 tensor should not be there
                  --> %s:2:23
                 2 | for i in 1..2 { check absent "global_step" }
                   |                       ^^^^^^^^^^^^^^^^^^^^
                "global_step"
                note: reported 2 times
                """.formatted(script);
        Path junit = folder.resolve("r.xml");

        assertThat(run("check", script, "--report", "junit=" + junit)).isEqualTo(new Caller.Result(0, "", warning));
        assertThat(run("plan", script).err()).isEqualTo(warning);
        assertThat(cases(junit))
                .containsExactly(
                        "1: load &quot;in&quot; <system-out>",
                        "2: check absent &quot;global_step&quot; <skipped",
                        "2: check absent &quot;global_step&quot; <skipped",
                        "3: save &quot;out&quot; <skipped");
    }

    @Test
    void reportsHaveEveryAssertionAndSaveUnderOneNameWhateverItComesTo() throws IOException {
        String script = script("load \"in\"", "assert finite \"**\"", "assert absent \"nope\"", "save \"out\"");
        Path junit = folder.resolve("r.xml");

        assertThat(run(script, "--report", "junit=" + junit).status()).isZero();
        assertThat(cases(junit))
                .containsExactly(
                        "1: load &quot;in&quot; <system-out>",
                        "2: assert finite &quot;**&quot; <system-out>",
                        "3: assert absent &quot;nope&quot; <system-out>",
                        "4: save &quot;out&quot; <system-out>");
        assertThat(run(script, "--report", "junit=" + junit).status()).isEqualTo(6);
        assertThat(cases(junit))
                .endsWith("3: assert absent &quot;nope&quot; <system-out>", "4: save &quot;out&quot; <failure");
        assertThat(run("check", script, "--report", "junit=" + junit).status()).isZero();
        assertThat(cases(junit))
                .containsExactly(
                        "1: load &quot;in&quot; <system-out>",
                        "2: assert finite &quot;**&quot; <skipped",
                        "3: assert absent &quot;nope&quot; <system-out>",
                        "4: save &quot;out&quot; <skipped");
        script("load \"in\"", "assert finite \"**\"", "assert absent \"global_step\"", "save \"out\"");
        assertThat(run(script, "--report", "junit=" + junit).status()).isEqualTo(1);
        assertThat(cases(junit))
                .endsWith(
                        "2: assert finite &quot;**&quot; <skipped",
                        "3: assert absent &quot;global_step&quot; <failure",
                        "4: save &quot;out&quot; <skipped");
    }

    /** Name and outcome of each test case. */
    private static List<String> cases(Path junit) throws IOException {
        return java.util.regex.Pattern.compile("<testcase name=\"([^\"]*)\"[^>]*>\\s*(<[a-z-]*>?)")
                .matcher(Files.readString(junit))
                .results()
                .map(result -> result.group(1) + " " + result.group(2))
                .toList();
    }

    @Test
    void aDryRunShowsThePlanAndWritesNothing() throws IOException {
        String script = script("load \"in\"", "rename \"global_step\" -> \"step\"", "save \"out\"");
        Caller.Result dry = run("run", script, "--dry-run");

        assertThat(dry.status()).isZero();
        assertThat(dry.out()).contains("  renamed 1: global_step -> step  (line 2)\n");
        assertThat(run("plan", script)).isEqualTo(dry);
        assertThat(Files.exists(folder.resolve("out.index"))).isFalse();
    }

    @Test
    void setsParameters() throws IOException {
        String script = script("param source", "param out", "load $source", "save $out");

        String source = "source=" + folder.resolve("in");
        assertThat(run(script, "--set", source, "--set", "out=" + folder.resolve("there"))
                        .status())
                .isZero();
        assertThat(Files.exists(folder.resolve("there.index"))).isTrue();
        assertThat(run(script, "--set", source).err()).startsWith("error[E0108]: parameter `out` has no value\n");
    }

    @Test
    void runsAScriptThatComesThroughAPipe() {
        Caller.Result result = new Caller()
                .piping("load \"" + ADAM.resolve("model.ckpt-3") + "\"\nprint count(\"**\")\n")
                .call();

        assertThat(result).isEqualTo(new Caller.Result(0, "15\n", NOTHING_SAVED));
    }

    @Test
    void saysWhatEachStatementDidWhenAsked() throws IOException {
        String script = script("load \"in\"", "drop slots");

        assertThat(run(script, "-v").err()).contains(script + ":2: dropped 8 tensors");
        assertThat(run(script).err()).isEqualTo(NOTHING_SAVED);
    }

    @Test
    void saysWhatTheRunTookBesideWhatWasForeseenWhenAsked() throws IOException {
        String script = script(
                "load \"in\"", "drop optimizer", "cast \"**\" where dtype == \"float32\" to float16", "save \"out\"");

        assertThat(run(script, "-v", "--threads", "1").err())
                .contains("\nread 216 B, predicted 216 B; working memory 8.3 KiB, predicted 8.3 KiB\n");
        assertThat(run(script, "--overwrite").err()).doesNotContain("predicted");
    }

    @Test
    void marksMistakesForGithub() throws IOException {
        String script = script("load \"in\"", "drop \"nothing\"");

        assertThat(new Caller().with("GITHUB_ACTIONS", "true").call(script).err())
                .contains("::error file=" + script + ",line=2,endLine=2,col=6,endColumn=15,title=E0201::");
    }

    @Test
    void writesReportsThatParse() throws Exception {
        String script = script("load \"in\"", "drop slots", "show", "drop \"a<b&\\\"c\"");
        Path json = folder.resolve("r.json");
        Path sarif = folder.resolve("r.sarif");
        Path junit = folder.resolve("r.xml");
        Path markdown = folder.resolve("r.md");

        assertThat(run(
                                "run",
                                script,
                                "--report",
                                "json=" + json,
                                "--report",
                                "sarif=" + sarif,
                                "--report",
                                "junit=" + junit,
                                "--report=md=" + markdown)
                        .status())
                .isEqualTo(4);

        Map<?, ?> report = (Map<?, ?>) Json.parse(Files.readString(json));
        assertThat(report.get("outcome")).isEqualTo("failed");
        assertThat(report.get("exit_status")).isEqualTo(4L);
        assertThat((List<?>) report.get("statements")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(Files.readString(sarif)).contains("\"ruleId\" : \"E0201\"").contains("\"startLine\" : 4");
        assertThat(Json.parse(Files.readString(sarif))).isNotNull();
        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Files.readString(junit))));
        assertThat(document.getElementsByTagName("failure").getLength()).isEqualTo(1);
        assertThat(Files.readString(markdown)).startsWith("## `" + script + "`: failed\n");
    }

    @Test
    void equalRunsGiveEqualReports() throws IOException {
        String script = script("load \"in\"", "drop slots", "save \"out\"");
        Path first = folder.resolve("1.json");
        Path second = folder.resolve("2.json");
        run(script, "--report", "json=" + first);
        Files.delete(folder.resolve("out.index"));
        Files.delete(folder.resolve("out.data-00000-of-00001"));
        run(script, "--report", "json=" + second);

        assertThat(Files.readString(second)).isEqualTo(Files.readString(first));
    }

    @Test
    void refusesOptionsThatMakeNoSense() throws IOException {
        String script = script("load \"in\"");

        assertThat(run("run", script, "--memory", "much").err())
                .startsWith("ckpts run: --memory must be a size such as 512MiB or 2GB, not much\n");
        assertThat(run("run", script, "--memory", "1MiB").err())
                .startsWith("ckpts run: --memory 1MiB is too little: at least 2MiB are needed\n");
        assertThat(run("run", script, "--threads", "0").err())
                .startsWith("ckpts run: --threads must be a number from 1 to 256, not 0\n");
        assertThat(run("run", script, "--set", "x").err()).startsWith("ckpts run: --set takes NAME=VALUE, not x\n");
        assertThat(run("run", script, "--report", "pdf=x").err())
                .startsWith("ckpts run: --report takes json=FILE, md=FILE, junit=FILE or sarif=FILE, not pdf=x\n");
        assertThat(run("run", script, "--format", "xml").err())
                .startsWith("ckpts run: --format must be text or json, not xml\n");
        assertThat(run("run", script, "--dry-run=yes").err())
                .startsWith("ckpts run: --dry-run does not take a value\n");
        assertThat(run("run", script, "--memory").err())
                .startsWith("ckpts run: --memory needs a value: --memory SIZE\n");
        assertThat(run("run", script, "x").err()).startsWith("ckpts run: unexpected argument \"x\"\n");
    }
}
