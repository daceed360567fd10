package ckpts.naming;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Names of one skeleton as products of number sets: {@code w{0..3}/x{1..2}}; for one skeleton. */
final class NumberProducts {
    private final List<NumberedName> names;
    private final int positions;
    private final List<Product> products = new ArrayList<>();

    /**
     * A full product.
     *
     * @param text as a pattern
     * @param names all of them
     */
    record Product(String text, List<String> names) {}

    private NumberProducts(List<NumberedName> names) {
        this.names = names;
        this.positions = names.get(0).numbers().size();
    }

    /** @param names of one skeleton, without duplicates */
    static List<Product> of(List<NumberedName> names) {
        NumberProducts folding = new NumberProducts(names);
        folding.split(names);
        return folding.products;
    }

    /** One product if the names are one; else split at the number that gives the fewest parts. */
    private void split(List<NumberedName> part) {
        long size = 1;
        for (int position = 0; position < positions; position++) {
            size = Math.multiplyExact(size, values(part, position).size());
            if (size > part.size()) {
                break;
            }
        }
        if (size == part.size()) {
            products.add(product(part));
            return;
        }
        List<List<NumberedName>> best = List.of();
        for (int position = 0; position < positions; position++) {
            List<List<NumberedName>> parts = alike(part, position);
            if (parts.size() > 1 && (best.isEmpty() || parts.size() < best.size())) {
                best = parts;
            }
        }
        best.forEach(this::split);
    }

    /** Names grouped by the value of one number, values with the same companions together. */
    private static List<List<NumberedName>> alike(List<NumberedName> part, int position) {
        Map<Long, List<NumberedName>> byValue = new LinkedHashMap<>();
        for (NumberedName name : part) {
            byValue.computeIfAbsent(name.numbers().get(position), value -> new ArrayList<>())
                    .add(name);
        }
        Map<Set<List<Long>>, List<NumberedName>> byCompanions = new LinkedHashMap<>();
        for (List<NumberedName> names : byValue.values()) {
            Set<List<Long>> companions = new java.util.HashSet<>();
            for (NumberedName name : names) {
                List<Long> others = new ArrayList<>(name.numbers());
                others.remove(position);
                companions.add(others);
            }
            byCompanions.computeIfAbsent(companions, key -> new ArrayList<>()).addAll(names);
        }
        return List.copyOf(byCompanions.values());
    }

    private Product product(List<NumberedName> part) {
        NumberedName shape = names.get(0);
        StringBuilder text =
                new StringBuilder(NamePattern.quote(shape.fragments().get(0)));
        for (int position = 0; position < positions; position++) {
            text.append(list(values(part, position), position))
                    .append(NamePattern.quote(shape.fragments().get(position + 1)));
        }
        return new Product(
                text.toString(), part.stream().map(NumberedName::name).toList());
    }

    private static TreeSet<Long> values(List<NumberedName> part, int position) {
        TreeSet<Long> values = new TreeSet<>();
        for (NumberedName name : part) {
            values.add(name.numbers().get(position));
        }
        return values;
    }

    /** {@code 7}, {@code {0..11}} or {@code {0..3,7}}. */
    private String list(TreeSet<Long> values, int position) {
        String items =
                String.join(",", NumberList.items(values, value -> names.get(0).digits(position, value)));
        return values.size() == 1 ? items : "{" + items + "}";
    }
}
