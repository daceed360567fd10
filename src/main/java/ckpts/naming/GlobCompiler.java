package ckpts.naming;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the tokens of a pattern into elements; for one pattern. */
final class GlobCompiler extends TokenCompiler<GlobElement> {
    /** {@code {x}} and {@code {x:kind}}. */
    private static final Pattern CAPTURE = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::(.*))?", Pattern.DOTALL);

    private final Map<String, Integer> firstUse = new HashMap<>();
    private final Map<String, String> kinds = new HashMap<>();

    private GlobCompiler(List<GlobToken> tokens, Map<String, String> bound) {
        super(tokens, bound);
    }

    /**
     * @param bound captures of an enclosing scope: braces insert their values
     * @return no two literals in a row
     */
    static List<GlobElement> compile(String text, Map<String, String> bound) {
        if (text.isEmpty()) {
            throw new PatternException("an empty pattern matches nothing: write ** for everything", 0);
        }
        return new GlobCompiler(GlobScanner.scan(text), bound).compiled();
    }

    @Override
    GlobElement literal(String text) {
        return new GlobElement.Literal(text);
    }

    @Override
    void wild(GlobToken.Wild wild, int index) {
        switch (wild.source()) {
            case "*" -> add(new GlobElement.Star());
            case "?" -> add(new GlobElement.OneOf("?", CharacterSet.ALL));
            case "**" -> segments(wild, index);
            default -> add(new GlobElement.OneOf(wild.source(), CharacterSet.parse(wild.source(), wild.offset())));
        }
    }

    /**
     * <pre>
     *   **              everything
     *   **{@literal /}x   x/**{@literal /}y   zero or more segments, with the separator after them
     *   x/**    x/**.y  one or more segments
     * </pre>
     */
    private void segments(GlobToken.Wild wild, int index) {
        char before = neighbour(index - 1, true);
        char after = neighbour(index + 1, false);
        requireWholeSegments(wild, before, after);
        if (before == NONE && after == NONE) {
            add(new GlobElement.Everything());
        } else if (after != NONE && (before == NONE || before == after)) {
            add(new GlobElement.SegmentsThen(after));
            takeNextSeparator();
        } else {
            add(new GlobElement.OneOrMoreSegments());
        }
    }

    @Override
    void braces(GlobToken.Braces braces) {
        Optional<Alternatives> list = list(braces);
        if (list.isPresent()) {
            add(new GlobElement.Choice(list.get(), braces.source()));
            return;
        }
        Matcher capture = CAPTURE.matcher(braces.content());
        if (capture.matches()) {
            capture(braces, capture.group(1), Optional.ofNullable(capture.group(2)));
            return;
        }
        IndexExpression computed = IndexExpression.parse(braces, false)
                .orElseThrow(() -> new PatternException(
                        braces.source() + " is not a list, range or capture: write {q,k,v}, {0..11} or {x}",
                        braces.offset()));
        for (String name : computed.captures()) {
            if (!bound().containsKey(name)) {
                throw new PatternException(
                        "a pattern does not compute: write {" + name + "} here and " + braces.source()
                                + " in the target",
                        braces.offset());
            }
        }
        append(computed.with(bound()).write(name -> Optional.empty()));
    }

    /** The list or range in braces; empty if they contain neither. */
    static Optional<Alternatives> list(GlobToken.Braces braces) {
        List<String> items = split(braces.content(), ',');
        boolean range = items.size() == 1
                && braces.content().contains("..")
                && !CAPTURE.matcher(braces.content()).matches();
        return items.size() > 1 || range ? Optional.of(Alternatives.of(items, braces)) : Optional.empty();
    }

    private void capture(GlobToken.Braces braces, String name, Optional<String> kind) {
        String value = bound().get(name);
        if (value != null) {
            if (kind.isPresent()) {
                throw new PatternException(
                        "{" + name + "} already has a value in this scope: write {" + name
                                + "} for it, or use another name",
                        braces.offset());
            }
            append(value);
            return;
        }
        Integer first = firstUse.get(name);
        if (first == null) {
            GlobElement matches = kind(braces, kind);
            boolean numeric = matches instanceof GlobElement.Digits
                    || matches instanceof GlobElement.Choice choice
                            && choice.alternatives() instanceof Alternatives.NumberRange;
            firstUse.put(name, add(new GlobElement.Capture(name, matches, numeric)));
            kinds.put(name, kind.orElse(""));
            return;
        }
        if (kind.isPresent() && !kind.get().equals(kinds.get(name))) {
            throw new PatternException(
                    "{" + name + "} has a different kind where it first appears: write {" + name + "} here",
                    braces.offset());
        }
        add(new GlobElement.Repeat(name, first));
    }

    private static GlobElement kind(GlobToken.Braces braces, Optional<String> kind) {
        if (kind.isEmpty()) {
            return new GlobElement.SegmentPart();
        }
        if (kind.get().equals("int")) {
            return new GlobElement.Digits();
        }
        if (kind.get().equals("**")) {
            return new GlobElement.OneOrMoreSegments();
        }
        List<String> items = split(kind.get(), '|');
        if (items.size() > 1 || kind.get().contains("..")) {
            return new GlobElement.Choice(Alternatives.of(items, braces), braces.source());
        }
        throw new PatternException(
                braces.source() + " has an unknown kind: a capture is {x}, {x:**}, {x:int}, {x:0..11} or {x:q|k|v}",
                braces.offset());
    }

    /** Splits at a character, but not where it is escaped. */
    private static List<String> split(String content, char at) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < content.length(); i++) {
            if (content.charAt(i) == '\\') {
                i++;
            } else if (content.charAt(i) == at) {
                pieces.add(content.substring(start, i));
                start = i + 1;
            }
        }
        pieces.add(content.substring(start));
        return pieces;
    }
}
