package ckpts.diagnosis;

import ckpts.naming.NamePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Merges rules that differ in one segment into one with a list: {@code "attn/{query,key}" -> "attn.{q,k}"}. Lists pair
 * by position, on both sides in one order.
 */
final class ListFolding {
    /** A longer list is harder to read than the lines it saves. */
    private static final int MAX_WORDS = 16;
    /** This many words with a number are written as a range; fewer are written out. */
    private static final int FEW = 3;

    /** A word around its only number: {@code block_007}. */
    private static final Pattern COUNTED = Pattern.compile("(\\D*)(\\d{1,9})(\\D*)");

    /** A rule with its intended renames. */
    record Side(Rule rule, Map<String, String> moves) {}

    /** Segments with their separators; {@code lists} counts those that are lists already. */
    private record Draft(List<String> from, List<String> to, Map<String, String> moves) {
        static Draft of(Side side) {
            return new Draft(
                    NamePath.of(side.rule().pattern()).pieces(),
                    NamePath.of(side.rule().target()).pieces(),
                    side.moves());
        }

        Side side() {
            return new Side(new Rule(String.join("", from), String.join("", to)), moves);
        }
    }

    private ListFolding() {}

    /** Rules that differ in words or numbers. */
    static List<Side> folded(List<Side> rules) {
        return folded(rules, piece -> true);
    }

    /** Only rules that differ in numbers: two words in a list are read less easily than two rules. */
    static List<Side> numbered(List<Side> rules) {
        return folded(rules, piece -> isNumber(NamePath.withoutEnd(piece)));
    }

    /** Only rules that differ in their last word. */
    static List<Side> ended(List<Side> rules) {
        return folded(rules.stream().map(Draft::of).toList(), 0, piece -> true).stream()
                .map(Draft::side)
                .toList();
    }

    private static List<Side> folded(List<Side> rules, Predicate<String> foldable) {
        List<Draft> drafts = rules.stream().map(Draft::of).toList();
        int longest =
                drafts.stream().mapToInt(draft -> draft.from().size()).max().orElse(0);
        for (int fromEnd = 0; fromEnd < longest; fromEnd++) {
            drafts = folded(drafts, fromEnd, foldable);
        }
        return drafts.stream().map(Draft::side).toList();
    }

    /** Folds the segment at a distance from the end of the pattern. */
    private static List<Draft> folded(List<Draft> drafts, int fromEnd, Predicate<String> foldable) {
        Map<Object, List<Draft>> groups = new LinkedHashMap<>();
        for (Draft draft : drafts) {
            int at = draft.from().size() - 1 - fromEnd;
            boolean plain = at >= 0
                    && isPlain(draft.from().get(at))
                    && foldable.test(draft.from().get(at));
            groups.computeIfAbsent(plain ? without(draft.from(), at) : draft, any -> new ArrayList<>())
                    .add(draft);
        }
        List<Draft> folded = new ArrayList<>();
        groups.forEach((key, group) -> byTarget(group, group.get(0).from().size() - 1 - fromEnd, folded));
        return folded;
    }

