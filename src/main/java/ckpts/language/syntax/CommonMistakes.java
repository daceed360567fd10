package ckpts.language.syntax;

import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.generated.CkptsLexer;
import ckpts.naming.NearNames;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** Messages for common mistakes: an operator of another language, a missing comma or quote. */
final class CommonMistakes {
    private final Mistake mistake;

    CommonMistakes(Mistake mistake) {
        this.mistake = mistake;
    }

    /** The message of the first mistake that fits; empty if none does. */
    Optional<Diagnostic> explain() {
        return foreignOperator()
                .or(this::unclosed)
                .or(this::closedTooLate)
                .or(this::arrow)
                .or(() -> new FirstWords(mistake).explain())
                .or(this::equalsMistakes)
                .or(this::openCondition)
                .or(this::takenName)
                .or(this::nameOfSet)
                .or(this::missingQuotes)
                .or(this::metadataWithoutDot)
                .or(this::needlessQuotes)
                .or(this::listInParentheses)
                .or(this::missingComma)
                .or(this::twoStatements)
                .or(this::question)
                .or(this::misspelled);
    }

    private Diagnostic error(String message) {
        return mistake.error(message);
    }

    private Optional<Diagnostic> foreignOperator() {
        return Optional.ofNullable(
                switch (mistake.found().getType()) {
                    case CkptsLexer.UNCLOSED_STRING ->
                        error("the string is not closed").labelled("no \" follows on this line");
                    case CkptsLexer.UNCLOSED_REGEX ->
                        error("the regular expression is not closed")
                                .labelled("no / follows on this line")
                                .help("write \\/ for a slash in it; a name is written in \" \"");
                    case CkptsLexer.SINGLE_QUOTED -> singleQuotes();
                    case CkptsLexer.LONG_STRING ->
                        error("a string is written in one pair of quotes").labelled("expected \"...\"");
                    case CkptsLexer.UNKNOWN_NUMBER ->
                        error("this is not a number")
                                .labelled("digits and letters mixed")
                                .help(
                                        "sizes end in B, kB, MB, GB, TB, KiB, MiB, GiB or TiB: 5GB; a name is written in \" \"");
                    case CkptsLexer.DOUBLE_AND ->
                        error("`&&` is not an operator of this language").labelled("write `and`");
                    case CkptsLexer.DOUBLE_OR ->
                        error("`||` is not an operator of this language").labelled("write `or`");
                    case CkptsLexer.EXCLAMATION ->
                        error("`!` is not an operator of this language").labelled("write `not`");
                    case CkptsLexer.POWER ->
                        error("`**` is not an operator of this language")
                                .labelled("write x * x; a pattern is written in \" \"");
                    case CkptsLexer.UNKNOWN -> unknown();
                    default -> null;
                });
    }

    private Diagnostic singleQuotes() {
        String inner = mistake.found().getText();
        inner = inner.substring(1, inner.length() - 1);
        return error("strings are written in double quotes")
                .labelled("write \"" + Mistake.shortened(inner.replace("\"", "\\\"")) + "\"");
    }

    private Diagnostic unknown() {
        String text = mistake.found().getText();
        if (text.equals("'")) {
            return error("strings are written in double quotes").labelled("expected \"");
        }
        if ("\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb".contains(text)) {
            return error("strings are not written in this kind of quotes").labelled("expected \"");
        }
        int code = text.codePointAt(0);
        boolean visible = code > ' ' && !Character.isSpaceChar(code) && !Character.isISOControl(code);
        String name = visible ? "`" + text + "`" : String.format("the character U+%04X", code);
        return error(name + " is not a character of this language")
                .labelled("it is allowed in strings and comments only");
    }

    /** A bracket or brace before the mistake that nothing closes, where the mistake is that something ends. */
    private Optional<Diagnostic> unclosed() {
        boolean ends = mistake.endsLine() || mistake.found(CkptsLexer.CLOSE_BRACE);
        boolean closes = mistake.found(CkptsLexer.CLOSE_BRACKET) || mistake.found(CkptsLexer.CLOSE_PAREN);
        int opening = ends || closes ? innermostOpen() : -1;
        if (opening < 0) {
            return Optional.empty();
        }
        Token open = mistake.token(opening);
        if (open.getType() == CkptsLexer.OPEN_BRACE && !mistake.found(Token.EOF)) {
            return Optional.empty();
        }
        String closing =
                open.getType() == CkptsLexer.OPEN_BRACE ? "}" : open.getType() == CkptsLexer.OPEN_PAREN ? ")" : "]";
        if (closes && mistake.found().getText().equals(closing)) {
            return Optional.empty();
        }
        return Optional.of(error("`" + open.getText() + "` is not closed")
                .at(mistake.span(open))
                .labelled("no `" + closing + "` follows"));
    }

