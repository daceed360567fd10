package ckpts.language.syntax;

import ckpts.language.syntax.generated.CkptsLexer;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * Lays out the tokens of a script without mistakes. It works on tokens, not on the syntax tree, so that nothing written is
 * lost or changed; what it decides depends on the tokens and on which comments are on lines of their own, so that a
 * second pass decides the same.
 */
final class PrettyPrinter {
    private final List<Token> tokens;
    private final String source;
    private final Spacing spacing;
    private final Lines lines = new Lines();
    private int at;

    PrettyPrinter(ParsedSource parsed) {
        this.tokens = parsed.tokens().getTokens();
        this.source = parsed.source().text();
        this.spacing = new Spacing(parsed.tree());
    }

    String text() {
        body(0);
        return lines.text();
    }

    private Token token() {
        return tokens.get(at);
    }

    private static boolean isShown(Token token) {
        return token.getChannel() == Token.DEFAULT_CHANNEL || token.getType() == CkptsLexer.COMMENT;
    }

    private static boolean separates(Token token) {
        return token.getType() == CkptsLexer.NEWLINE || token.getType() == CkptsLexer.SEMICOLON;
    }

    /** Statements and comments up to the brace that ends the block, or the end. */
    private void body(int level) {
        boolean first = true;
        while (token().getType() != Token.EOF && token().getType() != CkptsLexer.CLOSE_BRACE) {
            Token next = token();
            if (!isShown(next) || separates(next)) {
                at++;
            } else if (next.getType() == CkptsLexer.COMMENT) {
                if (first || isOnOwnLine(next)) {
                    lines.add(level, blankBefore(next, first), "", comment(next));
                } else {
                    lines.addComment(comment(next));
                }
                at++;
                first = false;
            } else {
                statement(level, blankBefore(next, first));
                first = false;
            }
        }
    }

    private void statement(int level, boolean blank) {
        TokenRun run = new TokenRun(spacing, lines, level, blank);
        boolean inline = fitsInline(level);
        int brackets = 0;
        while (true) {
            Token next = token();
            int type = next.getType();
            if (type == Token.EOF || (separates(next) && isShown(next)) || type == CkptsLexer.CLOSE_BRACE) {
                break;
            }
            at++;
            if (type == CkptsLexer.COMMENT) {
                if (!inlineComment(run, next, brackets)) {
                    at--;
                    break;
                }
            } else if (type == CkptsLexer.OPEN_BRACE) {
                run.add(next);
                block(run, level, inline);
            } else if (isShown(next)) {
                brackets += bracket(type);
                run.add(next);
            }
        }
        run.end();
    }

    /** A comment in the middle of a statement; one after it is left to the body. */
    private boolean inlineComment(TokenRun run, Token comment, int brackets) {
        if (brackets == 0 && !run.continues()) {
            return false;
        }
        run.comment(comment(comment), isOnOwnLine(comment));
        return true;
    }

    private static int bracket(int type) {
        return switch (type) {
            case CkptsLexer.OPEN_PAREN, CkptsLexer.OPEN_BRACKET -> 1;
            case CkptsLexer.CLOSE_PAREN, CkptsLexer.CLOSE_BRACKET -> -1;
            default -> 0;
        };
    }

    /** The contents of braces; the opening one has been added. */
    private void block(TokenRun run, int level, boolean inline) {
        if (inline || isEmptyBlock()) {
            inlineBlock(run);
            return;
        }
        run.end();
        int start = at;
        while (!isShown(tokens.get(start)) || separates(tokens.get(start))) {
            start++;
        }
        if (tokens.get(start).getType() == CkptsLexer.COMMENT && !isOnOwnLine(tokens.get(start))) {
            lines.addComment(comment(tokens.get(start)));
            at = start + 1;
        }
        body(level + 1);
        run.restart();
        run.add(token());
        at++;
    }

    private void inlineBlock(TokenRun run) {
        int depth = 1;
        Token separator = null;
        boolean empty = true;
        while (depth > 0) {
            Token next = token();
            at++;
            int type = next.getType();
            if (!isShown(next)) {
                continue;
            }
            if (separates(next)) {
                separator = next;
                continue;
            }
            depth += type == CkptsLexer.OPEN_BRACE ? 1 : type == CkptsLexer.CLOSE_BRACE ? -1 : 0;
            if (separator != null && !empty && type != CkptsLexer.CLOSE_BRACE) {
                run.separator();
            }
            separator = null;
            empty = type == CkptsLexer.OPEN_BRACE;
            run.add(next);
        }
    }

    private boolean isEmptyBlock() {
        int index = at;
        while (!isShown(tokens.get(index)) || separates(tokens.get(index))) {
            index++;
        }
        return tokens.get(index).getType() == CkptsLexer.CLOSE_BRACE;
    }

    /** True if the statement has blocks, all written on one line, without comments, and short enough to stay so. */
    private boolean fitsInline(int level) {
        int depth = 0;
        int width = level * Lines.INDENT;
        for (int i = at; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            int type = token.getType();
            if (type == Token.EOF
                    || (depth == 0 && isShown(token) && (separates(token) || type == CkptsLexer.CLOSE_BRACE))) {
                return width <= Lines.WIDTH;
            }
            boolean newline = type == CkptsLexer.NEWLINE || type == CkptsLexer.CONTINUATION;
            if (depth > 0 && (newline || type == CkptsLexer.COMMENT)) {
                return false;
            }
            depth += type == CkptsLexer.OPEN_BRACE ? 1 : type == CkptsLexer.CLOSE_BRACE ? -1 : 0;
            width += isShown(token) && type != CkptsLexer.COMMENT
                    ? token.getText().length() + 1
                    : 0;
        }
        return false;
    }

    private static String comment(Token token) {
        return token.getText().stripTrailing();
    }

    private boolean isOnOwnLine(Token comment) {
        int index = comment.getStartIndex() - 1;
        while (index >= 0 && source.charAt(index) != '\n') {
            if (!isBlank(source.charAt(index))) {
                return false;
            }
            index--;
        }
        return true;
    }

    /** True if there is an empty line before a token, where one is kept. */
    private boolean blankBefore(Token token, boolean first) {
        if (first) {
            return false;
        }
        int newlines = 0;
        for (int i = token.getStartIndex() - 1; i >= 0 && isBlank(source.charAt(i)); i--) {
            newlines += source.charAt(i) == '\n' ? 1 : 0;
        }
        return newlines > 1;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\uFEFF';
    }
}
