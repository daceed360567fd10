package ckpts.naming;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows of names as few rows of templates: {@code h.{0..11}.ln_1} next to {@code block.{1..12}.norm}, for twelve old and
 * twelve new names.
 *
 * <p>The templates of a row are read together: the numbers of another column follow those of the first in the same
 * order, the first with the first, the last with the last. Rows for which that would be wrong stay apart. Numbers are
 * folded first, then, if requested, whole segments.
 */
public final class ParallelTemplates {
    /** A longer list of words is harder to read than the lines it saves. */
    private static final int MAX_WORDS = 8;

    private ParallelTemplates() {}

    /**
     * Rows that are written as one row.
     *
     * @param patterns a pattern per column
     * @param rows the rows, in their original order
     */
    public record Group(List<String> patterns, List<List<String>> rows) {
        public Group {
            patterns = List.copyOf(patterns);
            rows = List.copyOf(rows);
        }

        public int count() {
            return rows.size();
        }
    }

    /**
     * Folds numbers, then words. Groups come in the natural order of their first names.
     *
     * @param rows all of the same length; no two begin with the same name
     */
    public static List<Group> of(List<List<String>> rows) {
        List<Draft> drafts = numbers(rows, row -> "");
        drafts.sort(Comparator.comparing(draft -> draft.rows().get(0).get(0), NaturalOrder.INSTANCE));
        return words(drafts).stream().map(Draft::finished).toList();
    }

    /** Folds numbers, of rows of one kind only. */
    static List<Draft> numbers(List<List<String>> rows, Function<List<String>, ?> kind) {
        Map<List<Object>, List<Row>> alike = new LinkedHashMap<>();
        for (List<String> names : rows) {
            Row row = new Row(names, names.stream().map(NumberedName::parse).toList());
            List<Object> key = new ArrayList<>(List.of(kind.apply(names)));
            row.cut().forEach(name -> key.add(name.skeleton()));
            alike.computeIfAbsent(key, any -> new ArrayList<>()).add(row);
        }
        List<Draft> drafts = new ArrayList<>();
        alike.forEach((key, group) -> fold(key.get(0), group, drafts));
        return drafts;
    }

    /** Folds words, of drafts of one kind only. */
    static List<Draft> words(List<Draft> numbers) {
        List<Draft> drafts = numbers;
        int longest = drafts.stream()
                .mapToInt(draft -> draft.columns().get(0).size())
                .max()
                .orElse(0);
        for (int fromEnd = 0; fromEnd < longest; fromEnd++) {
            drafts = words(drafts, fromEnd);
        }
        return drafts;
    }

    /** Names of a row, whole and split at their numbers. */
    private record Row(List<String> names, List<NumberedName> cut) {
        long number(int column, int position) {
            return cut.get(column).numbers().get(position);
        }
    }

    /**
     * Templates under construction.
     *
     * @param columns per column its segments, quoted, each followed by its separator
     */
    record Draft(Object kind, List<List<String>> columns, List<List<String>> rows) {
        Group finished() {
            return new Group(
                    columns.stream().map(segments -> String.join("", segments)).toList(), rows);
        }
    }

    private static void fold(Object kind, List<Row> rows, List<Draft> drafts) {
        Map<String, Row> byName = new LinkedHashMap<>();
        rows.forEach(row -> byName.put(row.names().get(0), row));
        List<NumberedName> first = rows.stream().map(row -> row.cut().get(0)).toList();
        for (NumberProducts.Product product : NumberProducts.of(first)) {
            List<Row> part = product.names().stream()
                    .sorted(NaturalOrder.INSTANCE)
                    .map(byName::get)
                    .toList();
            Optional<List<List<String>>> columns = columns(product, part);
            if (columns.isPresent()) {
                drafts.add(new Draft(
                        kind, columns.get(), part.stream().map(Row::names).toList()));
                continue;
            }
            Map<List<Long>, List<Row>> byDistance = part.stream()
                    .collect(Collectors.groupingBy(
                            ParallelTemplates::distances, LinkedHashMap::new, Collectors.toList()));
            boolean apart = byDistance.size() > 1;
            (apart ? byDistance.values() : part.stream().map(List::of).toList())
                    .forEach(smaller -> fold(kind, smaller, drafts));
        }
    }

    /** The templates of rows whose first names are a product; empty if the others do not follow them. */
    private static Optional<List<List<String>>> columns(NumberProducts.Product product, List<Row> rows) {
        List<List<String>> columns = new ArrayList<>();
        columns.add(NamePath.ofPattern(product.text()).pieces());
        for (int column = 1; column < rows.get(0).names().size(); column++) {
            int other = column;
            List<NumberedName> names = List.copyOf(rows.stream()
                    .map(row -> row.cut().get(other))
                    .collect(Collectors.toCollection(LinkedHashSet::new)));
            List<NumberProducts.Product> products = NumberProducts.of(names);
            if (products.size() > 1 || !follows(rows, column)) {
                return Optional.empty();
            }
            columns.add(NamePath.ofPattern(products.get(0).text()).pieces());
        }
        return Optional.of(columns);
    }

