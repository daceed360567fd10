package ckpts.checkpoint;

import ckpts.checkpoint.LostWeights.Pair;
import ckpts.naming.NamePath;
import ckpts.naming.NamePattern;
import ckpts.naming.NumberedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A rule of names that stands for the pairs it was made of and matches no other name:
 * {@code h.{i:0..5}.attn.weight -> layers.{i+1}.attn.weight}.
 *
 * @param pattern without quotes
 * @param target without quotes
 */
record LayerRule(String pattern, String target) {
    /** How many numbers a rule may leave open: {@code i}, {@code j}, {@code k}. */
    private static final String CAPTURES = "ijk";

    /** Rules for all of these pairs, in their order; endings of one rule otherwise alike are written as lists. */
    static List<LayerRule> of(List<Pair> pairs) {
        Map<Skeleton, List<Numbered>> skeletons = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            Numbered numbered = Numbered.of(pair);
            skeletons
                    .computeIfAbsent(numbered.skeleton(), key -> new ArrayList<>())
                    .add(numbered);
        }
        List<LayerRule> rules = new ArrayList<>();
        skeletons.values().forEach(alike -> {
            if (isProduct(alike)) {
                rules.add(rule(alike));
            } else {
                alike.forEach(one -> rules.add(rule(List.of(one))));
            }
        });
        return folded(rules);
    }

    /**
     * Where a number of the new name comes from.
     *
     * @param position of a number of the old name; -1 for none
     * @param offset from that number; the number itself where there is none
     */
    private record Term(int position, long offset) {}

    /** What pairs of one rule have in common. */
    private record Skeleton(
            List<String> fromTexts,
            List<Integer> fromWidths,
            List<String> toTexts,
            List<Integer> toWidths,
            List<Term> terms) {}

    private record Numbered(NumberedName from, NumberedName to, List<Term> terms) {
        static Numbered of(Pair pair) {
            NumberedName from = NumberedName.parse(pair.lost().name());
            NumberedName to = NumberedName.parse(pair.made().name());
            List<Term> terms = new ArrayList<>();
            boolean inStep = from.numbers().size() == to.numbers().size();
            int next = 0;
            for (int i = 0; i < to.numbers().size(); i++) {
                long number = to.numbers().get(i);
                int equal = next
                        + from.numbers().subList(next, from.numbers().size()).indexOf(number);
                if (inStep) {
                    terms.add(new Term(i, number - from.numbers().get(i)));
                } else if (equal >= next) {
                    terms.add(new Term(equal, 0));
                    next = equal + 1;
                } else {
                    terms.add(new Term(-1, number));
                }
            }
            return new Numbered(from, to, List.copyOf(terms));
        }

        Skeleton skeleton() {
            return new Skeleton(from.texts(), from.widths(), to.texts(), to.widths(), terms);
        }
    }

    private static TreeSet<Long> values(List<Numbered> alike, int position) {
        return alike.stream()
                .map(one -> one.from().numbers().get(position))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Integer> open(List<Numbered> alike) {
        return IntStream.range(0, alike.get(0).from().numbers().size())
                .filter(position -> values(alike, position).size() > 1)
                .boxed()
                .toList();
    }

    /** Whether every combination of their numbers occurs, so that one rule matches them and nothing else. */
    private static boolean isProduct(List<Numbered> alike) {
        List<Integer> open = open(alike);
        long size = 1;
        for (int position : open) {
            size *= values(alike, position).size();
        }
        return open.size() <= CAPTURES.length() && size == alike.size();
    }

    private static LayerRule rule(List<Numbered> alike) {
        List<Integer> open = open(alike);
        NumberedName from = alike.get(0).from();
        NumberedName to = alike.get(0).to();
        StringBuilder pattern = new StringBuilder(NamePattern.quote(from.texts().get(0)));
        for (int i = 0; i < from.numbers().size(); i++) {
            pattern.append(
                    open.contains(i)
                            ? "{" + CAPTURES.charAt(open.indexOf(i)) + ":" + choice(from, i, values(alike, i)) + "}"
                            : from.digits(i));
            pattern.append(NamePattern.quote(from.texts().get(i + 1)));
        }
        StringBuilder target = new StringBuilder(NamePattern.quote(to.texts().get(0)));
        for (int i = 0; i < to.numbers().size(); i++) {
            int capture = open.indexOf(alike.get(0).terms().get(i).position());
            target.append(capture < 0 ? to.digits(i) : computed(CAPTURES.charAt(capture), alike.get(0), i));
            target.append(NamePattern.quote(to.texts().get(i + 1)));
        }
        return new LayerRule(pattern.toString(), target.toString());
    }

    /** {@code 0..5}, {@code 0|2|5}. */
    private static String choice(NumberedName shape, int position, TreeSet<Long> values) {
        return values.last() - values.first() + 1 == values.size()
                ? shape.digits(position, values.first()) + ".." + shape.digits(position, values.last())
                : values.stream().map(value -> shape.digits(position, value)).collect(Collectors.joining("|"));
    }

    /** {@code {i}}, {@code {i+1}}, {@code {i:03}}. */
    private static String computed(char capture, Numbered pair, int position) {
        Term term = pair.terms().get(position);
        int width = pair.to().widths().get(position);
        boolean asWritten = term.offset() == 0 && pair.from().widths().get(term.position()) == width;
        String offset = (term.offset() < 0 ? "" : "+") + term.offset();
        String number = asWritten || width > 0 && term.offset() == 0 ? "" : offset;
        return "{" + capture + number + (asWritten || width == 0 ? "" : ":0" + width) + "}";
    }

    /** {@code a/{x,y} -> b/{u,v}} for {@code a/x -> b/u} and {@code a/y -> b/v}. */
    private static List<LayerRule> folded(List<LayerRule> rules) {
        Map<LayerRule, List<LayerRule>> byHeads = new LinkedHashMap<>();
        for (LayerRule rule : rules) {
            int pattern = lastSegment(rule.pattern());
            int target = lastSegment(rule.target());
            boolean plain = isPlain(rule.pattern().substring(pattern))
                    && isPlain(rule.target().substring(target));
            LayerRule heads = new LayerRule(
                    rule.pattern().substring(0, pattern), rule.target().substring(0, target));
            byHeads.computeIfAbsent(plain ? heads : rule, key -> new ArrayList<>())
                    .add(rule);
        }
        List<LayerRule> folded = new ArrayList<>();
        byHeads.forEach((heads, alike) -> folded.add(
                alike.size() == 1
                        ? alike.get(0)
                        : new LayerRule(
                                heads.pattern()
                                        + list(alike.stream()
                                                .map(LayerRule::pattern)
                                                .toList()),
                                heads.target()
                                        + list(alike.stream()
                                                .map(LayerRule::target)
                                                .toList()))));
        return folded;
    }

    private static String list(List<String> texts) {
        return texts.stream().map(text -> text.substring(lastSegment(text))).collect(Collectors.joining(",", "{", "}"));
    }

    private static boolean isPlain(String segment) {
        return segment.chars().noneMatch(c -> "{}\\,".indexOf(c) >= 0) && !segment.isEmpty();
    }

    /** Where the last segment begins; dots within braces are of a range. */
    private static int lastSegment(String text) {
        int braces = text.lastIndexOf('}') + 1;
        return Math.max(braces, NamePath.lastStart(text));
    }
}
