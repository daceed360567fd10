package ckpts.ui.render;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Fix;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.ui.render.RunRecord.Kind;
import ckpts.ui.render.RunRecord.Result;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Text from files in every place that has text: nothing of it is obeyed by what shows it, whatever that is. */
class HostileTextTest {
    /** Moves the cursor, reorders the line, ends it, gives an order to GitHub twice over and to Azure, shows a picture. */
    private static final String HOSTILE =
            "::error::x\u001b[2J\u0007\u202egnp\u2066\n::set-output name=a::b\r##[add-mask]c ##vso[task]d ![e](http://f) @g `h` <i> \udc80";

    private static final Span PLACE = new Span(
            new SourceText("::debug::\u202e.ckpts", "::stop-commands::x\u001b[1m \u2066\n", Optional.empty()), 0, 18);

    private static final Diagnostic PROBLEM = Diagnostic.error(Code.NO_MATCH, PLACE, HOSTILE)
            .labelled(HOSTILE)
            .detailed(List.of(HOSTILE))
            .help(HOSTILE, new Fix(PLACE, HOSTILE))
            .note(HOSTILE);

    private static List<Report> reports() {
        Cell cell = Cell.many(List.of(Cell.text(HOSTILE), Cell.name(HOSTILE)));
        Report.Field field = new Report.Field(HOSTILE, HOSTILE, cell);
        return List.of(
                new Report.Table(
                        HOSTILE,
                        List.of(Report.Column.left(HOSTILE, HOSTILE)),
                        List.of(List.of(Cell.name(HOSTILE)), List.of(Cell.text(HOSTILE))),
                        List.of(HOSTILE)),
                new Report.Fields(HOSTILE, List.of(field)),
                new Report.Tree(HOSTILE, List.of(new Report.Node(HOSTILE, List.of(field), List.of()))),
                new Report.Lines(List.of(HOSTILE)),
                new Report.Prose(List.of(HOSTILE)),
                new Report.Sections(HOSTILE, List.of(new Report.Section(HOSTILE, new Report.Lines(List.of(HOSTILE))))));
    }

    private static void isHarmless(String drawn) {
        assertThat(drawn.replace("\n", "").codePoints())
                .as(drawn)
                .allMatch(character -> character >= ' ' && character < 0x7f);
        assertThat(drawn.lines())
                .as(drawn)
                .noneMatch(line -> line.stripLeading().startsWith("::"));
        assertThat(drawn).doesNotContain("##[", "##vso[");
    }

    @Test
    void reportsForPeople() {
        for (Report report : reports()) {
            isHarmless(new TextRenderer(Style.PLAIN).render(report));
            isHarmless(new TextRenderer(Style.terminal(80, 40, false)).render(report));
        }
    }

    @Test
    void reportsForPrograms() {
        for (Report report : reports()) {
            String json = new JsonRenderer().render(report);
            assertThat(json.replace("\n", "").codePoints()).allMatch(character -> character >= ' ' && character < 0x7f);
            assertThat(json.lines()).noneMatch(line -> line.stripLeading().startsWith("::"));
        }
        assertThat(DiagnosticJson.render(List.of(PROBLEM)).replace("\n", "").codePoints())
                .allMatch(character -> character >= ' ' && character < 0x7f);
    }

    @Test
    void diagnosticsForPeople() {
        isHarmless(new DiagnosticRenderer(Style.PLAIN).render(List.of(PROBLEM, PROBLEM)));
    }

    @Test
    void annotationsAreOneCommandEach() {
        String drawn = GithubAnnotations.render(List.of(PROBLEM));
        assertThat(drawn.lines()).hasSize(1);
        assertThat(drawn.replace("\n", "").codePoints()).allMatch(character -> character >= ' ' && character < 0x7f);
        assertThat(drawn)
                .startsWith("::error file=\\x3a%3Adebug%3A%3A\\u202e.ckpts,line=1,".replace("\\x3a%3A", "\\x3a%3A"));
    }

    @Test
    void runsAsFiles() {
        RunRecord run = new RunRecord(
                "ckpts 1.2.3",
                HOSTILE,
                4,
                Stream.of(Result.values())
                        .map(result -> new RunRecord.StatementResult(
                                HOSTILE,
                                1,
                                HOSTILE,
                                HOSTILE,
                                Kind.ASSERTION,
                                result,
                                result == Result.FAILED ? List.of(PROBLEM) : List.of()))
                        .toList(),
                reports(),
                List.of(PROBLEM),
                Optional.of(reports().get(0)),
                Optional.of(reports().get(1)));
        String markdown = RunReportMarkdown.render(run);
        isHarmless(markdown);
        String cell = markdown.lines()
                .filter(line -> line.contains("| passed |"))
                .map(line -> line.substring(line.indexOf("| passed |")))
                .findFirst()
                .orElseThrow();
        assertThat(cell).doesNotContain("![", " @g", "<i>").contains("!\\[e\\]", "&#64;g", "\\`h\\`", "&lt;i>");
        isHarmless(RunReportJunit.render(run));
        for (String json : List.of(RunReportJson.render(run), RunReportSarif.render(run))) {
            assertThat(json.replace("\n", "").codePoints()).allMatch(character -> character >= ' ' && character < 0x7f);
        }
        // What is shown to people is escaped there, too: a viewer would draw the character that JSON names.
        assertThat(RunReportSarif.render(run)).doesNotContain("\"text\" : \"::error::x\\u001b");
    }
}
