package ckpts.language.semantics;

import ckpts.naming.Match;
import ckpts.naming.NamePattern;
import java.util.Map;
import java.util.Optional;

/**
 * One name that a selector selects.
 *
 * @param name the whole name
 * @param base the part of it before the part that the pattern was matched against: the scope's prefix for a regular
 *     expression, empty otherwise
 * @param found the pattern that matched and how; empty if a named set selected it
 */
public record Selected(String name, String base, Optional<Found> found) {
    /** A pattern and its match. */
    public record Found(NamePattern pattern, Match match) {}

    /** Capture to matched text; empty for a named set. */
    public Map<String, String> captures() {
        return found.map(f -> f.match().captures()).orElse(Map.of());
    }
}
