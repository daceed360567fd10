package ckpts.ui.repl;

import java.util.List;
import org.jline.reader.CompletingParsedLine;

/**
 * The input with a caret in it, as the line reader sees it.
 *
 * @param line the whole text
 * @param cursor the caret
 * @param word the word that has been begun before the caret, quote included; the text after it stays
 */
record Typed(String line, int cursor, String word) implements CompletingParsedLine {
    @Override
    public int wordCursor() {
        return word.length();
    }

    @Override
    public int wordIndex() {
        return 0;
    }

    @Override
    public List<String> words() {
        return List.of(word);
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
    }

    @Override
    public int rawWordCursor() {
        return word.length();
    }

    @Override
    public int rawWordLength() {
        return word.length();
    }
}
