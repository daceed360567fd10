package ckpts.language.semantics;

import ckpts.naming.NamePattern;
import ckpts.naming.NearNames;
import ckpts.naming.OtherNumbers;
import ckpts.state.RemovedNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Guesses at what was meant by a pattern or name that matches nothing, as sentences. Patterns in them are written as they
 * would be in its place: relative to the scope, or with a leading {@code /}.
 */
final class Guesses {
    private static final int MOST_DEPARTURES = 3;

    private final NamePattern written;
    private final boolean absolute;
    private final String prefix;
    private final Collection<String> names;

    /**
     * @param written without the {@code /} of an absolute one
     * @param absolute whether it is not relative to the scope
     * @param prefix the scope's
     * @param names all there are
     */
    Guesses(NamePattern written, boolean absolute, String prefix, Collection<String> names) {
        this.written = written;
        this.absolute = absolute || prefix.isEmpty();
        this.prefix = prefix;
        this.names = names;
    }

    /** The fate of names that it would have matched. */
    List<String> departed(RemovedNames departures) {
        String before = absolute ? "" : prefix;
        Set<String> present = new HashSet<>(names);
        List<RemovedNames.Departure> gone = departures.of(name -> name.startsWith(before)
                && written.match(name.substring(before.length())).isPresent()
                && !present.contains(name));
        Map<List<String>, List<RemovedNames.Departure>> statements = new LinkedHashMap<>();
        for (RemovedNames.Departure one : gone) {
            statements
                    .computeIfAbsent(List.of(one.word(), one.step().place()), key -> new ArrayList<>())
                    .add(one);
        }
        return statements.values().stream()
                .limit(MOST_DEPARTURES)
                .map(together -> departed(together, departures))
                .toList();
    }

    private static String departed(List<RemovedNames.Departure> together, RemovedNames departures) {
        RemovedNames.Departure first = together.get(0);
        if (together.size() == 1) {
            StringBuilder sentence = new StringBuilder(quoted(first.name()) + " was " + described(first));
            Optional<RemovedNames.Departure> next = departures.after(first);
            while (next.isPresent()) {
                sentence.append(", then ").append(described(next.get()));
                next = departures.after(next.get());
            }
            return sentence.toString();
        }
        String example =
                first.to().map(to -> quoted(first.name()) + " to " + quoted(to)).orElse(quoted(first.name()));
        return together.size() + " names that it matches were " + first.word() + " at "
                + first.step().place() + ": " + example + ", ...";
    }

    private static String described(RemovedNames.Departure departure) {
        return departure.word() + departure.to().map(to -> " to " + quoted(to)).orElse("") + " at "
                + departure.step().place();
    }

    private static String quoted(String name) {
        return "\"" + name + "\"";
    }

    /** The numbers that exist where it asks for others. */
    List<OtherNumbers> numbers() {
        return OtherNumbers.of(written, absolute ? "" : prefix, here());
    }

    /** The prefix of a pattern in a suggestion about names that are {@link #here}. */
    String lead() {
        return absolute && !prefix.isEmpty() ? "/" : "";
    }

    /** Names that are nearly the same. */
    List<String> near() {
        if (absolute) {
            return sentences(NearNames.of(written, names), lead());
        }
        Optional<String> misplaced = twice().or(this::outside);
        if (misplaced.isPresent()) {
            return List.of(misplaced.get());
        }
        List<String> here = here();
        List<String> inside = sentences(NearNames.of(written, here), "");
        List<String> outside = inside.isEmpty() ? sentences(NearNames.of(written, names), "/") : inside;
        return outside.isEmpty() && here.isEmpty() ? List.of("no name begins with " + prefix) : outside;
    }

    /** Its matches if it is taken as it is. */
    Optional<String> unchanged() {
        return NearNames.unchanged(written, here()).map(found -> found.sentence(lead()));
    }

    private static List<String> sentences(List<NearNames.Suggestion> near, String lead) {
        // A name's own slash at the beginning would be read as that of an absolute one.
        return near.stream()
                .map(suggestion ->
                        suggestion.sentence(suggestion.pattern().source().startsWith("/") ? "/" : lead))
                .toList();
    }

    /** The scope's prefix written once more. */
    private Optional<String> twice() {
        String quoted = NamePattern.quote(prefix);
        String source = written.source();
        return source.startsWith(quoted) && source.length() > quoted.length()
                ? NearNames.unchanged(written.rewritten(source.substring(quoted.length())), here())
                        .map(found -> found.sentence("") + ": the scope puts " + prefix + " before every name")
                : Optional.empty();
    }

    /** A name from outside the scope. */
    private Optional<String> outside() {
        return NearNames.unchanged(written, names)
                .map(found -> found.sentence("/") + ": the scope puts " + prefix
                        + " before every name that does not begin with /");
    }

    /** The names that it could have matched, without the scope's prefix if it is relative. */
    private List<String> here() {
        return absolute
                ? List.copyOf(names)
                : names.stream()
                        .filter(name -> name.startsWith(prefix) && name.length() > prefix.length())
                        .map(name -> name.substring(prefix.length()))
                        .toList();
    }
}
