package ckpts.language.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.source.SourceText;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyntaxTest {
    private static Syntax.Parsed parse(String text) {
        return Syntax.parse(new SourceText("test.ckpts", text, Optional.empty()));
    }

    @Test
    void aStatementBecomesItsRecord() {
        Syntax.Parsed parsed = parse("drop? \"a/*\" except /b/ where rank == 2 expect 3\n");

        assertThat(parsed.diagnostics()).isEmpty();
        assertThat(parsed.script().statements()).singleElement().isInstanceOf(Statement.Drop.class);
    }

    @Test
    void aMistakeCostsItsLineOnly() {
        Syntax.Parsed parsed = parse("drop \"a\"\nrename \"b\"\nuse x\n");

        assertThat(parsed.diagnostics()).hasSize(1);
        assertThat(parsed.script().statements())
                .hasExactlyElementsOfTypes(Statement.Drop.class, Statement.Use.class)
                .isInstanceOf(List.class);
    }
}
