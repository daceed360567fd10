package ckpts.language.syntax;

import ckpts.language.syntax.generated.CkptsLexer;
import java.util.List;
import java.util.stream.IntStream;

/** The words of the language, each in exactly one list, in the order of the grammar. */
public final class Vocabulary {
    private Vocabulary() {}

    /** Words that begin a statement: {@code load}, {@code rename}, {@code if}. They cannot be names. */
    public static List<String> statementWords() {
        return words(CkptsLexer.LOAD, CkptsLexer.SAVE);
    }

    /** Words that no statement of language 1 begins with, though they read like verbs. They cannot be names. */
    public static List<String> reservedWords() {
        return words(CkptsLexer.HIST, CkptsLexer.JAVA);
    }

    /** Words that join or are values: {@code else}, {@code and}, {@code it}, {@code true}. They cannot be names. */
    public static List<String> joiningWords() {
        return words(CkptsLexer.ELSE, CkptsLexer.NAN);
    }

    /** Words that begin an assertion. They cannot be names. */
    public static List<String> assertWords() {
        return words(CkptsLexer.CONSUMED, CkptsLexer.UNCHANGED);
    }

    /** Words with a meaning in their place, free to be names: {@code except}, {@code with}, {@code overwrite}. */
    public static List<String> softWords() {
        return words(CkptsLexer.EXCEPT, CkptsLexer.LANGUAGE);
    }

    /** The names of sets of tensors: {@code slots}, {@code missing}. Free names, but in an expression they mean the set. */
    public static List<String> setWords() {
        return words(CkptsLexer.SLOTS, CkptsLexer.MISMATCHED);
    }

    /** True if a checkpoint, a parameter, a variable or a capture may be called that. */
    public static boolean isFreeName(String word) {
        return isWord(word)
                && !statementWords().contains(word)
                && !reservedWords().contains(word)
                && !joiningWords().contains(word)
                && !assertWords().contains(word);
    }

    private static boolean isWord(String text) {
        return !text.isEmpty()
                && !(text.charAt(0) >= '0' && text.charAt(0) <= '9')
                && text.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_');
    }

    /** The words of adjoining token types. */
    private static List<String> words(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Vocabulary::word).toList();
    }

    static String word(int type) {
        String quoted = CkptsLexer.VOCABULARY.getLiteralName(type);
        return quoted.substring(1, quoted.length() - 1);
    }
}
