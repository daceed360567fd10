package ckpts.naming;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns the tokens of a target into parts and checks them against the pattern; for one target. */
final class TemplateCompiler extends TokenCompiler<TemplatePart> {
    /** A statement that splits a tensor into more parts than this is a mistake. */
    private static final int MOST_PARTS = 100_000;

    private final NamePattern pattern;
    private final List<Integer> wildcards = new ArrayList<>();
    private final List<Integer> lists = new ArrayList<>();
    private int wildcardsSeen;
    private int listsSeen;

    private TemplateCompiler(List<GlobToken> tokens, NamePattern pattern, Map<String, String> bound) {
        super(tokens, bound);
        this.pattern = pattern;
        for (int i = 0; i < elements().size(); i++) {
            GlobElement element = elements().get(i);
            if (element instanceof GlobElement.Choice) {
                lists.add(i);
            } else if (!wildcard(element).isEmpty()) {
                wildcards.add(i);
            }
        }
    }

    static NameTemplate compile(String text, NamePattern pattern, Map<String, String> bound) {
        if (text.isEmpty() && !pattern.isRegex()) {
            throw new PatternException("the target is empty: every tensor needs a name", 0);
        }
        TemplateCompiler compiler = new TemplateCompiler(GlobScanner.scan(text), pattern, bound);
        compiler.requireEqualCounts(false);
        return compiler.template(text);
    }

    /** @see NameTemplate#gathering */
    static NameTemplate gathering(String text, NamePattern pattern, Map<String, String> bound) {
        TemplateCompiler compiler = new TemplateCompiler(GlobScanner.scan(text), pattern, bound);
        compiler.requireEqualCounts(true);
        return compiler.template(text);
    }

    /** @see NameTemplate#spreading */
    static List<NameTemplate> spreading(String text, NamePattern pattern, Map<String, String> bound) {
        List<GlobToken> tokens = GlobScanner.scan(text);
        int last = tokens.size() - 1;
        while (last >= 0 && listAt(tokens, last).isEmpty()) {
            last--;
        }
        if (last < 0) {
            throw new PatternException(
                    "the target needs a list or a range with an item for each part: {q,k,v}, {0..7}", 0);
        }
        Alternatives parts = listAt(tokens, last).get();
        int offset = tokens.get(last).offset();
        if (parts.size() > MOST_PARTS) {
            throw new PatternException("more than " + MOST_PARTS + " parts", offset);
        }
        List<NameTemplate> templates = new ArrayList<>();
        for (int part = 0; part < parts.size(); part++) {
            List<GlobToken> one = new ArrayList<>(tokens);
            if (parts.at(part).isEmpty()) {
                one.remove(last);
            } else {
                one.set(last, new GlobToken.Plain(parts.at(part), offset));
            }
            TemplateCompiler compiler = new TemplateCompiler(one, pattern, bound);
            compiler.requireEqualCounts(false);
            templates.add(compiler.template(text));
        }
        return templates;
    }

    private static Optional<Alternatives> listAt(List<GlobToken> tokens, int index) {
        return tokens.get(index) instanceof GlobToken.Braces braces ? GlobCompiler.list(braces) : Optional.empty();
    }

    private NameTemplate template(String text) {
        return new NameTemplate(text, pattern.isRegex(), compiled());
    }

    private List<GlobElement> elements() {
        return pattern.matching() instanceof GlobMatching glob ? glob.elements() : List.of();
    }

    /** The spelling of an element if it is a wildcard; else empty. */
    private static String wildcard(GlobElement element) {
        if (element instanceof GlobElement.Star) {
            return "*";
        }
        if (element instanceof GlobElement.OneOf one) {
            return one.source();
        }
        boolean segments = element instanceof GlobElement.SegmentsThen
                || element instanceof GlobElement.OneOrMoreSegments
                || element instanceof GlobElement.Everything;
        return segments ? "**" : "";
    }

    @Override
    TemplatePart literal(String text) {
        return new TemplatePart.Text(text);
    }

    /** @param orNone whether the target can leave out wildcards and lists of the pattern */
    private void requireEqualCounts(boolean orNone) {
        List<GlobToken> wild =
                tokens().stream().filter(GlobToken.Wild.class::isInstance).toList();
        List<GlobToken> listed = tokens().stream()
                .filter(token -> token instanceof GlobToken.Braces braces
                        && GlobCompiler.list(braces).isPresent())
                .toList();
        if (pattern.isRegex() && wild.size() + listed.size() > 0) {
            GlobToken first = wild.isEmpty() ? listed.get(0) : wild.get(0);
            throw new PatternException(
                    "a regular expression has no wildcards or lists: write {1} for its first group", first.offset());
        }
        requireEqualCounts("wildcard", wild, orNone && wild.isEmpty() ? 0 : wildcards.size());
        requireEqualCounts("list", listed, orNone && listed.isEmpty() ? 0 : lists.size());
    }

