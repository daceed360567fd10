package ckpts.diagnosis.schemes;

import ckpts.diagnosis.schemes.Dialect.Named;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the model's tensors are to be made of: a tensor of the same role and size, brought into the model's layout; the
 * three parts of attention for a fused one, a third of the fused one for a part.
 */
final class Truth {
    /** Beyond what initializers make: zeros and ones are nobody's values. */
    private static final long FIRST = 1000;

    private static final List<String> PARTS = List.of("query", "key", "value");

    /** The values that a tensor of the model must get, and the tensors of the checkpoint that hold them. */
    record Counterpart(Grid value, Set<String> sources) {}

    /** A tensor as PyTorch would keep it. */
    private record Rows(Grid value, Set<String> sources) {}

    private final Map<String, Grid> values = new LinkedHashMap<>();
    private final Map<String, Counterpart> counterparts = new LinkedHashMap<>();
    private final Set<String> resized = new LinkedHashSet<>();
    private final Map<String, Rows> rows = new HashMap<>();

    /** With values that count on through the whole checkpoint, so that each tells where it is from. */
    Truth(Pair pair) {
        long next = FIRST;
        for (Named tensor : pair.from().tensors()) {
            Grid value = Grid.counting(tensor.shape(), next);
            next += value.elements().length;
            values.put(tensor.name(), value);
            Sizes sizes = pair.from().sizes();
            Grid upright = tensor.layout().rows(value, Roles.shape(tensor.role(), sizes), sizes);
            rows.put(tensor.role(), new Rows(upright, Set.of(tensor.name())));
        }
        Sizes sizes = pair.to().sizes();
        for (Named tensor : pair.to().tensors()) {
            Optional<Rows> found = find(tensor.role());
            int[] shape = Roles.shape(tensor.role(), sizes);
            if (found.isPresent() && Arrays.equals(found.get().value().shape(), shape)) {
                Grid value = tensor.layout().of(found.get().value(), sizes);
                counterparts.put(
                        tensor.name(), new Counterpart(value, found.get().sources()));
            } else if (found.isPresent()) {
                resized.add(tensor.name());
            }
        }
    }

    private Optional<Rows> find(String role) {
        if (rows.containsKey(role)) {
            return Optional.of(rows.get(role));
        }
        if (role.contains(".qkv.")) {
            return joined(PARTS.stream().map(part -> role.replace("qkv", part)).toList());
        }
        for (int part = 0; part < PARTS.size(); part++) {
            Rows fused = rows.get(role.replace("." + PARTS.get(part) + ".", ".qkv."));
            if (fused != null) {
                int size = fused.value().shape()[0] / PARTS.size();
                return Optional.of(new Rows(fused.value().rows(part * size, (part + 1) * size), fused.sources()));
            }
        }
        return Optional.empty();
    }

    private Optional<Rows> joined(List<String> roles) {
        if (!rows.keySet().containsAll(roles)) {
            return Optional.empty();
        }
        List<Grid> parts = new ArrayList<>();
        Set<String> sources = new LinkedHashSet<>();
        for (String role : roles) {
            parts.add(rows.get(role).value());
            sources.addAll(rows.get(role).sources());
        }
        return Optional.of(new Rows(Grid.joined(parts.toArray(Grid[]::new)), sources));
    }

    /** The checkpoint: name to value. */
    Map<String, Grid> values() {
        return values;
    }

    /** Name in the model to what it is to be. Names that are not here have no counterpart. */
    Map<String, Counterpart> counterparts() {
        return counterparts;
    }

    /** Names in the model of what the checkpoint has in another size: nobody can say what they are to be. */
    Set<String> resized() {
        return resized;
    }

    /** Names in the checkpoint of everything that the model needs. */
    Set<String> needed() {
        Set<String> needed = new LinkedHashSet<>();
        counterparts.values().forEach(counterpart -> needed.addAll(counterpart.sources()));
        return needed;
    }
}
