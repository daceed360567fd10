package ckpts.checkpoint;

import ckpts.naming.GlobElement;
import ckpts.naming.NamePattern;
import ckpts.naming.NumberedName;
import ckpts.naming.Spelling;
import ckpts.naming.StyledName;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts which rules would bring names that agree at one end, and in type, together. For one round. */
final class RenameVotes {
    private static final int MAX_SEGMENTS = 6;
    private static final int MAX_PARTNERS = 16;
    private static final int MAX_NAMES = 5000;

    private final Map<Candidate, Integer> votes = new LinkedHashMap<>();

    /**
     * A rule with one vote or more.
     *
     * @param unlikeness spelling errors between what is replaced and its replacement, 100 if they are not alike
     */
    record Candidate(String pattern, String target, int unlikeness) {
        /** A rule for one place is preferred to one for any place, unless the latter does more. */
        private static final int ANYWHERE = 1000;

        boolean isNear() {
            return unlikeness < 100;
        }

        int length() {
            return pattern.length() + target.length() + (pattern.startsWith("**") ? ANYWHERE : 0);
        }

        Candidate narrowed() {
            return new Candidate(
                    pattern.substring(0, pattern.length() - 1), target.substring(0, target.length() - 1), unlikeness);
        }

        String line() {
            return "rename \"" + pattern + "\" -> \"" + target + "\"";
        }
    }

    private RenameVotes() {}

    static RenameVotes of(Map<String, TensorType> here, Map<String, TensorType> model) {
        RenameVotes votes = new RenameVotes();
        Map<String, List<String>> byEnd = new HashMap<>();
        here.keySet()
                .forEach(name -> ends(cut(name))
                        .forEach(end -> byEnd.computeIfAbsent(end, key -> new ArrayList<>())
                                .add(name)));
        model.entrySet().stream().limit(MAX_NAMES).forEach(wanted -> {
            List<String> segments = cut(wanted.getKey());
            List<String> suffixes = new ArrayList<>();
            List<String> prefixes = new ArrayList<>();
            ends(segments).forEach(end -> (end.startsWith("<") ? prefixes : suffixes).add(end));
            votes.vote(wanted, partners(suffixes, byEnd, wanted.getValue(), here));
            votes.vote(wanted, partners(prefixes, byEnd, wanted.getValue(), here));
        });
        return votes;
    }

    List<Candidate> mostVoted(int count) {
        return votes.entrySet().stream()
                .sorted(Map.Entry.<Candidate, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(vote -> vote.getKey().unlikeness())
                        .thenComparing(vote -> vote.getKey().length()))
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Ends of a name, longest first: suffixes behind {@code >}, prefixes behind {@code <}. */
    private static List<String> ends(List<String> segments) {
        List<String> ends = new ArrayList<>();
        int size = segments.size();
        for (int length = Math.min(MAX_SEGMENTS, size - 1); length >= 1; length--) {
            ends.add(">" + String.join("", segments.subList(size - length, size)));
        }
        for (int dropped = 1; dropped <= Math.min(2, size - 1); dropped++) {
            ends.add("<" + String.join("", segments.subList(0, size - dropped)));
        }
        if (size == 1) {
            ends.add("<");
        }
        return ends;
    }

    /** The names that share the longest end and have the type; failing that, those of equal rank. */
    private static List<String> partners(
            List<String> ends, Map<String, List<String>> byEnd, TensorType type, Map<String, TensorType> here) {
        for (boolean exact : new boolean[] {true, false}) {
            for (String end : ends) {
                List<String> found = byEnd.getOrDefault(end, List.of()).stream()
                        .filter(name -> exact
                                ? here.get(name).equals(type)
                                : here.get(name).shape().rank() == type.shape().rank())
                        .limit(MAX_PARTNERS)
                        .toList();
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return List.of();
    }

    private void vote(Map.Entry<String, TensorType> wanted, List<String> partners) {
        for (String partner : partners) {
            for (Candidate candidate : candidates(cut(partner), cut(wanted.getKey()))) {
                votes.merge(candidate, 1, Integer::sum);
            }
        }
    }

    /** Segments, each with the separator behind it. */
    private static List<String> cut(String name) {
        List<String> segments = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < name.length(); i++) {
            if (GlobElement.isSeparator(name.charAt(i))) {
                segments.add(name.substring(start, i + 1));
                start = i + 1;
            }
        }
        segments.add(name.substring(start));
        return segments;
    }

    /** The rules that make one name of the other: for this place, for all numbers, for every place. */
    private static List<Candidate> candidates(List<String> from, List<String> to) {
        int shorter = Math.min(from.size(), to.size());
        int lead = 0;
        while (lead < shorter && from.get(lead).equals(to.get(lead))) {
            lead++;
        }
        int trail = 0;
        while (trail < shorter - lead && from.get(from.size() - 1 - trail).equals(to.get(to.size() - 1 - trail))) {
            trail++;
        }
        boolean inserted = from.size() == lead + trail;
        if (inserted && lead == 0) {
            trail--;
        }
        String before = String.join("", from.subList(0, lead));
        String old = String.join("", from.subList(lead, from.size() - trail));
        String replacement = String.join("", to.subList(lead, to.size() - trail));
        String rest = trail > 0 ? "**" : "";
        int unlikeness = unlikeness(old, replacement);
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate(
                NamePattern.quote(before + old) + rest, NamePattern.quote(before + replacement) + rest, unlikeness));
        addNumbered(candidates, before + old, before + replacement, rest, unlikeness, "");
        if (lead > 0 && !old.isEmpty() && !replacement.isEmpty()) {
            String anywhere = "**" + before.charAt(before.length() - 1);
            addNumbered(candidates, old, replacement, rest, unlikeness, anywhere);
            candidates.add(new Candidate(
                    anywhere + NamePattern.quote(old) + rest,
                    anywhere + NamePattern.quote(replacement) + rest,
                    unlikeness));
        }
        candidates.removeIf(candidate -> candidate.target().isEmpty());
        return candidates;
    }

    private static void addNumbered(
            List<Candidate> candidates, String from, String to, String rest, int unlikeness, String lead) {
        NumberedName source = NumberedName.parse(from);
        NumberedName target = NumberedName.parse(to);
        int count = source.numbers().size();
        if (count == 0 || count > NumberedName.MAX_CAPTURES || !source.numbers().equals(target.numbers())) {
            return;
        }
        candidates.add(
                new Candidate(lead + source.captured(":int") + rest, lead + target.captured("") + rest, unlikeness));
    }

    private static int unlikeness(String old, String replacement) {
        String left = StyledName.bare(old);
        String right = StyledName.bare(replacement);
        boolean habit = StyledName.sameLeaf(old, replacement);
        if (habit || left.equals(right)) {
            return 0;
        }
        boolean contained =
                Math.min(left.length(), right.length()) >= 3 && (left.contains(right) || right.contains(left));
        if (contained) {
            return 1;
        }
        int distance = Spelling.distance(left, right, Spelling.tolerance(left));
        return distance <= Spelling.tolerance(left) ? distance : 100;
    }
}
