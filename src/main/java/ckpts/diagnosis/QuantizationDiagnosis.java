package ckpts.diagnosis;

import ckpts.checkpoint.Difference.Mismatch;
import ckpts.naming.LayerTemplates;
import ckpts.naming.NamePath;
import ckpts.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Weights in few bits with a scale beside them: a cast alone would lose the scale, and the scale looks unwanted. */
final class QuantizationDiagnosis implements Diagnosis {
    private static final int BITS = 8;

    @Override
    public List<Claim> claims(Evidence evidence, Open open) {
        Map<String, String> scales = new LinkedHashMap<>();
        for (Mismatch mismatch : evidence.difference().mismatched()) {
            String name = mismatch.entry().name();
            DType here = mismatch.entry().tensor().type().dtype();
            if (here.bits() <= BITS
                    && here.isNumeric()
                    && mismatch.expected().type().dtype().isFloat()) {
                scale(name, open.found()).ifPresent(scale -> scales.put(name, scale));
            }
        }
        if (scales.isEmpty()) {
            return List.of();
        }
        List<Claim> claims = new ArrayList<>();
        for (LayerTemplates.Template weights : LayerTemplates.of(scales.keySet())) {
            List<String> own = weights.names().stream().map(scales::get).toList();
            Set<String> found = new LinkedHashSet<>(weights.names());
            found.addAll(own);
            Finding finding = Finding.open(
                    Finding.Kind.MISMATCHED,
                    weights.text(),
                    weights.names(),
                    "quantized: each value is to be multiplied by its scale in "
                            + LayerTemplates.of(own).get(0).text() + ", which a cast would lose",
                    List.of());
            claims.add(new Claim(finding, Set.copyOf(weights.names()), found, Map.of()));
        }
        return claims;
    }

    /** A tensor beside a weight, under its name or in its module, whose name says that it is a scale. */
    private static java.util.Optional<String> scale(String weight, Set<String> names) {
        String parent = NamePath.of(weight).parent();
        return names.stream()
                .filter(name -> !name.equals(weight) && name.startsWith(parent))
                .filter(name -> NamePath.of(name).parent().equals(parent) || name.startsWith(weight))
                .filter(name -> name.substring(parent.length()).contains("scale"))
                .findFirst();
    }
}
