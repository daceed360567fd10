package ckpts.ui.render;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.report.Report;
import ckpts.ui.render.RunRecord.Kind;
import ckpts.ui.render.RunRecord.Result;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunReportsTest {
    private static final String TEXT = "load \"in\"\ndrop \"a<b|\"\n";
    private static final Diagnostic NO_MATCH = Diagnostic.error(
                    Code.NO_MATCH,
                    new Span(new SourceText("my fix.ckpts", TEXT, Optional.empty()), 15, 21),
                    "no tensor matches \"a<b|\"")
            .labelled("0 of 2 names")
            .help("look: ls in");
    private static final RunRecord RUN = new RunRecord(
            "ckpts 1.2.3",
            "my fix.ckpts",
            4,
            List.of(
                    statement(1, "load \"in\"", Kind.ACTION, Result.PASSED, "loaded 2 tensors"),
                    statement(2, "drop \"a<b|\"", Kind.ACTION, Result.FAILED, "", NO_MATCH),
                    statement(3, "assert finite \"**\"", Kind.ASSERTION, Result.SKIPPED, "no value was read"),
                    statement(4, "assert exists \"a\"", Kind.ASSERTION, Result.PASSED, "1 tensor"),
                    statement(5, "save \"out\"", Kind.SAVE, Result.SKIPPED, "not saved: out"),
                    statement(6, "check 1 == 2", Kind.ASSERTION, Result.WARNED, "check failed: it is false")),
            List.of(Report.Lines.of("a ``` b")),
            List.of(NO_MATCH),
            Optional.empty(),
            Optional.empty());

    private static RunRecord.StatementResult statement(
            int line, String text, Kind kind, Result result, String summary, Diagnostic... problems) {
        return new RunRecord.StatementResult("my fix.ckpts", line, text, summary, kind, result, List.of(problems));
    }

    @Test
    void junitHasATestCasePerStatementAssertionAndSave() {
        assertThat(RunReportJunit.render(RUN)).isEqualTo("""
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="ckpts" tests="6" failures="1" errors="0" skipped="3">
                  <testsuite name="my fix.ckpts" tests="6" failures="1" errors="0" skipped="3">
                    <testcase name="1: load &quot;in&quot;" classname="my fix.ckpts" file="my fix.ckpts" line="1">
                      <system-out>loaded 2 tensors</system-out>
                    </testcase>
                    <testcase name="2: drop &quot;a&lt;b|&quot;" classname="my fix.ckpts" file="my fix.ckpts" line="2">
                      <failure type="E0201" message="no tensor matches &quot;a&lt;b|&quot;">error[E0201]: no tensor matches "a&lt;b|"
                  --&gt; my fix.ckpts:2:6
                 2 | drop "a&lt;b|"
                   |      ^^^^^^ 0 of 2 names
                help: look: ls in
                </failure>
                    </testcase>
                    <testcase name="3: assert finite &quot;**&quot;" classname="my fix.ckpts" file="my fix.ckpts" line="3">
                      <skipped message="no value was read"/>
                    </testcase>
                    <testcase name="4: assert exists &quot;a&quot;" classname="my fix.ckpts" file="my fix.ckpts" line="4">
                      <system-out>1 tensor</system-out>
                    </testcase>
                    <testcase name="5: save &quot;out&quot;" classname="my fix.ckpts" file="my fix.ckpts" line="5">
                      <skipped message="not saved: out"/>
                    </testcase>
                    <testcase name="6: check 1 == 2" classname="my fix.ckpts" file="my fix.ckpts" line="6">
                      <skipped message="check failed: it is false"/>
                    </testcase>
                  </testsuite>
                </testsuites>
                """);
    }

    @Test
    void sarifPointsAtTheStatement() {
        assertThat(RunReportSarif.render(RUN)).startsWith("""
                        {
                          "$schema" : "https://json.schemastore.org/sarif-2.1.0.json",
                          "version" : "2.1.0",
                          "runs" : [ {
                            "tool" : {
                              "driver" : {
                                "name" : "ckpts",
                                "fullName" : "ckpts 1.2.3",
                                "rules" : [ {
                                  "id" : "E0201"
                                }, {
                                  "id" : "assertion"
                                }, {
                                  "id" : "save"
                                } ]
                              }
                            },
                            "columnKind" : "unicodeCodePoints",
                            "results" : [ {
                              "ruleId" : "E0201",
                              "level" : "error",
                              "message" : {
                                "text" : "no tensor matches \\"a<b|\\": 0 of 2 names\\nhelp: look: ls in"
                              },
                              "locations" : [ {
                                "physicalLocation" : {
                                  "artifactLocation" : {
                                    "uri" : "my%20fix.ckpts"
                                  },
                                  "region" : {
                                    "startLine" : 2,
                                    "startColumn" : 6,
                                    "endLine" : 2,
                                    "endColumn" : 12
                                  }
                                }
                              } ],
                              "partialFingerprints" : {
                                "statement/v1" : \"""");
    }

    @Test
    void sarifReportsWhatHeldAndWhatWasNotDecidedBesideTheFindings() {
        assertThat(RunReportSarif.render(RUN).replaceAll("\\s+", " "))
                .contains("\"ruleId\" : \"assertion\", \"kind\" : \"pass\", \"level\" : \"none\", "
                        + "\"message\" : { \"text\" : \"assert exists \\\"a\\\": 1 tensor\" }, \"locations\" : [ { "
                        + "\"physicalLocation\" : { \"artifactLocation\" : { \"uri\" : \"my%20fix.ckpts\" }, "
                        + "\"region\" : { \"startLine\" : 4 } } } ] }, "
                        + "{ \"ruleId\" : \"save\", \"kind\" : \"open\",")
                .doesNotContain("check failed");
    }

    @Test
    void aFindingKeepsItsFingerprintWhenLinesMove() {
        assertThat(fingerprint("\n\n" + TEXT, 17)).isEqualTo(fingerprint(TEXT, 15));
        assertThat(fingerprint("load \"in\"\ndrop \"a<c|\"\n", 15)).isNotEqualTo(fingerprint(TEXT, 15));
    }

    private static String fingerprint(String text, int start) {
        SourceText source = new SourceText("f", text, Optional.empty());
        RunRecord run = new RunRecord(
                "",
                "",
                4,
                List.of(),
                List.of(),
                List.of(Diagnostic.error(Code.NO_MATCH, new Span(source, start, start + 6), "none")),
                Optional.empty(),
                Optional.empty());
        String sarif = RunReportSarif.render(run);
        return sarif.substring(sarif.indexOf("statement/v1"));
    }

    @Test
    void markdownCannotBeBrokenByWhatItHolds() {
        assertThat(RunReportMarkdown.render(RUN)).isEqualTo("""
                ## `my fix.ckpts`: failed

                ckpts 1.2.3, exit status 4, 1 error.

                ```text
                error[E0201]: no tensor matches "a<b|"
                  --> my fix.ckpts:2:6
                 2 | drop "a<b|"
                   |      ^^^^^^ 0 of 2 names
                help: look: ls in
                ```

                | line | statement | result | what it did |
                |---:|---|---|---|
                | 1 | `load "in"` | passed | loaded 2 tensors |
                | 2 | `drop "a<b\\|"` | failed | no tensor matches "a&lt;b\\|" |
                | 3 | `assert finite "**"` | skipped | no value was read |
                | 4 | `assert exists "a"` | passed | 1 tensor |
                | 5 | `save "out"` | skipped | not saved: out |
                | 6 | `check 1 == 2` | warned | check failed: it is false |

                ### Shown

                ````text
                a ``` b
                ````
                """);
    }

    @Test
    void githubMarksTheFirstTenOfAKind() {
        assertThat(GithubAnnotations.render(RUN.diagnostics()))
                .isEqualTo("::error file=my fix.ckpts,line=2,endLine=2,col=6,endColumn=12,title=E0201::"
                        + "no tensor matches \"a<b|\": 0 of 2 names%0Ahelp: look: ls in\n");
        List<Diagnostic> many =
                java.util.Collections.nCopies(25, RUN.diagnostics().get(0));
        assertThat(GithubAnnotations.render(many).lines()).hasSize(10);
    }
}
