package ckpts.inspection;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Entry;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.statistics.Fingerprint;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pairs of tensors of two checkpoints whose names do not match but whose values do.
 *
 * <p>Proof is a content that one tensor of a type has on each side, whether or not it fits by name. A constant is none:
 * that two biases are zero says nothing.
 */
public final class EqualValues {
    private EqualValues() {}

    /**
     * Reads, once, all tensors of every type that has a tensor unmatched by name on both sides.
     *
     * @param model the other checkpoint, whose names and types the difference is about
     * @return names of the checkpoint to names of the model
     */
    public static Map<String, String> of(Difference difference, Checkpoint model, Scratch scratch) throws IOException {
        List<Entry> found = Stream.concat(
                        difference.mismatched().stream().map(Difference.Mismatch::entry),
                        difference.unexpected().stream())
                .toList();
        List<Entry> wanted = Stream.concat(
                        difference.missing().stream(),
                        difference.mismatched().stream().map(Difference.Mismatch::expected))
                .flatMap(expected -> model.entry(expected.name()).stream())
                .toList();
        Set<TensorType> types = types(found);
        types.retainAll(types(wanted));
        Map<Content, Optional<String>> here = onlyOnes(difference.checkpoint(), types, scratch);
        Map<Content, Optional<String>> there = here.isEmpty() ? Map.of() : onlyOnes(model, types, scratch);
        Set<String> open = names(found);
        Set<String> lacking = names(wanted);
        Map<String, String> equal = new LinkedHashMap<>();
        here.forEach((content, name) -> {
            Optional<String> other = there.getOrDefault(content, Optional.empty());
            if (name.filter(open::contains).isPresent()
                    && other.filter(lacking::contains).isPresent()) {
                equal.put(name.get(), other.get());
            }
        });
        return equal;
    }

    private record Content(TensorType type, Fingerprint fingerprint) {
        Content {
            Objects.requireNonNull(type, "type is null");
            Objects.requireNonNull(fingerprint, "fingerprint is null");
        }
    }

    /** The only tensor of each content that is not constant; nothing where there are several. */
    private static Map<Content, Optional<String>> onlyOnes(
            Checkpoint checkpoint, Set<TensorType> types, Scratch scratch) throws IOException {
        Map<Content, Optional<String>> names = new LinkedHashMap<>();
        for (Entry entry : checkpoint.entries()) {
            Tensor tensor = entry.tensor();
            if (types.contains(tensor.type())) {
                Content content = new Content(tensor.type(), Fingerprint.of(tensor, scratch));
                if (!content.fingerprint().constant()) {
                    names.put(content, names.containsKey(content) ? Optional.empty() : Optional.of(entry.name()));
                }
            }
        }
        return names;
    }

    /** Of elements of one width: others are words of a vocabulary, not weights. */
    private static Set<TensorType> types(List<Entry> entries) {
        return entries.stream()
                .map(entry -> entry.tensor().type())
                .filter(type -> type.dtype().isFixedWidth())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<String> names(List<Entry> entries) {
        return entries.stream().map(Entry::name).collect(Collectors.toSet());
    }
}
