package ckpts.naming;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The numbers in names where a pattern asks for others: {@code layers.9.**} of four layers.
 *
 * @param what word for the numbered things, from the text before the number
 * @param numbers the existing numbers, consecutive ones as a range: {@code 0..3}
 * @param pattern the pattern with these numbers in its place
 * @param names the names that it then matches
 */
public record OtherNumbers(String what, String numbers, NamePattern pattern, List<String> names) {
    /** A capture that cannot be written in a script: the number in question. */
    private static final String NUMBER = "__number";

    private static final int MOST_DIGITS = 18;
    private static final Pattern NUMBER_ALONE = Pattern.compile("[0-9]+");

    public OtherNumbers {
        names = List.copyOf(names);
    }

    /** {@code layers are 0..3}. */
    public String sentence() {
        return NUMBER_ALONE.matcher(numbers).matches()
                ? "the only number there is " + numbers
                : what + " are " + numbers;
    }

    /**
     * {@code layers are 0..3: "layers.{0..3}.**" matches 12}.
     *
     * @param lead prefix of the pattern: the {@code /} of an absolute one
     */
    public String sentence(String lead) {
        String quoted = "\"" + lead + pattern.source() + "\"";
        return sentence() + ": " + quoted + (pattern.isLiteral() ? " exists" : " matches " + names.size());
    }

    /**
     * One number, range or list of numbers of a pattern.
     *
     * @param start offset in the text
     * @param capture the name of its capture; empty for none
     */
    private record Place(int start, int end, Optional<String> capture) {}

    /**
     * For each number of the pattern that alone prevents a match, and each range that exceeds the existing numbers: the
     * numbers that match.
     *
     * @param front the part before the pattern in names: the prefix of a scope
     * @param names the names that the pattern was matched against
     */
    public static List<OtherNumbers> of(NamePattern pattern, String front, Collection<String> names) {
        List<OtherNumbers> others = new ArrayList<>();
        if (!pattern.isRegex()) {
            for (Place place : places(pattern.source())) {
                at(place, pattern, front, names).ifPresent(others::add);
            }
        }
        return others;
    }

    private static List<Place> places(String source) {
        List<Place> places = new ArrayList<>();
        for (GlobToken token : GlobScanner.scan(source)) {
            if (token instanceof GlobToken.Plain plain) {
                addNumbers(plain, source, places);
            } else if (token instanceof GlobToken.Braces braces) {
                int end = braces.offset() + braces.source().length();
                String[] parts = braces.content().split(":", 2);
                if (parts[parts.length - 1].matches("[0-9]+([.,|]+[0-9]+)+")) {
                    Optional<String> capture = parts.length > 1 ? Optional.of(parts[0]) : Optional.empty();
                    boolean again = places.stream()
                            .anyMatch(place ->
                                    capture.isPresent() && place.capture().equals(capture));
                    if (!again) {
                        places.add(new Place(braces.offset(), end, capture));
                    }
                }
            }
        }
        return places;
    }

    private static void addNumbers(GlobToken.Plain plain, String source, List<Place> places) {
        if (!source.startsWith(plain.text(), plain.offset())) {
            return;
        }
        int at = 0;
        while (at < plain.text().length()) {
            int end = Alternatives.NumberRange.digitsEnd(plain.text(), at);
            if (end > at) {
                places.add(new Place(plain.offset() + at, plain.offset() + end, Optional.empty()));
            }
            at = Math.max(end, at + 1);
        }
    }

    private static Optional<OtherNumbers> at(Place place, NamePattern pattern, String front, Collection<String> names) {
        String capture = place.capture().orElse(NUMBER);
        NamePattern free = pattern.rewritten(replaced(pattern.source(), place, "{" + capture + ":int}"));
        TreeMap<Long, String> numbers = new TreeMap<>();
        for (String name : names) {
            free.match(name)
                    .flatMap(match -> match.capture(capture))
                    .filter(text -> text.length() <= MOST_DIGITS)
                    .ifPresent(text -> numbers.putIfAbsent(Long.parseLong(text), text));
        }
        if (numbers.isEmpty() || holds(numbers.values(), pattern.source().substring(place.start(), place.end()))) {
            return Optional.empty();
        }
        List<String> items = NumberList.items(new TreeSet<>(numbers.keySet()), numbers::get);
        String list = place.capture().isPresent()
                ? "{" + capture + ":" + String.join("|", items) + "}"
                : numbers.size() == 1 ? items.get(0) : "{" + String.join(",", items) + "}";
        if (place.capture().isPresent() && numbers.size() == 1) {
            list = "{" + capture + ":" + items.get(0) + ".." + items.get(0) + "}";
        }
        NamePattern fitting = pattern.rewritten(replaced(pattern.source(), place, list));
        List<String> matched = names.stream()
                .filter(name -> fitting.match(name).isPresent())
                .sorted(NaturalOrder.INSTANCE)
                .toList();
        return Optional.of(new OtherNumbers(
                numbered(front + pattern.source().substring(0, place.start())),
                String.join(", ", items),
                fitting,
                matched));
    }

    /** The text with another one at a place; a capture that appears twice is replaced twice. */
    private static String replaced(String source, Place place, String text) {
        String written = source.substring(place.start(), place.end());
        return source.substring(0, place.start())
                + text
                + (place.capture().isPresent()
                        ? source.substring(place.end()).replace(written, text)
                        : source.substring(place.end()));
    }

    /** Whether all the written numbers exist. */
    private static boolean holds(Collection<String> there, String written) {
        GlobElement element =
                ((GlobMatching) NamePattern.glob(written).matching()).elements().get(0);
        GlobElement kind = element instanceof GlobElement.Capture capture ? capture.kind() : element;
        return kind instanceof GlobElement.Choice choice
                ? there.stream()
                                .filter(number -> choice.alternatives().indexOf(number) >= 0)
                                .count()
                        == choice.alternatives().size()
                : there.contains(written);
    }

    /** {@code layers} if the text before a number suggests them; they are the only numbers of many models. */
    private static String numbered(String before) {
        String stem = NamePath.withoutEnd(before);
        String last = stem.substring(NamePath.lastStart(stem));
        return last.equals("h") || last.contains("layer") || last.contains("block") ? "layers" : "numbers there";
    }
}
