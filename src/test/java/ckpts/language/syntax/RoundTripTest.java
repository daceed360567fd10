package ckpts.language.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.source.SourceText;
import ckpts.language.syntax.generated.CkptsLexer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;

/** What holds for any program, any text; each failure names its seed. */
class RoundTripTest {
    private static final int PROGRAMS = 600;

    @Test
    void printingAndParsingGivesTheSameTree() {
        Set<Class<?>> kinds = new HashSet<>();
        for (int seed = 0; seed < PROGRAMS; seed++) {
            List<Statement> program = new Programs(seed).program();
            String text = print(program);

            Syntax.Parsed parsed = parse(text);

            assertThat(parsed.diagnostics()).as("seed %d: %s", seed, text).isEmpty();
            assertThat(parsed.script().statements())
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(program);
            program.forEach(statement -> kinds.add(statement.getClass()));
        }
        assertThat(kinds).as("kinds of statements that were tried").isEqualTo(Kinds.of(Statement.class));
    }

    @Test
    void formattingKeepsTheMeaningAndTheCommentsAndIsDoneAfterOnce() {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            List<Statement> program = new Programs(seed).program();
            String text = disorder(print(program), new Random(seed));
            assertThat(parse(text).script().statements())
                    .as("seed %d: %s", seed, text)
                    .isEqualTo(program);

            String formatted = format(text);

            assertThat(parse(formatted).script().statements())
                    .as("seed %d: %s", seed, formatted)
                    .isEqualTo(program);
            assertThat(comments(formatted)).as("seed %d: %s", seed, formatted).isEqualTo(comments(text));
            assertThat(format(formatted)).as("seed %d: %s", seed, text).isEqualTo(formatted);
        }
    }

    @Test
    void aShortStatementIsFormattedAsProvenanceWritesIt() {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            for (Statement statement : new Programs(seed).program()) {
                String line = Formatter.text(statement);
                boolean block = line.contains("{");
                if (line.length() < 80 && !block) {
                    assertThat(format(line)).as("seed %d", seed).isEqualTo(line + "\n");
                }
            }
        }
    }

    @Test
    void theTokensOfAnyTextMakeUpTheText() {
        List<String> scraps = new ArrayList<>(List.of(
                "\"",
                "\"a/b\"",
                "${",
                "}",
                "{",
                "(",
                ")",
                "[",
                "]",
                "/",
                "/x/",
                "\\",
                "\\\n",
                "\n",
                "\r\n",
                "\r",
                "#c",
                "->",
                "=",
                "==",
                "=>",
                ",",
                ";",
                "?",
                "'",
                "''",
                "$",
                "$x",
                "..",
                ".",
                "1",
                "1.5",
                "1_0",
                "1e-3",
                "5GB",
                "5x",
                " ",
                "\t",
                "\u00e4",
                "\ud83d\ude00",
                "\ud83d",
                "\ude00",
                "\u0000",
                "\ufeff",
                "\"\"\"",
                "&&",
                "!"));
        scraps.addAll(Vocabulary.statementWords());
        scraps.addAll(Vocabulary.softWords());
        scraps.addAll(Vocabulary.joiningWords());
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            String text = random.ints(random.nextInt(40), 0, scraps.size())
                    .mapToObj(scraps::get)
                    .collect(Collectors.joining(random.nextBoolean() ? " " : ""));
            SourceText source = source(text);

            String joined = ParsedSource.tokens(source, 0, text.length()).getTokens().stream()
                    .filter(token -> token.getType() != Token.EOF)
                    .map(Token::getText)
                    .collect(Collectors.joining());

            assertThat(joined).as("seed %d", seed).isEqualTo(text);
            assertThat(Syntax.parse(source).diagnostics()).as("seed %d", seed).hasSizeLessThanOrEqualTo(20);
            Formatter.format(source);
            Completeness.of(text);
            ExpectedTokens.expectedAt(text, random.nextInt(text.length() + 1));
        }
    }

    @Test
    void aScriptCutOffAnywhereIsReportedOrRead() {
        String text = print(new Programs(42).program()) + print(new Programs(43).program());
        for (int end = 0; end <= text.length(); end++) {
            Syntax.Parsed parsed = parse(text.substring(0, end));
            assertThat(parsed.script().source().text()).hasSize(end);
        }
    }

    private static String print(List<Statement> program) {
        return program.stream().map(Formatter::text).collect(Collectors.joining("\n", "", "\n"));
    }

    /** Adds comments, blanks and newlines where they mean nothing. */
    private static String disorder(String text, Random random) {
        StringBuilder result = new StringBuilder();
        int brackets = 0;
        int comments = 0;
        Token before = null;
        for (Token token : ParsedSource.tokens(source(text), 0, text.length()).getTokens()) {
            int type = token.getType();
            if (type == Token.EOF) {
                break;
            }
            if (type == CkptsLexer.BLANKS) {
                boolean free = brackets > 0
                        || (before != null
                                && (before.getType() == CkptsLexer.COMMA || before.getType() == CkptsLexer.ARROW));
                result.append(
                        switch (random.nextInt(6)) {
                            case 0 -> free ? " # c" + comments++ + "\n\n" : "\t ";
                            case 1 -> free ? "\n# c" + comments++ + "  \n" : " \\\n ";
                            case 2 -> free ? "\n" : "  ";
                            default -> " ";
                        });
                continue;
            }
            boolean blockSign = type == CkptsLexer.OPEN_BRACE || type == CkptsLexer.SEMICOLON;
            result.append(type == CkptsLexer.SEMICOLON && random.nextBoolean() ? "\n" : token.getText());
            brackets += type == CkptsLexer.OPEN_PAREN || type == CkptsLexer.OPEN_BRACKET ? 1 : 0;
            brackets -= type == CkptsLexer.CLOSE_PAREN || type == CkptsLexer.CLOSE_BRACKET ? 1 : 0;
            if (type == CkptsLexer.NEWLINE || blockSign) {
                result.append(
                        switch (random.nextInt(6)) {
                            case 0 -> "# c" + comments++ + "\n";
                            case 1 -> "\n\n\n# c" + comments++ + "\n";
                            case 2 -> "\r\n";
                            default -> "";
                        });
            }
            before = token;
        }
        return result.toString();
    }

    private static List<String> comments(String text) {
        return ParsedSource.tokens(source(text), 0, text.length()).getTokens().stream()
                .filter(token -> token.getType() == CkptsLexer.COMMENT)
                .map(token -> token.getText().stripTrailing())
                .toList();
    }

    private static String format(String text) {
        Formatter.Formatted formatted = Formatter.format(source(text));
        assertThat(formatted.diagnostics()).as(text).isEmpty();
        return formatted.text().orElseThrow();
    }

    private static Syntax.Parsed parse(String text) {
        return Syntax.parse(source(text));
    }

    private static SourceText source(String text) {
        return new SourceText("random.ckpts", text, Optional.empty());
    }
}