    /** Whether each number of a column that varies rises with one of the first column, a later one with a later one. */
    private static boolean follows(List<Row> rows, int column) {
        int leader = 0;
        int leaders = rows.get(0).cut().get(0).numbers().size();
        int followers = rows.get(0).cut().get(column).numbers().size();
        for (int follower = 0; follower < followers; follower++) {
            int position = follower;
            if (rows.stream()
                            .mapToLong(row -> row.number(column, position))
                            .distinct()
                            .count()
                    == 1) {
                continue;
            }
            while (leader < leaders && !rises(rows, leader, column, follower)) {
                leader++;
            }
            if (leader++ == leaders) {
                return false;
            }
        }
        return true;
    }

    private static boolean rises(List<Row> rows, int leader, int column, int follower) {
        TreeMap<Long, Long> pairs = new TreeMap<>();
        for (Row row : rows) {
            long number = row.number(column, follower);
            Long known = pairs.putIfAbsent(row.number(0, leader), number);
            if (known != null && known != number) {
                return false;
            }
        }
        List<Long> followed = List.copyOf(pairs.values());
        for (int i = 1; i < followed.size(); i++) {
            if (followed.get(i) <= followed.get(i - 1)) {
                return false;
            }
        }
        return true;
    }

    /** The distance of each number from the one at its place in the first name. */
    private static List<Long> distances(Row row) {
        List<Long> distances = new ArrayList<>();
        int leaders = row.cut().get(0).numbers().size();
        for (int column = 1; column < row.cut().size(); column++) {
            for (int i = 0; i < row.cut().get(column).numbers().size(); i++) {
                distances.add(row.number(column, i) - (i < leaders ? row.number(0, i) : 0));
            }
        }
        return distances;
    }

    /**
     * Folds the segment at a distance from the end of the first column, if all else is equal and something precedes it.
     */
    private static List<Draft> words(List<Draft> drafts, int fromEnd) {
        Map<List<Object>, List<Draft>> groups = new LinkedHashMap<>();
        for (Draft draft : drafts) {
            List<String> rest = new ArrayList<>(draft.columns().get(0));
            int index = rest.size() - 1 - fromEnd;
            if (index > 0 || index == 0 && fromEnd > 0) {
                rest.set(index, blank(rest.get(index)));
            }
            groups.computeIfAbsent(List.of(draft.kind(), rest, others(draft)), key -> new ArrayList<>())
                    .add(draft);
        }
        List<Draft> folded = new ArrayList<>();
        for (List<Draft> group : groups.values()) {
            Optional<Draft> one = group.size() == 1 || group.size() > MAX_WORDS ? Optional.empty() : fold(group);
            one.ifPresentOrElse(folded::add, () -> folded.addAll(group));
        }
        return folded;
    }

    /** The numbers of segments of the other columns: rows that differ in them are not merged. */
    private static List<Integer> others(Draft draft) {
        return draft.columns().stream().skip(1).map(List::size).toList();
    }

    /**
     * Many drafts as one, if in each column they differ in at most one segment, after the same number of lists as in
     * the first.
     */
    private static Optional<Draft> fold(List<Draft> group) {
        List<List<String>> columns = new ArrayList<>();
        Set<Long> before = new HashSet<>();
        for (int column = 0; column < group.get(0).columns().size(); column++) {
            int number = column;
            Optional<List<String>> folded = folded(
                    group.stream().map(draft -> draft.columns().get(number)).toList());
            if (folded.isEmpty()) {
                return Optional.empty();
            }
            columns.add(folded.get());
            List<String> segments = group.get(0).columns().get(number);
            IntStream.range(0, segments.size())
                    .filter(i -> !segments.get(i).equals(folded.get().get(i)))
                    .forEach(i -> before.add(lists(segments.subList(0, i))));
        }
        if (before.size() > 1) {
            return Optional.empty();
        }
        List<List<String>> rows = new ArrayList<>();
        group.forEach(draft -> rows.addAll(draft.rows()));
        return Optional.of(new Draft(group.get(0).kind(), columns, rows));
    }

    private static long lists(List<String> segments) {
        return segments.stream()
                .mapToLong(segment -> segment.chars().filter(c -> c == '{').count())
                .sum();
    }

    private static Optional<List<String>> folded(List<List<String>> names) {
        List<String> segments = new ArrayList<>(names.get(0));
        int folds = 0;
        for (int i = 0; i < segments.size(); i++) {
            int index = i;
            List<String> words = names.stream().map(text -> text.get(index)).toList();
            long different = words.stream().distinct().count();
            if (different == 1) {
                continue;
            }
            // A word that appears twice would mean two names; different ends are not a list of words.
            boolean foldable = different == words.size()
                    && words.stream().map(ParallelTemplates::blank).distinct().count() == 1
                    && isPlain(words.get(0));
            if (!foldable || ++folds > 1) {
                return Optional.empty();
            }
            segments.set(
                    i,
                    words.stream().map(NamePath::withoutEnd).collect(Collectors.joining(",", "{", "}"))
                            + NamePath.endOf(words.get(0)));
        }
        return Optional.of(segments);
    }

    /** The property shared by all words that can be in one list: their ending. */
    private static String blank(String word) {
        return isPlain(word) ? "{}" + NamePath.endOf(word) : word;
    }

    /** Whether a segment can be in a list: lists do not nest. */
    private static boolean isPlain(String segment) {
        return segment.indexOf('{') < 0 && segment.indexOf('}') < 0 && segment.indexOf(',') < 0;
    }
}
