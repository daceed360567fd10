package ckpts.naming;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits the text of a pattern or of a target into tokens.
 *
 * <pre>
 *   layers.{i:int}.*_proj.[wb]*      Plain "layers."  Braces "i:int"  Plain "."  Wild "*"  Plain "_proj."  Wild "[wb]"  Wild "*"
 * </pre>
 */
final class GlobScanner {
    /** Limit for everything that is not plain text: names have any length, and a pattern may contain a whole name. */
    private static final int MAX_LENGTH = 4096;

    /** Few enough that matching may recurse per token. */
    private static final int MAX_TOKENS = 256;

    private static final String ESCAPABLE = "*?[]{}$/\"\\,|";

    private final String text;
    private final List<GlobToken> tokens = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();
    private int plainStart;
    private int special;
    private int at;

    private GlobScanner(String text) {
        this.text = text;
    }

    /** @throws PatternException if an escape, a class or braces are not well formed, or a limit is reached */
    static List<GlobToken> scan(String text) {
        return new GlobScanner(text).scan();
    }

    /** Decodes the escapes of a part of braces. */
    static String decoded(String source, int offset) {
        StringBuilder decoded = new StringBuilder(source.length());
        for (int i = 0; i < source.length(); i++) {
            char c = source.charAt(i);
            if (c == '\\') {
                i++;
                decoded.append(escaped(source, i, offset + i - 1));
            } else if ("*?[{".indexOf(c) >= 0) {
                throw new PatternException(
                        "a list contains plain text: write \\" + c + " for the character " + c, offset + i);
            } else {
                decoded.append(c);
            }
        }
        return decoded.toString();
    }

    private List<GlobToken> scan() {
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '\\' -> escape();
                case '*' -> wild(text.startsWith("**", at) ? 2 : 1);
                case '?' -> wild(1);
                case '[' -> wild(classLength());
                case '{' -> braces();
                case ']', '}' ->
                    throw new PatternException(
                            c + " without " + (c == ']' ? "[" : "{") + ": write \\" + c + " for the character", at);
                default -> plain(c, 1);
            }
        }
        flush();
        return tokens;
    }

    private void escape() {
        plain(escaped(text, at + 1, at), 2);
    }

    private static char escaped(String text, int position, int offset) {
        if (position >= text.length()) {
            throw new PatternException("nothing follows the last \\: write \\\\ for a backslash", offset);
        }
        char c = text.charAt(position);
        if (ESCAPABLE.indexOf(c) < 0) {
            String advice = Character.isDigit(c)
                    ? "write {" + c + "} for a group of a regular expression"
                    : "write \\\\ for a backslash; a regular expression is written between slashes";
            throw new PatternException("\\" + c + " is not an escape: " + advice, offset);
        }
        return c;
    }

    private void plain(char c, int length) {
        if (plain.length() == 0) {
            plainStart = at;
        }
        plain.append(c);
        at += length;
    }

    private void wild(int length) {
        String source = text.substring(at, at + length);
        if (source.equals("**") && text.startsWith("*", at + 2)) {
            throw new PatternException("*** is not a wildcard: write * for one segment, ** for several", at);
        }
        add(new GlobToken.Wild(source, at), length);
        at += length;
    }

    private int classLength() {
        for (int i = at + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == ']') {
                return i + 1 - at;
            }
        }
        throw new PatternException("[ without ]: write \\[ for the character", at);
    }

    private void braces() {
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                throw new PatternException("braces do not nest: write \\{ for the character", i);
            } else if (c == '}') {
                add(new GlobToken.Braces(text.substring(at + 1, i), at), i + 1 - at);
                at = i + 1;
                return;
            }
        }
        throw new PatternException("{ without }: write \\{ for the character", at);
    }

    private void add(GlobToken token, int length) {
        flush();
        tokens.add(token);
        special += length;
        if (special > MAX_LENGTH) {
            throw new PatternException(
                    "wildcards and lists of " + special + " characters: at most " + MAX_LENGTH + " are allowed", at);
        }
        if (tokens.size() > MAX_TOKENS) {
            throw new PatternException("more than " + MAX_TOKENS + " parts", at);
        }
    }

    private void flush() {
        if (plain.length() > 0) {
            tokens.add(new GlobToken.Plain(plain.toString(), plainStart));
            plain.setLength(0);
        }
    }
}
