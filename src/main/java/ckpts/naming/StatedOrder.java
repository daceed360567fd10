package ckpts.naming;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * The order that a pattern gives to the matching names of a group: lists and ranges order by the place of each item,
 * captures of numbers by value; wildcards and other captures give no order.
 */
public final class StatedOrder {
    /** Longer numbers are not indices, and have no gaps. */
    private static final int MOST_DIGITS = 18;

    private final NamePattern pattern;
    private final NameTemplate target;
    private final List<Match> matches;

    /**
     * @param target the target of the group
     * @param matches of the pattern, in its order
     */
    public StatedOrder(NamePattern pattern, NameTemplate target, List<Match> matches) {
        this.pattern = pattern;
        this.target = target;
        this.matches = List.copyOf(matches);
    }

    /** The first part of the pattern in which two of the names differ without an order. */
    public Optional<UnstatedOrder> unstated() {
        if (matches.size() < 2) {
            return Optional.empty();
        }
        if (!(pattern.matching() instanceof GlobMatching)) {
            return Optional.of(UnstatedOrder.ofRegex(pattern));
        }
        for (int i = 1; i < matches.size(); i++) {
            int element = firstDifference((GlobMatch) matches.get(i - 1), (GlobMatch) matches.get(i));
            if (!isOrdered(elements().get(element))) {
                List<String> matched = matches.stream()
                        .map(match -> ((GlobMatch) match).text(element))
                        .distinct()
                        .toList();
                return Optional.of(UnstatedOrder.of(pattern, elements(), element, matched, target.hasLists()));
            }
        }
        return Optional.empty();
    }

    private List<GlobElement> elements() {
        return ((GlobMatching) pattern.matching()).elements();
    }

    private int firstDifference(GlobMatch left, GlobMatch right) {
        int element = 0;
        while (left.text(element).equals(right.text(element))) {
            element++;
        }
        return element;
    }

    private static boolean isOrdered(GlobElement element) {
        return choice(element).isPresent() || element instanceof GlobElement.Capture capture && capture.numeric();
    }

    private static Optional<Alternatives> choice(GlobElement element) {
        GlobElement kind = element instanceof GlobElement.Capture capture ? capture.kind() : element;
        return kind instanceof GlobElement.Choice choice ? Optional.of(choice.alternatives()) : Optional.empty();
    }

    /**
     * The first name that the pattern implies and that does not match: an item of a list or a range, or a number
     * between the minimum and the maximum of a capture, in any combination.
     *
     * @param known other names that are in the group
     */
    public Optional<String> missing(Predicate<String> known) {
        if (matches.isEmpty() || !(pattern.matching() instanceof GlobMatching)) {
            return Optional.empty();
        }
        List<Axis> axes = axes();
        Set<List<Long>> taken = new HashSet<>();
        matches.forEach(match -> taken.add(place((GlobMatch) match, axes)));
        long[] at = new long[axes.size()];
        // Each step without a gap finds an existing name, so this ends soon, however large the numbers are.
        do {
            List<Long> place = LongStream.of(at).boxed().toList();
            if (!taken.contains(place)) {
                String name = name(place, axes);
                if (!known.test(name)) {
                    return Optional.of(name);
                }
            }
        } while (advance(at, axes));
        return Optional.empty();
    }

    /** Moves to the next place, the last axis first; false after the last place. */
    private static boolean advance(long[] at, List<Axis> axes) {
        for (int i = at.length - 1; i >= 0; i--) {
            if (++at[i] < axes.get(i).size()) {
                return true;
            }
            at[i] = 0;
        }
        return false;
    }

    /**
     * A part of the pattern that has a place in the group for each of its items.
     *
     * @param list its items, if they are written out
     * @param first the minimum otherwise
     * @param size number of places
     * @param width width of numbers with leading zeros
     */
    private record Axis(int element, Optional<Alternatives> list, long first, long size, int width) {
        long place(String text) {
            return list.map(words -> words.indexOf(text)).orElseGet(() -> Long.parseLong(text) - first);
        }

        String text(long place) {
            return list.map(words -> words.at(place)).orElseGet(() -> {
                String digits = Long.toString(first + place);
                return "0".repeat(Math.max(0, width - digits.length())) + digits;
            });
        }
    }

    /** The parts that the target leaves out: the names of the group differ in them. */
    private List<Axis> axes() {
        List<Axis> axes = new ArrayList<>();
        for (int i = 0; i < elements().size(); i++) {
            GlobElement element = elements().get(i);
            if (isOrdered(element) && !target.writes(i, element)) {
                int number = i;
                choice(element)
                        .map(strings -> Optional.of(new Axis(number, Optional.of(strings), 0, strings.size(), 0)))
                        .orElseGet(() -> numbers(number))
                        .ifPresent(axes::add);
            }
        }
        return axes;
    }

    private Optional<Axis> numbers(int element) {
        List<String> strings = matches.stream()
                .map(match -> ((GlobMatch) match).text(element))
                .sorted(NaturalOrder.INSTANCE)
                .toList();
        String least = strings.get(0);
        String greatest = strings.get(strings.size() - 1);
        if (strings.stream().anyMatch(text -> text.length() > MOST_DIGITS)) {
            return Optional.empty();
        }
        long first = Long.parseLong(least);
        return Optional.of(new Axis(
                element,
                Optional.empty(),
                first,
                Long.parseLong(greatest) - first + 1,
                least.startsWith("0") ? least.length() : 0));
    }

    private static List<Long> place(GlobMatch match, List<Axis> axes) {
        return axes.stream().map(axis -> axis.place(match.text(axis.element()))).toList();
    }

    /** The name that would be at a place, modelled on the most similar name. */
    private String name(List<Long> place, List<Axis> axes) {
        GlobMatch nearest = (GlobMatch) matches.get(0);
        int most = -1;
        for (Match match : matches) {
            List<Long> other = place((GlobMatch) match, axes);
            int shared = 0;
            while (shared < place.size() && place.get(shared).equals(other.get(shared))) {
                shared++;
            }
            if (shared > most) {
                most = shared;
                nearest = (GlobMatch) match;
            }
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < elements().size(); i++) {
            int element = elements().get(i) instanceof GlobElement.Repeat repeat ? repeat.first() : i;
            Optional<Axis> axis =
                    axes.stream().filter(one -> one.element() == element).findFirst();
            String as = nearest.text(i);
            name.append(axis.map(one -> one.text(place.get(axes.indexOf(one)))).orElse(as));
        }
        return name.toString();
    }
}
