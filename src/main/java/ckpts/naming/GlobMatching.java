package ckpts.naming;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A compiled glob. Immutable. */
final class GlobMatching implements NamePattern.Matching {
    private final List<GlobElement> elements;
    private final String prefix;
    private final String suffix;
    /** The longest text that every matching name contains. */
    private final String within;

    private final boolean repeats;

    GlobMatching(List<GlobElement> elements) {
        this.elements = elements;
        this.prefix = elements.isEmpty() ? "" : literal(elements.get(0));
        this.suffix = elements.isEmpty() ? "" : literal(elements.get(elements.size() - 1));
        this.within = elements.stream()
                .map(GlobMatching::literal)
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        this.repeats = elements.stream().anyMatch(element -> element instanceof GlobElement.Repeat);
    }

    private static String literal(GlobElement element) {
        return element instanceof GlobElement.Literal literal ? literal.text() : "";
    }

    List<GlobElement> elements() {
        return elements;
    }

    boolean isLiteral() {
        return elements.size() == 1 && elements.get(0) instanceof GlobElement.Literal;
    }

    @Override
    public Optional<Match> match(String name) {
        if (!name.startsWith(prefix) || !name.endsWith(suffix) || !name.contains(within)) {
            return Optional.empty();
        }
        return new GlobMatcher(elements, repeats, name).match();
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public String suffix() {
        return suffix;
    }

    @Override
    public Set<String> segments() {
        Set<String> segments = new LinkedHashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            boolean opens = i == 0 || elements.get(i - 1) instanceof GlobElement.SegmentsThen;
            boolean closes = i == elements.size() - 1;
            List<String> pieces = NamePath.segments(literal(elements.get(i)));
            segments.addAll(pieces.subList(opens ? 0 : 1, Math.max(pieces.size() - (closes ? 0 : 1), opens ? 0 : 1)));
        }
        segments.remove("");
        return segments;
    }

    @Override
    public Set<String> captureNames() {
        Set<String> names = new LinkedHashSet<>();
        for (GlobElement element : elements) {
            if (element instanceof GlobElement.Capture capture) {
                names.add(capture.name());
            }
        }
        return names;
    }

    @Override
    public boolean isNumeric(String capture) {
        return elements.stream()
                .anyMatch(element -> element instanceof GlobElement.Capture found
                        && found.name().equals(capture)
                        && found.numeric());
    }
}
