package ckpts.language.syntax;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** Takes a string token apart: {@code "h.${i + 1}.$x"} is a literal, an insertion, a literal, an insertion. */
final class StringLiteralBuilder {
    private final SourceText source;
    private final Problems problems;

    StringLiteralBuilder(SourceText source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    StringLiteral text(Token string) {
        int end = string.getStopIndex() + 1;
        String all = source.text();
        List<StringLiteral.Part> parts = new ArrayList<>();
        int literal = string.getStartIndex() + 1;
        int at = literal;
        while (at < end - 1) {
            char c = all.charAt(at);
            if (c == '\\') {
                at += 2;
            } else if (c == '$') {
                addLiteral(parts, literal, at);
                at = insertion(parts, at, end - 1);
                literal = at;
            } else {
                at++;
            }
        }
        addLiteral(parts, literal, end - 1);
        return new StringLiteral(new Span(source, string.getStartIndex(), end), parts);
    }

    private void addLiteral(List<StringLiteral.Part> parts, int start, int end) {
        if (start < end) {
            Span span = new Span(source, start, end);
            parts.add(new StringLiteral.Literal(span, span.text()));
        }
    }

    /** Reads the insertion whose {@code $} is at {@code start}; returns where the text continues. */
    private int insertion(List<StringLiteral.Part> parts, int start, int end) {
        String all = source.text();
        int next = start + 1;
        if (next < end && all.charAt(next) == '{') {
            return braced(parts, start, end);
        }
        int stop = next;
        while (stop < end && isWord(all.charAt(stop), stop > next)) {
            stop++;
        }
        Span span = new Span(source, start, stop);
        if (stop == next) {
            problems.add(loneDollar(span, next < end ? all.charAt(next) : ' '));
            return next;
        }
        parts.add(new StringLiteral.Insertion(span, new Expression.Variable(span, all.substring(next, stop))));
        return stop;
    }

    private static Diagnostic loneDollar(Span span, char next) {
        Diagnostic problem = Diagnostic.error(Code.BAD_STRING, span, "`$` inserts nothing here")
                .labelled("a parameter's name or `{` must follow");
        return next >= '0' && next <= '9'
                ? problem.help("a group of a regular expression is written {" + next + "}")
                : problem.help("write \\$ for a dollar sign");
    }

    private int braced(List<StringLiteral.Part> parts, int start, int end) {
        int close = closingBrace(start + 2, end);
        if (close < 0) {
            Span opening = new Span(source, start, start + 2);
            problems.add(Diagnostic.error(Code.BAD_STRING, opening, "`${` is not closed")
                    .labelled("no `}` follows in this string")
                    .help("write \\$ for a dollar sign"));
            return end;
        }
        Span whole = new Span(source, start, close + 1);
        ParsedSource.insertion(source, start + 2, close, problems)
                .ifPresent(inner -> parts.add(new StringLiteral.Insertion(whole, inner)));
        return close + 1;
    }

    /** The brace that ends an insertion, or -1. Strings inside are skipped as units, with insertions of their own. */
    private int closingBrace(int from, int end) {
        String all = source.text();
        int level = 1; // odd: in an insertion; even: in a string inside one
        for (int at = from; at < end; at++) {
            char c = all.charAt(at);
            boolean inString = level % 2 == 0;
            if (inString && c == '\\') {
                at++;
            } else if (c == '"') {
                level += inString ? -1 : 1;
            } else if (inString && all.startsWith("${", at)) {
                level++;
                at++;
            } else if (!inString && c == '{') {
                return -1;
            } else if (!inString && c == '}' && --level == 0) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isWord(char c, boolean inside) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (inside && c >= '0' && c <= '9');
    }
}