    private int innermostOpen() {
        int closed = 0;
        for (int i = mistake.at() - 1; i >= 0; i--) {
            switch (mistake.type(i)) {
                case CkptsLexer.CLOSE_PAREN, CkptsLexer.CLOSE_BRACKET, CkptsLexer.CLOSE_BRACE -> closed++;
                case CkptsLexer.OPEN_PAREN, CkptsLexer.OPEN_BRACKET, CkptsLexer.OPEN_BRACE -> {
                    if (closed == 0) {
                        return i;
                    }
                    closed--;
                }
                default -> {}
            }
        }
        return -1;
    }

    private Optional<Diagnostic> arrow() {
        if (!mistake.expected().has(CkptsLexer.ARROW)) {
            return Optional.empty();
        }
        int found = mistake.found().getType();
        boolean inItsPlace = switch (found) {
            case CkptsLexer.TO,
                    CkptsLexer.FAT_ARROW,
                    CkptsLexer.ASSIGN,
                    CkptsLexer.GREATER,
                    CkptsLexer.MINUS,
                    CkptsLexer.COLON,
                    CkptsLexer.AS,
                    CkptsLexer.IN,
                    CkptsLexer.WITH,
                    CkptsLexer.BY -> true;
            default -> false;
        };
        if (inItsPlace) {
            return Optional.of(
                    error("the old name and the new one are joined by `->`").labelled("write `->`"));
        }
        return found == CkptsLexer.STRING
                ? Optional.of(error("`->` is missing between the old name and the new one")
                        .labelled("expected `->`")
                        .help("patterns are separated by commas"))
                : Optional.empty();
    }

    private Optional<Diagnostic> equalsMistakes() {
        boolean mayGoOn = mistake.expected().has(ExpectedKind.OPERATOR);
        if (mistake.found(CkptsLexer.ASSIGN) && mayGoOn && !mistake.expected().has(CkptsLexer.ASSIGN)) {
            return Optional.of(error("`=` does not compare").labelled("write `==`"));
        }
        boolean wanted = mistake.expected().has(CkptsLexer.ASSIGN);
        if (wanted && "+-*/@%".contains(mistake.found().getText())) {
            String operator = mistake.found().getText();
            return Optional.of(error("`" + operator + "` is not allowed before `=`")
                    .labelled("expected `=`")
                    .help("write update ... = it " + operator + " ..."));
        }
        if (mistake.found(CkptsLexer.SAME) && wanted) {
            return Optional.of(error("`==` compares").labelled("write `=`"));
        }
        if (mistake.found(CkptsLexer.ASSIGN)
                && (mistake.expected().has(CkptsLexer.SAME)
                        || mistake.expected().has(ExpectedKind.COMPARISON))) {
            return Optional.of(error("`=` does not compare").labelled("write `==`"));
        }
        boolean chains = switch (mistake.found().getType()) {
            case CkptsLexer.SAME,
                    CkptsLexer.NOT_SAME,
                    CkptsLexer.LESS,
                    CkptsLexer.LESS_OR_SAME,
                    CkptsLexer.GREATER,
                    CkptsLexer.GREATER_OR_SAME -> mayGoOn;
            default -> false;
        };
        return chains
                ? Optional.of(error("comparisons do not chain")
                        .labelled("a second comparison")
                        .help("write a < b and b < c"))
                : Optional.empty();
    }

    /** {@code update "a" where rank == 2 = it}: the grammar takes no bare condition there. */
    private Optional<Diagnostic> openCondition() {
        boolean closed = switch (mistake.type(0)) {
            case CkptsLexer.SLICE, CkptsLexer.UPDATE, CkptsLexer.ASSERT, CkptsLexer.CHECK -> true;
            default -> false;
        };
        return closed && mistake.found(CkptsLexer.WHERE) && mistake.expected().has(CkptsLexer.EXCEPT)
                ? Optional.of(error("a selector with `where` must be in parentheses here")
                        .labelled("it is unclear where it ends")
                        .help("write (\"...\" where ...)"))
                : Optional.empty();
    }

    private Optional<Diagnostic> takenName() {
        String word = mistake.found().getText();
        boolean named =
                mistake.expected().has(ExpectedKind.NAME) && !mistake.expected().has(ExpectedKind.EXPRESSION);
        if (!named || !Words.isWord(mistake.found()) || Vocabulary.isFreeName(word)) {
            return Optional.empty();
        }
        String kind = Vocabulary.statementWords().contains(word)
                ? "a statement word"
                : Vocabulary.assertWords().contains(word) ? "an assert word" : "a word of the language";
        return Optional.of(error("`" + word + "` cannot be a name").labelled("it is " + kind));
    }

    private Optional<Diagnostic> nameOfSet() {
        String word = mistake.found().getText();
        boolean expression = mistake.expected().has(ExpectedKind.EXPRESSION)
                || mistake.expected().has(ExpectedKind.PATH);
        if (expression && Vocabulary.setWords().contains(word)) {
            return Optional.of(setAsValue(mistake.found()));
        }
        // A set's word may name a checkpoint, missing["a"], so that only what follows it is wrong.
        Token before = mistake.at() > 0 ? mistake.token(mistake.at() - 1) : mistake.found();
        boolean onlyChecked = mistake.expected().types().isEmpty()
                && mistake.expected().kinds().equals(Set.of(ExpectedKind.OPERATOR));
        return onlyChecked && Vocabulary.setWords().contains(before.getText())
                ? Optional.of(setAsValue(before))
                : Optional.empty();
    }

