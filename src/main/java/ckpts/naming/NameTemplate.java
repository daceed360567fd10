package ckpts.naming;

import java.util.List;
import java.util.Map;

/**
 * The target of a rename or copy: writes a new name for a name that its pattern matched. Immutable, thread-safe.
 *
 * <p>The n-th wildcard is replaced by the text of the pattern's n-th one and must look like it; the n-th list pairs
 * with the n-th list by position. {@code {x}} writes the matched text, {@code {i+8}}, {@code {i-1}}, {@code {2*i+1}}
 * compute, {@code {i:02}} pads with zeros. Where a {@code **} matched no segment, one separator next to it is left out,
 * so that {@code a/**}{@code /b -> c/**}{@code /b} turns {@code a/b} into {@code c/b}. With a regular expression every
 * occurrence is replaced, {@code {1}} and {@code {name}} are its groups, {@code {0}} is the whole occurrence.
 */
public final class NameTemplate {
    private final String source;
    private final boolean regex;
    private final List<TemplatePart> parts;

    NameTemplate(String source, boolean regex, List<TemplatePart> parts) {
        this.source = source;
        this.regex = regex;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a target, its escapes not yet decoded.
     *
     * @param pattern the pattern that it is the target of
     * @throws PatternException if it is not well formed or does not fit the pattern
     */
    public static NameTemplate parse(String text, NamePattern pattern) {
        return parse(text, pattern, Map.of());
    }

    /**
     * Reads a target inside a scope.
     *
     * @param bound captures of enclosing scopes and their values, as the pattern got them
     * @throws PatternException if it is not well formed or does not fit the pattern
     */
    public static NameTemplate parse(String text, NamePattern pattern, Map<String, String> bound) {
        return TemplateCompiler.compile(text, pattern, bound);
    }

    /**
     * Reads the target of a statement that joins several tensors into one: it may leave out wildcards, or lists, or
     * both, and then represents all names that agree in the rest.
     *
     * @throws PatternException if it is not well formed or does not fit the pattern
     */
    public static NameTemplate gathering(String text, NamePattern pattern, Map<String, String> bound) {
        return TemplateCompiler.gathering(text, pattern, bound);
    }

    /**
     * Reads the target of a statement that splits one tensor into several: its last list or range has an item for each.
     *
     * @return one target for each part, in the order of the list
     * @throws PatternException if it is not well formed, has no list for the parts, or does not fit the pattern
     */
    public static List<NameTemplate> spreading(String text, NamePattern pattern, Map<String, String> bound) {
        return TemplateCompiler.spreading(text, pattern, bound);
    }

    /**
     * The new name.
     *
     * @param match of the pattern that the target was read for
     * @throws PatternException if a capture to compute with is not a number, a result is negative or too large, or the
     *     name is empty
     */
    public String expand(Match match) {
        StringBuilder name = new StringBuilder(match.name().length() + 16);
        if (regex) {
            replaceOccurrences((RegexMatch) match, name);
        } else {
            GlobMatch glob = (GlobMatch) match;
            for (TemplatePart part : parts) {
                part.write(glob, name);
            }
        }
        if (name.length() == 0) {
            throw new PatternException("the target is an empty name for \"" + match.name() + "\"", 0);
        }
        return name.toString();
    }

    /** Whether a part of the pattern is written, so that names with the same target agree in it. */
    boolean writes(int index, GlobElement element) {
        return parts.stream().anyMatch(part -> part.writes(index, element));
    }

    /** Whether its lists pair with those of the pattern. */
    boolean hasLists() {
        return parts.stream().anyMatch(TemplatePart.Paired.class::isInstance);
    }

    private void replaceOccurrences(RegexMatch match, StringBuilder name) {
        int copied = 0;
        for (RegexMatch.Occurrence occurrence : match.occurrences()) {
            name.append(match.name(), copied, occurrence.starts()[0]);
            for (TemplatePart part : parts) {
                part.write(match, occurrence, name);
            }
            copied = occurrence.ends()[0];
        }
        name.append(match.name(), copied, match.name().length());
    }

    /** The target as in a script, without quotes. */
    public String source() {
        return source;
    }

    @Override
    public String toString() {
        return "\"" + source + "\"";
    }
}