    private void requireEqualCounts(String what, List<GlobToken> found, int expected) {
        if (found.size() == expected) {
            return;
        }
        int offset = found.size() > expected ? found.get(expected).offset() : 0;
        throw new PatternException(
                "the target has " + count(found.size(), what) + ", the pattern " + pattern + " has "
                        + count(expected, what) + ": they pair by position; write captures ({x}) to "
                        + "leave one out or to move it",
                offset);
    }

    private static String count(int count, String what) {
        return count == 0 ? "no " + what : Counted.of(count, what);
    }

    @Override
    void wild(GlobToken.Wild wild, int index) {
        int element = wildcards.get(wildcardsSeen++);
        String expected = wildcard(elements().get(element));
        if (!wild.source().equals(expected)) {
            throw new PatternException(
                    "wildcard " + wildcardsSeen + " is " + wild.source() + " in the target and " + expected
                            + " in the pattern " + pattern + ": write the same one",
                    wild.offset());
        }
        if (wild.isSegments()) {
            segments(wild, index, element);
        } else {
            add(new TemplatePart.Copied(element));
        }
    }

    private void segments(GlobToken.Wild wild, int index, int element) {
        char before = neighbour(index - 1, true);
        char after = neighbour(index + 1, false);
        requireWholeSegments(wild, before, after);
        boolean separated = elements().get(element) instanceof GlobElement.SegmentsThen;
        if (after != NONE) {
            add(new TemplatePart.Segments(element, separated, "", String.valueOf(after)));
            takeNextSeparator();
        } else if (before != NONE && takeLastSeparator()) {
            add(new TemplatePart.Segments(element, separated, String.valueOf(before), ""));
        } else {
            add(new TemplatePart.Segments(element, separated, "", ""));
        }
    }

    @Override
    void braces(GlobToken.Braces braces) {
        Optional<Alternatives> list = GlobCompiler.list(braces);
        if (list.isPresent()) {
            list(braces, list.get());
            return;
        }
        IndexExpression expression = IndexExpression.parse(braces, pattern.isRegex())
                .orElseThrow(() -> new PatternException(notAnExpression(braces), braces.offset()));
        if (bound().keySet().containsAll(expression.captures())) {
            append(expression.with(bound()).write(name -> Optional.empty()));
            return;
        }
        for (String capture : expression.captures()) {
            requireCapture(capture, braces);
        }
        add(new TemplatePart.Computed(bound().isEmpty() ? expression : expression.with(bound())));
    }

    private void list(GlobToken.Braces braces, Alternatives target) {
        int element = lists.get(listsSeen++);
        Alternatives source = ((GlobElement.Choice) elements().get(element)).alternatives();
        if (source.size() != target.size()) {
            throw new PatternException(
                    "the list " + braces.source() + " has " + target.size() + " items, its counterpart in the pattern "
                            + pattern + " has " + source.size() + ": they pair by position",
                    braces.offset());
        }
        add(new TemplatePart.Paired(element, source, target));
    }

    private static String notAnExpression(GlobToken.Braces braces) {
        return braces.content().contains(":")
                ? braces.source() + ": kinds belong in the pattern; a target has {x}, or {i:02} to pad with zeros"
                : braces.source() + " is not an expression: a target has {x}, {i+1}, {i:02}, lists and ranges";
    }

    private void requireCapture(String capture, GlobToken.Braces braces) {
        if (bound().containsKey(capture) || pattern.captureNames().contains(capture)) {
            return;
        }
        if (pattern.matching() instanceof RegexMatching regex) {
            if (RegexMatching.groupNumber(capture).orElse(Integer.MAX_VALUE) > regex.groupCount()) {
                throw new PatternException(
                        "{" + capture + "} is not a group of " + pattern + ", which has "
                                + count(regex.groupCount(), "group"),
                        braces.offset());
            }
            return;
        }
        String known =
                pattern.captureNames().stream().map(name -> "{" + name + "}").collect(Collectors.joining(", "));
        throw new PatternException(
                "{" + capture + "} is not a capture of " + pattern + ", which has "
                        + (known.isEmpty() ? "none" : known),
                braces.offset());
    }
}