    private Diagnostic setAsValue(Token word) {
        return error("`" + word.getText() + "` is a set of tensors, not a value")
                .at(mistake.span(word))
                .labelled("expected <expression>")
                .help("write $" + word.getText() + " for a variable of that name");
    }

    private Optional<Diagnostic> missingQuotes() {
        GrammarWalk.Expected expected = mistake.expected();
        boolean string = expected.has(ExpectedKind.PATTERN)
                || expected.has(ExpectedKind.TARGET)
                || expected.has(ExpectedKind.STRING);
        if (!string || !(Words.isWord(mistake.found()) || mistake.found(CkptsLexer.TIMES))) {
            return Optional.empty();
        }
        Span name = Words.adjoining(mistake);
        return Optional.of(error("tensor names must be quoted")
                .at(name)
                .labelled("write \"" + Mistake.shortened(name.text()) + "\""));
    }

    private Optional<Diagnostic> metadataWithoutDot() {
        boolean field = mistake.at() > 0
                && mistake.type(mistake.at() - 1) == CkptsLexer.METADATA
                && mistake.expected().types().get(CkptsLexer.DOT);
        if (!field || !(Words.isWord(mistake.found()) || mistake.found(CkptsLexer.STRING))) {
            return Optional.empty();
        }
        String text = mistake.found().getText();
        return Optional.of(error("a field of the metadata follows a dot or stands in brackets")
                .labelled("write metadata" + (mistake.found(CkptsLexer.STRING) ? "[" + text + "]" : "." + text)));
    }

    private Optional<Diagnostic> needlessQuotes() {
        boolean named = mistake.expected().has(ExpectedKind.NAME)
                && mistake.expected().types().isEmpty();
        return named && mistake.found(CkptsLexer.STRING)
                ? Optional.of(error("this name is written without quotes")
                        .labelled("write " + mistake.found().getText().replace("\"", "")))
                : Optional.empty();
    }

    private Optional<Diagnostic> listInParentheses() {
        int open = mistake.found(CkptsLexer.COMMA) ? innermostOpen() : -1;
        return open >= 0 && mistake.type(open) == CkptsLexer.OPEN_PAREN
                ? Optional.of(error("a list is written in [ ]")
                        .at(mistake.span(mistake.token(open)))
                        .labelled("write `[`"))
                : Optional.empty();
    }

    private Optional<Diagnostic> missingComma() {
        boolean between = mistake.found(CkptsLexer.STRING) && mistake.type(mistake.at() - 1) == CkptsLexer.STRING;
        return between && mistake.expected().has(CkptsLexer.COMMA)
                ? Optional.of(error("a comma is missing between two strings").labelled("expected `,`"))
                : Optional.empty();
    }

    /** A word that touches the end of a string: the quote before it was meant to begin another string. */
    private Optional<Diagnostic> closedTooLate() {
        if (mistake.at() == 0 || !Words.isWord(mistake.found())) {
            return Optional.empty();
        }
        Token before = mistake.token(mistake.at() - 1);
        return before.getType() == CkptsLexer.STRING
                        && before.getStopIndex() + 1 == mistake.found().getStartIndex()
                ? Optional.of(error("a string ends right before this word")
                        .labelled(mistake.expectation())
                        .help("the string is " + Mistake.shortened(before.getText())
                                + ": is a quote missing before its end?"))
                : Optional.empty();
    }

    private Optional<Diagnostic> twoStatements() {
        boolean verb = Vocabulary.statementWords().contains(mistake.found().getText());
        return verb && mistake.at() > 0 && mistake.expected().has(CkptsLexer.NEWLINE)
                ? Optional.of(error("a statement begins in the middle of a line")
                        .labelled("expected the end of the line or `;` before it"))
                : Optional.empty();
    }

    private Optional<Diagnostic> question() {
        return mistake.found(CkptsLexer.QUESTION) && mistake.at() == 1
                ? Optional.of(error("`" + mistake.token(0).getText() + "` does not take `?`")
                        .labelled("it does not match patterns"))
                : Optional.empty();
    }

    /** A word that is nearly one of those expected. */
    private Optional<Diagnostic> misspelled() {
        if (!Words.isWord(mistake.found())) {
            return Optional.empty();
        }
        var words = mistake.expected().types().stream()
                .filter(type -> CkptsLexer.VOCABULARY.getLiteralName(type) != null)
                .mapToObj(Vocabulary::word)
                .toList();
        return NearNames.nearestWord(mistake.found().getText(), words)
                .map(word -> error("unexpected `"
                                + Mistake.shortened(mistake.found().getText()) + "`")
                        .labelled(mistake.expectation())
                        .help("did you mean `" + word + "`?"));
    }
}
