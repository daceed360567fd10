package ckpts.diagnosis;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.checkpoint.Role;
import ckpts.naming.NamePattern;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbered parts of one tensor, cut as evenly as possible on both sides, where the model's tensor has more or fewer
 * rows. Padded one by one, every row after the first part would move; so they are concatenated, resized and split
 * again.
 *
 * <pre>
 *   emb/weights_{0..2}   [20, 4] [20, 4] [19, 4]   ->   [59, 4]   ->   [62, 4]   ->   [21, 4] [21, 4] [20, 4]
 * </pre>
 */
final class SeriesDiagnosis implements Diagnosis {
    private static final Pattern NUMBERED = Pattern.compile("(?s)(.*_)(0|[1-9][0-9]{0,5})");
    /** This many tensors make a series. */
    private static final int SERIES = 3;

    /**
     * Parts in the order of their numbers, which begin with 0 and have no gaps.
     *
     * @param stem common prefix of their names: {@code emb/weights_}
     */
    private record Series(String stem, List<TensorType> types) {
        List<String> names() {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                names.add(stem + i);
            }
            return names;
        }

        List<Long> rows() {
            return types.stream().map(type -> type.shape().dimension(0)).toList();
        }

        /** The type of the whole tensor. */
        Shape shape() {
            List<Long> sizes = new ArrayList<>(types.get(0).shape().dimensions());
            sizes.set(0, rows().stream().reduce(0L, Math::addExact));
            return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
        }

        /** Whether these are the sizes into which TensorFlow's partitioners cut an axis: they differ by one row at most. */
        boolean isEven() {
            long most = rows().stream().mapToLong(rows -> rows).max().orElseThrow();
            return rows().stream().allMatch(rows -> rows >= most - 1);
        }

        /** The properties that parts of one tensor have in common. */
        static List<Object> kind(TensorType type) {
            List<Long> sizes = type.shape().dimensions();
            return List.of(type.dtype(), sizes.subList(1, sizes.size()));
        }
    }

    @Override
    public List<Explanation> claims(Evidence evidence, Unexplained open) {
        Map<String, TensorType> here = new LinkedHashMap<>();
        for (Entry entry : evidence.checkpoint().entries()) {
            if (entry.role() instanceof Role.Variable) {
                here.put(entry.name(), entry.tensor().type());
            }
        }
        Map<String, TensorType> there = new LinkedHashMap<>();
        for (Expected expected : evidence.manifest().variables()) {
            if (expected.slotOf().isEmpty()) {
                there.put(expected.name(), expected.type());
            }
        }
        Map<List<Object>, List<Series>> joined = byKind(series(here));
        Map<List<Object>, List<Series>> wanted = byKind(series(there));
        List<Explanation> claims = new ArrayList<>();
        wanted.forEach((kind, parts) -> {
            List<Series> from = joined.getOrDefault(kind, List.of());
            if (parts.size() == 1 && from.size() == 1 && isOpen(from.get(0), parts.get(0), open)) {
                claim(from.get(0), parts.get(0), evidence, open).ifPresent(claims::add);
            }
        });
        return claims;
    }

    private static List<Series> series(Map<String, TensorType> types) {
        Map<String, TreeMap<Integer, TensorType>> byStem = new LinkedHashMap<>();
        types.forEach((name, type) -> {
            Matcher matcher = NUMBERED.matcher(name);
            if (type.shape().rank() > 0 && matcher.matches()) {
                byStem.computeIfAbsent(matcher.group(1), stem -> new TreeMap<>())
                        .put(Integer.valueOf(matcher.group(2)), type);
            }
        });
        List<Series> series = new ArrayList<>();
        byStem.forEach((stem, parts) -> {
            boolean whole = parts.size() >= SERIES && parts.lastKey() == parts.size() - 1;
            long kinds = parts.values().stream().map(Series::kind).distinct().count();
            Series found = new Series(stem, List.copyOf(parts.values()));
            if (whole && kinds == 1 && found.isEven()) {
                series.add(found);
            }
        });
        return series;
    }

    private static Map<List<Object>, List<Series>> byKind(List<Series> series) {
        Map<List<Object>, List<Series>> byKind = new LinkedHashMap<>();
        series.forEach(one -> byKind.computeIfAbsent(Series.kind(one.types().get(0)), kind -> new ArrayList<>())
                .add(one));
        return byKind;
    }

    private static boolean isOpen(Series here, Series there, Unexplained open) {
        return !here.rows().equals(there.rows())
                && here.names().stream().anyMatch(open.found()::contains)
                && there.names().stream().anyMatch(open.wanted()::contains);
    }

    private static Optional<Explanation> claim(Series here, Series there, Evidence evidence, Unexplained open) {
        String whole = there.stem().substring(0, there.stem().length() - 1);
        if (evidence.checkpoint().contains(whole)
                || evidence.manifest().variable(whole).isPresent()) {
            return Optional.empty();
        }
        List<Repair> repairs = new ArrayList<>();
        String pattern = NamePattern.quote(whole);
        repairs.add(new Repair.Concat(NamePattern.quote(here.stem()) + "{i:int}", 0, pattern));
        int more = Long.compare(there.shape().dimension(0), here.shape().dimension(0));
        if (more > 0) {
            repairs.add(new Repair.Pad(List.of(pattern), there.shape()));
        } else if (more < 0) {
            repairs.add(new Repair.Slice(List.of(pattern), here.shape(), there.shape()));
        }
        String target =
                NamePattern.quote(there.stem()) + "{0.." + (there.types().size() - 1) + "}";
        repairs.add(new Repair.Split(pattern, 0, there.rows(), target));
        Finding finding =
                Finding.open(Finding.Kind.MISSING, target, there.names(), TypeChange.numberedParts(), List.of(repairs));
        Set<String> wanted = new HashSet<>(there.names());
        wanted.retainAll(open.wanted());
        Set<String> found = new HashSet<>(here.names());
        found.retainAll(open.found());
        return Optional.of(new Explanation(finding, wanted, found, Map.of()));
    }
}
