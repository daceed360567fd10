package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.execution.Outcome;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Fix;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Edits that diagnostics carry, applied as they stand: the script then holds. */
class FixesTest {
    private static final String GIVEN = """
            # given model.sketch
            #   old.0.weight  float32[2, 3]
            #   old.1.weight  float32[3, 4]
            # given wanted.sketch
            #   new.0.weight  float32[2, 3]
            #   new.1.weight  float32[3, 4]
            """;

    @Test
    void whatIsCertainIsPutInBeforeTheAssertion() throws IOException {
        assertThat(mended("""
                load "model.sketch"
                manifest "wanted.sketch"
                assert consumed
                """)).endsWith("""
                load "model.sketch"
                manifest "wanted.sketch"
                rename "old.*.weight" -> "new.*.weight"
                assert consumed
                """.replace("old.*.weight", "old.**").replace("new.*.weight", "new.**"));
    }

    @Test
    void theFirstLineMayAskInABlock() throws IOException {
        assertThat(mended("""
                load "model.sketch"
                manifest "wanted.sketch"
                if true {
                  assert covered
                }
                """)).contains("rename \"old.**\" -> \"new.**\"\n  assert covered");
    }

    @Test
    void insideAScopeNamesAreAbsolute() throws IOException {
        assertThat(mended("""
                load "model.sketch"
                manifest "wanted.sketch"
                scope "old" {
                  assert consumed
                }
                """)).contains("scope \"old\" {\nrename \"/old.**\" -> \"/new.**\"\n  assert consumed");
    }

    @Test
    void aVariableIsWrittenWithItsSign() throws IOException {
        assertThat(mended("""
                load "model.sketch"
                for i in 0..0 {
                  drop "old.{i}.weight"
                }
                """)).contains("drop \"old.$i.weight\"");
    }

    @Test
    void theNumberThatWasFoundIsWritten() throws IOException {
        assertThat(mended("""
                load "model.sketch"
                drop "old.**" expect 3
                """)).contains("drop \"old.**\" expect 2");
    }

    /** The script after the first edit of its only diagnostic that has one; it holds. */
    private static String mended(String script) throws IOException {
        String text = GIVEN + script;
        List<Fix> fixes = evaluated(text).diagnostics().stream()
                .map(Diagnostic::fixes)
                .flatMap(List::stream)
                .toList();
        assertThat(fixes).hasSize(1);
        String mended = fixes.get(0).applied();
        assertThat(evaluated(mended).diagnostics().stream().filter(Diagnostic::isError))
                .as(mended)
                .isEmpty();
        return mended;
    }

    private static Outcome evaluated(String text) throws IOException {
        Program program = Program.parse("fix.ckpts", text);
        return new Playground(program).evaluate(program);
    }
}
