package ckpts.ui.repl;

import ckpts.language.syntax.Lexemes;
import ckpts.ui.render.Visible;
import java.util.stream.Collectors;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours the input by the lexer of the language. Nothing is said by colour alone. */
final class CellHighlighter implements Highlighter {
    private final boolean colour;

    CellHighlighter(boolean colour) {
        this.colour = colour;
    }

    @Override
    public AttributedString highlight(LineReader reader, String text) {
        AttributedStringBuilder out = new AttributedStringBuilder();
        if (!colour || MagicCall.isOne(text)) {
            return out.append(drawable(text)).toAttributedString();
        }
        for (Lexemes.Lexeme lexeme : Lexemes.of(text)) {
            out.styled(style(lexeme.sort()), drawable(text.substring(lexeme.start(), lexeme.end())));
        }
        return out.toAttributedString();
    }

    /** The typed or pasted text, with nothing in it that a terminal would obey. */
    private static String drawable(String text) {
        return text.lines().map(Visible::of).collect(Collectors.joining("\n")) + (text.endsWith("\n") ? "\n" : "");
    }

    private static AttributedStyle style(Lexemes.Sort sort) {
        AttributedStyle plain = AttributedStyle.DEFAULT;
        return switch (sort) {
            case KEYWORD -> plain.bold();
            case SOFT -> plain.foreground(AttributedStyle.CYAN);
            case STRING -> plain.foreground(AttributedStyle.GREEN);
            case NUMBER, VARIABLE -> plain.foreground(AttributedStyle.MAGENTA);
            case COMMENT -> plain.faint();
            case MISTAKE -> plain.foreground(AttributedStyle.RED);
            case NAME, SIGN, BLANK -> plain;
        };
    }
}
