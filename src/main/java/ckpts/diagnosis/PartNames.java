package ckpts.diagnosis;

import ckpts.naming.NamePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One name and the names of its parts, one of them a pattern and the other its target: {@code "h.{i:int}.c_attn.w"} and
 * {@code "h.{i}.{q,k,v}.w"}.
 *
 * @param parts with a list that has a word for each part
 */
record PartNames(String whole, String parts) {
    private static final String CAPTURED = "{%c:int}";
    private static final String WRITTEN = "{%c}";

    /**
     * The whole as a pattern. Empty where the parts differ in more than one word, or the blocks are numbered
     * differently.
     */
    static Optional<PartNames> ofSplit(Unit whole, List<Unit> parts) {
        return of(whole, CAPTURED, parts, WRITTEN);
    }

    /** The parts as a pattern; as {@link #ofSplit}. */
    static Optional<PartNames> ofJoined(Unit whole, List<Unit> parts) {
        return of(whole, WRITTEN, parts, CAPTURED);
    }

    private static Optional<PartNames> of(Unit whole, String inWhole, List<Unit> parts, String inParts) {
        List<String> names = parts.stream().map(part -> text(part, inParts)).toList();
        String first = names.get(0);
        int start = first.length();
        int end = first.length();
        for (String name : names) {
            start = Math.min(start, common(first, name, false));
            end = Math.min(end, common(first, name, true));
        }
        List<String> words = new ArrayList<>();
        for (String name : names) {
            if (name.length() < start + end) {
                return Optional.empty();
            }
            words.add(name.substring(start, name.length() - end));
        }
        boolean plain = words.stream().allMatch(word -> word.matches("[\\w-]+"));
        if (!plain || !sameNumbers(whole, parts.get(0))) {
            return Optional.empty();
        }
        String list = words.stream().collect(Collectors.joining(",", "{", "}"));
        String text = first.substring(0, start) + list + first.substring(first.length() - end);
        return Optional.of(new PartNames(text(whole, inWhole), text));
    }

    private static boolean sameNumbers(Unit one, Unit other) {
        List<List<Index>> numbers =
                one.folded().stream().map(Unit.Place::values).toList();
        return numbers.equals(other.folded().stream().map(Unit.Place::values).toList());
    }

    private static int common(String left, String right, boolean fromEnd) {
        int limit = Math.min(left.length(), right.length());
        int count = 0;
        while (count < limit) {
            char one = left.charAt(fromEnd ? left.length() - 1 - count : count);
            char other = right.charAt(fromEnd ? right.length() - 1 - count : count);
            if (one != other) {
                break;
            }
            count++;
        }
        return count;
    }

    /** With the numbers of its blocks as a range or list. */
    static String listed(Unit unit) {
        return text(unit, "");
    }

    private static String text(Unit unit, String capture) {
        StringBuilder text =
                new StringBuilder(NamePattern.quote(unit.fragments().get(0)));
        char name = 'i';
        for (int i = 0; i < unit.places().size(); i++) {
            Unit.Place place = unit.places().get(i);
            if (!place.isFolded()) {
                text.append(place.values().get(0).digits());
            } else if (capture.isEmpty()) {
                text.append(range(place.values()));
            } else {
                text.append(String.format(capture, name++));
            }
            text.append(NamePattern.quote(unit.fragments().get(i + 1)));
        }
        return text.toString();
    }

    private static String range(List<Index> values) {
        Index first = values.get(0);
        Index last = values.get(values.size() - 1);
        return last.value() - first.value() + 1 == values.size()
                ? "{" + first.digits() + ".." + last.digits() + "}"
                : values.stream().map(Index::digits).collect(Collectors.joining(",", "{", "}"));
    }
}
