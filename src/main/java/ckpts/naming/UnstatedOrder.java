package ckpts.naming;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A part of a pattern in which several names of a group differ, and which does not give their order.
 *
 * @param pattern the pattern
 * @param part the part as written: {@code *}, {@code {x}}
 * @param matched the distinct strings that it matched; none for a regular expression
 * @param offset its offset in the pattern's source
 * @param captured whether a list in its place must be a capture, because the target pairs with the existing lists
 */
public record UnstatedOrder(NamePattern pattern, String part, List<String> matched, int offset, boolean captured) {
    /** More strings than this are too many for a message. */
    private static final int MOST_LISTED = 12;

    public UnstatedOrder {
        matched = List.copyOf(matched);
    }

    static UnstatedOrder ofRegex(NamePattern regex) {
        return new UnstatedOrder(regex, regex.toString(), List.of(), 0, false);
    }

    static UnstatedOrder of(
            NamePattern pattern, List<GlobElement> elements, int element, List<String> matched, boolean captured) {
        GlobToken token = token(pattern, elements, element);
        String part = token instanceof GlobToken.Wild wild ? wild.source() : ((GlobToken.Braces) token).source();
        return new UnstatedOrder(pattern, part, matched, token.offset(), captured);
    }

    /** Each wildcard is one part of the pattern; captures are identified by their names. */
    private static GlobToken token(NamePattern pattern, List<GlobElement> elements, int element) {
        List<GlobToken> tokens = GlobScanner.scan(pattern.source());
        if (elements.get(element) instanceof GlobElement.Capture capture) {
            return tokens.stream()
                    .filter(token -> token instanceof GlobToken.Braces braces
                            && braces.content().split(":", 2)[0].equals(capture.name()))
                    .findFirst()
                    .orElseThrow();
        }
        long before = elements.subList(0, element).stream()
                .filter(UnstatedOrder::isWildcard)
                .count();
        return tokens.stream()
                .filter(GlobToken.Wild.class::isInstance)
                .skip(before)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isWildcard(GlobElement element) {
        return !(element instanceof GlobElement.Literal
                || element instanceof GlobElement.Choice
                || element instanceof GlobElement.Capture
                || element instanceof GlobElement.Repeat);
    }

    /** Whether it matched only numbers, so that a capture of numbers would give the order. */
    public boolean isOfNumbers() {
        return !matched.isEmpty() && matched.stream().allMatch(text -> text.matches("[0-9]+"));
    }

    /**
     * The source of the pattern with a part in its place that gives an order; empty if there is no proposal.
     *
     * @param order the strings in the intended order
     * @param taken names that already have a meaning
     */
    public Optional<String> stated(List<String> order, Collection<String> taken) {
        boolean fits = !matched.isEmpty()
                && !part.equals("**")
                && matched.stream().noneMatch(String::isEmpty)
                && (isOfNumbers() || matched.size() <= MOST_LISTED);
        return fits ? Optional.of(replaced(isOfNumbers() ? numbered(taken) : listed(order, taken))) : Optional.empty();
    }

    private String replaced(String by) {
        String source = pattern.source();
        return source.substring(0, offset) + by + source.substring(offset + part.length());
    }

    private String numbered(Collection<String> taken) {
        return "{" + name(taken) + ":int}";
    }

    private String listed(List<String> order, Collection<String> taken) {
        boolean capture = captured || part.startsWith("{");
        String list = order.stream()
                .map(text -> NamePattern.quote(text).replace(",", "\\,").replace("|", "\\|"))
                .collect(Collectors.joining(capture ? "|" : ","));
        return capture ? "{" + name(taken) + ":" + list + "}" : "{" + list + "}";
    }

    /** Its own name, or one that is still unused. */
    private String name(Collection<String> taken) {
        if (part.startsWith("{")) {
            return part.substring(1, part.length() - 1).split(":", 2)[0];
        }
        return Stream.of("i", "n", "k", "part")
                .filter(name -> !taken.contains(name) && !pattern.captureNames().contains(name))
                .findFirst()
                .orElse("number");
    }
}