    /** Also folds what differs at one place of the target: the place at which most rules differ. Takes linear time. */
    private static void byTarget(List<Draft> group, int at, List<Draft> folded) {
        List<Map<Object, List<Draft>>> byHole = new ArrayList<>();
        for (Draft draft : group) {
            for (int hole = 0; hole < draft.to().size(); hole++) {
                if (hole == byHole.size()) {
                    byHole.add(new HashMap<>());
                }
                if (isPlain(draft.to().get(hole))) {
                    byHole.get(hole)
                            .computeIfAbsent(without(draft.to(), hole), any -> new ArrayList<>())
                            .add(draft);
                }
            }
        }
        Set<Draft> done = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Draft draft : group) {
            if (done.add(draft)) {
                int hole = widest(draft, byHole);
                List<Draft> together = new ArrayList<>(List.of(draft));
                if (hole >= 0) {
                    byHole.get(hole).get(without(draft.to(), hole)).stream()
                            .filter(other -> !done.contains(other))
                            .forEach(together::add);
                }
                Optional<Draft> one = together.size() < 2 ? Optional.empty() : joined(together, at, hole);
                if (one.isPresent()) {
                    done.addAll(together);
                    folded.add(one.get());
                } else {
                    folded.add(draft);
                }
            }
        }
    }

    /** The place of the target at which most others differ from it; -1 if none does. */
    private static int widest(Draft draft, List<Map<Object, List<Draft>>> byHole) {
        int widest = -1;
        int most = 1;
        for (int hole = 0; hole < draft.to().size(); hole++) {
            List<Draft> alike = byHole.get(hole).getOrDefault(without(draft.to(), hole), List.of());
            if (alike.size() > 1 && alike.size() >= most) {
                most = alike.size();
                widest = hole;
            }
        }
        return widest;
    }

    /** Empty if the list would be too long to read and is not a run of numbers. */
    private static Optional<Draft> joined(List<Draft> group, int from, int to) {
        Map<String, String> moves = new LinkedHashMap<>();
        group.forEach(draft -> moves.putAll(draft.moves()));
        List<String> words = words(group.stream().map(Draft::from).toList(), from);
        List<String> targets = words(group.stream().map(Draft::to).toList(), to);
        Optional<String[]> numbers = numbers(group.get(0), words, targets);
        if (numbers.isEmpty() && group.size() > MAX_WORDS) {
            return Optional.empty();
        }
        String[] lists = numbers.orElseGet(() -> new String[] {list(words), list(targets)});
        return Optional.of(new Draft(
                replaced(group.get(0).from(), from, lists[0]),
                replaced(group.get(0).to(), to, lists[1]),
                moves));
    }

    private static List<String> words(List<List<String>> rules, int at) {
        return rules.stream()
                .map(rule -> rule.get(at))
                .map(NamePath::withoutEnd)
                .toList();
    }

    private static String list(List<String> words) {
        return "{" + String.join(",", words) + "}";
    }

    /** Consecutive numbers that all move by the same amount: {@code {i:1..4}} and {@code {i-1}}. */
    private static Optional<String[]> numbers(Draft draft, List<String> words, List<String> targets) {
        Optional<List<Matcher>> from = counted(words);
        Optional<List<Matcher>> to = counted(targets);
        boolean bare = words.stream().allMatch(ListFolding::isNumber)
                && targets.stream().allMatch(ListFolding::isNumber);
        boolean used = draft.from().stream().anyMatch(piece -> piece.contains("{n"));
        if (from.isEmpty() || to.isEmpty() || used || !bare && words.size() < FEW) {
            return Optional.empty();
        }
        String capture = draft.from().stream().anyMatch(piece -> piece.contains("{i")) ? "n" : "i";
        List<Map.Entry<Index, Index>> pairs = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            pairs.add(Map.entry(index(from.get().get(i)), index(to.get().get(i))));
        }
        pairs.sort(Comparator.comparingLong(pair -> pair.getKey().value()));
        NumberRule rule = NumberRule.of(capture, pairs, true);
        if (!rule.pattern().contains("..")) {
            return Optional.empty();
        }
        return Optional.of(new String[] {
            from.get().get(0).group(1) + rule.pattern() + from.get().get(0).group(3),
            to.get().get(0).group(1) + rule.target() + to.get().get(0).group(3)
        });
    }

    private static Index index(Matcher word) {
        return new Index(Long.parseLong(word.group(2)), word.group(2));
    }

    /** The words split around their number, if they differ in one number only. */
    private static Optional<List<Matcher>> counted(List<String> words) {
        List<Matcher> parts = new ArrayList<>();
        for (String word : words) {
            Matcher matcher = COUNTED.matcher(word);
            boolean alike = matcher.matches()
                    && (parts.isEmpty()
                            || parts.get(0).group(1).equals(matcher.group(1))
                                    && parts.get(0).group(3).equals(matcher.group(3)));
            if (!alike) {
                return Optional.empty();
            }
            parts.add(matcher);
        }
        return Optional.of(parts);
    }

    private static boolean isNumber(String word) {
        return word.matches("0|[1-9][0-9]{0,9}");
    }

    private static List<String> replaced(List<String> pieces, int at, String text) {
        List<String> changed = new ArrayList<>(pieces);
        changed.set(at, text + NamePath.endOf(pieces.get(at)));
        return changed;
    }

    private static List<String> without(List<String> pieces, int at) {
        List<String> rest = new ArrayList<>(pieces);
        rest.set(at, "\n" + NamePath.endOf(pieces.get(at)));
        return rest;
    }

    /** Whether a segment can be in a list: lists do not nest. */
    private static boolean isPlain(String segment) {
        return segment.chars().noneMatch(c -> c == '{' || c == '}' || c == ',');
    }
}
