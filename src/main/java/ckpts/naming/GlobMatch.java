package ckpts.naming;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A match of a glob: the name and, per element of the pattern, the range that it matched. */
final class GlobMatch implements Match {
    private final String name;
    private final List<GlobElement> elements;
    private final int[] starts;
    private final int[] ends;

    GlobMatch(String name, List<GlobElement> elements, int[] starts, int[] ends) {
        this.name = name;
        this.elements = elements;
        this.starts = starts;
        this.ends = ends;
    }

    @Override
    public String name() {
        return name;
    }

    /** The text that an element matched. */
    String text(int element) {
        return name.substring(starts[element], ends[element]);
    }

    int compareInPatternOrder(GlobMatch other) {
        for (int i = 0; i < elements.size(); i++) {
            GlobElement kind =
                    elements.get(i) instanceof GlobElement.Capture capture ? capture.kind() : elements.get(i);
            int order = kind instanceof GlobElement.Choice choice
                    ? Long.compare(
                            choice.alternatives().indexOf(text(i)),
                            choice.alternatives().indexOf(other.text(i)))
                    : NaturalOrder.INSTANCE.compare(text(i), other.text(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    @Override
    public Map<String, String> captures() {
        Map<String, String> captures = new LinkedHashMap<>();
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof GlobElement.Capture capture) {
                captures.put(capture.name(), text(i));
            }
        }
        return captures;
    }

    @Override
    public Optional<String> capture(String capture) {
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof GlobElement.Capture found
                    && found.name().equals(capture)) {
                return Optional.of(text(i));
            }
        }
        return Optional.empty();
    }

    @Override
    public String replacing(String capture, String text) {
        StringBuilder replaced = new StringBuilder();
        int copied = 0;
        boolean found = false;
        for (int i = 0; i < elements.size(); i++) {
            if (is(elements.get(i), capture)) {
                replaced.append(name, copied, starts[i]).append(text);
                copied = ends[i];
                found = true;
            }
        }
        if (!found) {
            throw new IllegalArgumentException("no capture " + capture);
        }
        return replaced.append(name, copied, name.length()).toString();
    }

    @Override
    public String before(String capture) {
        for (int i = 0; i < elements.size(); i++) {
            if (is(elements.get(i), capture)) {
                return name.substring(0, starts[i]);
            }
        }
        throw new IllegalArgumentException("no capture " + capture);
    }

    private static boolean is(GlobElement element, String capture) {
        return element instanceof GlobElement.Capture first && first.name().equals(capture)
                || element instanceof GlobElement.Repeat later && later.name().equals(capture);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GlobMatch that && name.equals(that.name) && elements.equals(that.elements);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name + captures();
    }
}
