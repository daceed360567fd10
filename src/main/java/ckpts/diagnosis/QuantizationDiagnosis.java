package ckpts.diagnosis;

import ckpts.checkpoint.Difference.Mismatch;
import ckpts.checkpoint.Entry;
import ckpts.naming.LayerTemplates;
import ckpts.naming.NamePath;
import ckpts.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Quantized weights with a scale next to them, under their old name or a new one: a cast alone would lose the scale,
 * and the scale looks unused.
 */
final class QuantizationDiagnosis implements Diagnosis {
    private static final int BITS = 8;

    /**
     * A quantized weight.
     *
     * @param there its name in the model
     * @param scale the name of its scale
     */
    private record Quantized(String there, String scale) {}

    /** Names of the model whose tensors are quantized weights with a scale. */
    static Set<String> quantized(Evidence evidence) {
        Set<String> names = new LinkedHashSet<>();
        weights(evidence).values().forEach(weight -> names.add(weight.there()));
        return names;
    }

    /** The quantized weights by their names here. */
    private static Map<String, Quantized> weights(Evidence evidence) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (Mismatch mismatch : evidence.difference().mismatched()) {
            DType wanted = mismatch.expected().type().dtype();
            if (isNarrowed(mismatch.entry().tensor().type().dtype(), wanted)) {
                pairs.put(mismatch.entry().name(), mismatch.expected().name());
            }
        }
        for (UnitPair pair : evidence.certain()) {
            if (isNarrowed(pair.here().type().dtype(), pair.there().type().dtype())) {
                pair.names().forEach(pairs::putIfAbsent);
            }
        }
        Map<String, Quantized> weights = new LinkedHashMap<>();
        if (!pairs.isEmpty()) {
            Map<String, String> scales = scales(evidence);
            pairs.forEach((here, there) -> Optional.ofNullable(scales.get(here))
                    .or(() -> Optional.ofNullable(scales.get(NamePath.of(here).parent())))
                    .ifPresent(scale -> weights.put(here, new Quantized(there, scale))));
        }
        return weights;
    }

    private static boolean isNarrowed(DType here, DType there) {
        return here.bits() <= BITS && here.isNumeric() && there.isFloat();
    }

    /**
     * Scales that the model does not want: by the module that they are in, and by the weight whose name theirs extends.
     */
    private static Map<String, String> scales(Evidence evidence) {
        Map<String, String> scales = new HashMap<>();
        for (Entry entry : evidence.difference().unexpected()) {
            String name = entry.name();
            String parent = NamePath.of(name).parent();
            int at = name.indexOf("scale", parent.length());
            if (at >= 0) {
                scales.putIfAbsent(parent, name);
                scales.putIfAbsent(parent.isEmpty() ? "" : parent.substring(0, parent.length() - 1), name);
                if (at > parent.length()) {
                    scales.putIfAbsent(name.substring(0, at - 1), name);
                }
            }
        }
        return scales;
    }

    @Override
    public List<Explanation> claims(Evidence evidence, Unexplained open) {
        Map<String, Quantized> weights = weights(evidence);
        Map<String, String> scales = new LinkedHashMap<>();
        Map<String, String> here = new HashMap<>();
        weights.forEach((name, weight) -> {
            scales.put(weight.there(), weight.scale());
            here.put(weight.there(), name);
        });
        List<Explanation> claims = new ArrayList<>();
        for (LayerTemplates.Template template : LayerTemplates.of(scales.keySet())) {
            List<String> own = template.names().stream().map(scales::get).toList();
            // A weight with another name is renamed first, which is another claim.
            List<String> standing = template.names().stream()
                    .filter(name -> here.get(name).equals(name))
                    .toList();
            Set<String> found = new LinkedHashSet<>(standing);
            found.addAll(own);
            found.retainAll(open.found());
            Finding finding = Finding.open(
                    Finding.Kind.MISMATCHED,
                    template.text(),
                    template.names(),
                    "quantized: each value must be multiplied by its scale in "
                            + LayerTemplates.of(own).get(0).text() + ", which a cast would lose",
                    List.of());
            claims.add(new Explanation(finding, Set.copyOf(standing), found, Map.of()));
        }
        return claims;
    }
}
