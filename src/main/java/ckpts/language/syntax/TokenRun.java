package ckpts.language.syntax;

import ckpts.language.syntax.generated.CkptsLexer;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;

/** The tokens of one statement, or of the part of it before, between and after its blocks, broken into lines. */
final class TokenRun {
    private final Spacing spacing;
    private final Lines lines;
    private final int level;
    private final List<Piece> pieces = new ArrayList<>();
    private boolean blank;
    private boolean afterBlock;
    private boolean continued;
    private int depth;
    private Token last;

    /**
     * A token with the space before it.
     *
     * @param depth the number of brackets around it
     * @param breaks whether the line may end after it
     */
    private record Piece(String text, int type, int depth, boolean breaks) {}

    TokenRun(Spacing spacing, Lines lines, int level, boolean blank) {
        this.spacing = spacing;
        this.lines = lines;
        this.level = level;
        this.blank = blank;
    }

    void add(Token token) {
        int type = token.getType();
        boolean closes = type == CkptsLexer.CLOSE_PAREN || type == CkptsLexer.CLOSE_BRACKET;
        depth -= closes ? 1 : 0;
        boolean breaks =
                type == CkptsLexer.COMMA || type == CkptsLexer.ARROW || (type == CkptsLexer.ASSIGN && depth == 0);
        String space = last != null && spacing.between(last, token) ? " " : "";
        pieces.add(new Piece(space + token.getText(), type, depth, breaks));
        depth += type == CkptsLexer.OPEN_PAREN || type == CkptsLexer.OPEN_BRACKET ? 1 : 0;
        last = token;
    }

    /** Between two statements of a block on one line. */
    void separator() {
        pieces.add(new Piece(";", CkptsLexer.SEMICOLON, 0, false));
    }

    /** True if what has been added cannot be the end of a statement. */
    boolean continues() {
        return last != null
                && (last.getType() == CkptsLexer.COMMA
                        || last.getType() == CkptsLexer.ARROW
                        || last.getType() == CkptsLexer.ASSIGN);
    }

    void comment(String text, boolean ownLine) {
        if (!ownLine && !pieces.isEmpty()) {
            flush(text);
        } else {
            flush("");
            lines.add(indentation(), false, "", text);
        }
    }

    /** The rest after a block, on the line of its closing brace. */
    void restart() {
        blank = false;
        afterBlock = true;
        continued = false;
        last = null;
    }

    void end() {
        flush("");
        blank = false;
        continued = false;
    }

    private int indentation() {
        return continued ? level + 2 : level;
    }

    private void flush(String comment) {
        if (pieces.isEmpty()) {
            return;
        }
        List<Piece> rest = new ArrayList<>(pieces);
        pieces.clear();
        boolean whole = !continued && comment.isEmpty();
        while (!rest.isEmpty()) {
            int count = fitting(rest);
            boolean ends = count == rest.size();
            String text = join(rest.subList(0, count));
            int arrow = whole && ends && !afterBlock ? arrow(rest) : -1;
            lines.add(indentation(), blank, text, ends ? comment : "", arrow);
            rest = rest.subList(count, rest.size());
            blank = false;
            continued = true;
            whole = false;
        }
    }

    /** The number of pieces that go on the next line: all that fit, else up to the last break in the fewest brackets. */
    private int fitting(List<Piece> rest) {
        int width = indentation() * Lines.INDENT;
        int best = -1;
        for (int i = 0; i < rest.size(); i++) {
            width += rest.get(i).text().length();
            boolean over = width > Lines.WIDTH;
            if (over && best >= 0) {
                return best + 1;
            }
            boolean candidate = rest.get(i).breaks() && i + 1 < rest.size();
            if (candidate && (best < 0 || rest.get(i).depth() <= rest.get(best).depth())) {
                best = i;
            }
        }
        return rest.size();
    }

    private static String join(List<Piece> pieces) {
        StringBuilder text = new StringBuilder();
        pieces.forEach(piece -> text.append(piece.text()));
        return text.toString().strip();
    }

    /** The column of a rename's arrow, which a block aligns; -1 without one. */
    private static int arrow(List<Piece> pieces) {
        int first = pieces.get(0).type();
        boolean renames = first == CkptsLexer.RENAME
                || first == CkptsLexer.STRING
                || first == CkptsLexer.REGEX
                || (first >= CkptsLexer.SLOTS && first <= CkptsLexer.MISMATCHED)
                || first == CkptsLexer.OPEN_PAREN;
        int column = 0;
        for (Piece piece : pieces) {
            if (piece.type() == CkptsLexer.OPEN_BRACE) {
                return -1;
            }
            if (piece.type() == CkptsLexer.ARROW) {
                return renames ? column + 1 : -1;
            }
            column += piece.text().length();
        }
        return -1;
    }
}
