package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.execution.Outcome;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message offers in the place of a pattern works in that place: pasted, the script holds. */
class SuggestionsTest {
    private static final String GIVEN = """
            # given model.sketch
            #   m.layers.0.attn.q.weight  float32[2]
            #   m.layers.0.mlp.weight     float32[2]
            #   m.layers.1.attn.q.weight  float32[2]
            #   m.layers.1.mlp.weight     float32[2]
            #   head.weight               float32[2]
            load "model.sketch"
            """;
    private static final Pattern OFFERED = Pattern.compile("\"[^\"]*\"");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop \"m.*\"",
                "drop \"m.\"",
                "drop \"m.layers.0\"",
                "drop \"m.layers.9.**\"",
                "drop \"layers.*.mlp.weight\"",
                "drop \"heed.weight\"",
                "scope \"m.layers\" { drop \"m.layers.0.**\" }",
                "scope \"m.layers\" { drop \"head.weight\" }",
                "scope \"m.layers\" { drop \"heed.weight\" }",
                "scope \"m.layers\" { drop \"0.atn.*.weight\" }",
                "scope \"m.layers\" { drop \"9.mlp.weight\" }",
                "scope \"m.layers\" { drop \"/m.layers.9.**\" }",
                "scope \"m.layers.0\" { drop \"/m.layers.1.mpl.weight\" }",
                "scope \"m\" { drop \"0.mlp.weight\" }",
                "scope \"m.layers.{i:int}\" { drop \"/m.layers.{1-i}.mpl.weight\" }",
                "scope \"m\" { scope \"layers.{i:int}\" { drop \"/m.layers.{i}.mpl.weight\" } }",
                "scope \"m.layers.0\" { tie \"mpl.weight\" -> \"x\" }",
                "let all = \"m.**\"; drop \"$all\"",
            })
    void whatIsOfferedWorksInItsPlace(String statement) throws IOException {
        Diagnostic problem = problem(statement);
        Span wrong = problem.primary().orElseThrow();
        assertThat(problem.helps()).as(statement).isNotEmpty();
        Matcher offered = OFFERED.matcher(problem.helps().get(0));
        assertThat(offered.find()).as(problem.helps().get(0)).isTrue();
        String text = wrong.source().text();
        String mended = text.substring(0, wrong.start()) + offered.group() + text.substring(wrong.end());
        assertThat(run(mended).diagnostics()).as(mended).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rename \"m.**\" -> \"\"",
                "rename \"m.\" -> \"\"",
                "rename \"m\" -> \"\"",
                "rename \"m.\" -> \"net.\"",
                "rename \"m.layers.{i:int}.mlp.*\" -> \"\"",
                "copy \"m.layers.*.mlp.weight\" -> \"\"",
            })
    void soDoesAWholeStatement(String statement) throws IOException {
        String help = problem(statement).helps().get(0);
        String offered = help.substring(help.indexOf(statement.substring(0, statement.indexOf(' '))));
        assertThat(run(GIVEN + offered + "\n").diagnostics()).as(offered).isEmpty();
    }

    private static Diagnostic problem(String statement) throws IOException {
        List<Diagnostic> reported = run(GIVEN + statement + "\n").diagnostics();
        assertThat(reported).as(statement).isNotEmpty();
        return reported.get(0);
    }

    private static Outcome run(String text) throws IOException {
        Program program = Program.parse("fix.ckpts", text);
        try (Playground playground = new Playground(program)) {
            return playground.evaluate(program);
        }
    }
}
