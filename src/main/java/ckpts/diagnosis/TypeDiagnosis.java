package ckpts.diagnosis;

import ckpts.diagnosis.TypeRelation.Kind;
import ckpts.naming.LayerTemplates;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tensors that certainly are a variable, but of another type. */
final class TypeDiagnosis implements Diagnosis {
    /** What is told and repaired alike. */
    private record Change(TypeRelation relation, Object types, boolean square) {}

    private record Changed(
            TensorType here, TensorType model, TypeRelation relation, Optional<Flattening> flattening) {
        boolean square() {
            return here.shape().equals(model.shape()) && relation.kind() == Kind.TRANSPOSED;
        }

        Change change() {
            boolean alike = relation.kind() == Kind.EQUAL;
            return new Change(
                    relation, alike ? List.of(here.dtype(), model.dtype()) : List.of(here, model), square());
        }
    }

    /** Names of the model whose tensors are of another type. */
    static Set<String> changed(Evidence evidence) {
        return new HashSet<>(changes(evidence).keySet());
    }

    private static Map<String, Changed> changes(Evidence evidence) {
        Map<String, Changed> changes = new LinkedHashMap<>();
        for (UnitPair pair : evidence.certain()) {
            if (pair.relation().kind() != Kind.EQUAL || pair.relation().cast()) {
                Optional<Flattening> flattening = pair.relation().kind() == Kind.FLATTENED
                        ? Flattening.before(pair, evidence.certain())
                        : Optional.empty();
                Changed changed =
                        new Changed(pair.here().type(), pair.there().type(), pair.relation(), flattening);
                pair.names().values().forEach(name -> changes.put(name, changed));
            }
        }
        return changes;
    }

    @Override
    public List<Claim> claims(Evidence evidence, Open open) {
        Map<String, Changed> changes = changes(evidence);
        List<Claim> claims = new ArrayList<>();
        Map<Change, List<String>> alike = new LinkedHashMap<>();
        changes.forEach((name, changed) ->
                alike.computeIfAbsent(changed.change(), any -> new ArrayList<>()).add(name));
        alike.forEach((change, names) -> {
            for (LayerTemplates.Template template : LayerTemplates.of(names)) {
                claims.add(claim(template, changes.get(template.names().get(0)), open));
            }
        });
        return claims;
    }

    private static Claim claim(LayerTemplates.Template template, Changed changed, Open open) {
        List<String> pattern = List.of(template.text());
        List<List<Repair>> ways = ways(pattern, changed);
        boolean certain = changed.relation().keepsValues();
        Finding finding = new Finding(
                Finding.Kind.MISMATCHED,
                template.text(),
                template.names(),
                cause(changed),
                certain ? ways.get(0) : List.of(),
                certain ? List.of() : ways);
        Set<String> wanted = new HashSet<>(template.names());
        wanted.retainAll(open.wanted());
        Set<String> found = new HashSet<>(template.names());
        found.retainAll(open.found());
        return new Claim(finding, wanted, found, Map.of());
    }

    /** What would do, the first being what the relation says. */
    private static List<List<Repair>> ways(List<String> pattern, Changed changed) {
        Shape here = changed.here().shape();
        Shape model = changed.model().shape();
        List<List<Repair>> ways = new ArrayList<>();
        switch (changed.relation().kind()) {
            case EQUAL -> ways.add(cast(pattern, changed, Optional.empty()));
            case TRANSPOSED ->
                ways.add(cast(pattern, changed, Optional.of(new Repair.Transpose(pattern, order(changed.relation())))));
            case FLATTENED -> {
                changed.flattening()
                        .ifPresent(image -> ways.add(cast(
                                pattern,
                                changed,
                                Optional.of(new Repair.Rearrange(pattern, image.pattern(), sizes(image))))));
                ways.add(cast(pattern, changed, Optional.of(new Repair.Transpose(pattern, Optional.empty()))));
            }
            case RESHAPED -> ways.add(cast(pattern, changed, Optional.of(new Repair.Reshape(pattern, model))));
            case RESIZED -> {
                if (covers(model, here)) {
                    ways.add(cast(pattern, changed, Optional.of(new Repair.Pad(pattern, model))));
                } else if (covers(here, model)) {
                    ways.add(cast(pattern, changed, Optional.of(new Repair.Slice(pattern, here, model))));
                }
                ways.add(List.of(new Repair.Reinit(pattern)));
            }
            case NONE -> ways.add(List.of(new Repair.Reinit(pattern)));
        }
        return ways;
    }

    /** The sizes that a script has to say: of a square image both sides, else the channels and a height to fill in. */
    private static SortedMap<String, Long> sizes(Flattening image) {
        SortedMap<String, Long> sizes = new TreeMap<>();
        sizes.put("c", image.channels());
        image.side().ifPresent(side -> sizes.put("h", side));
        return sizes;
    }

    /** Whether no axis of the one is shorter than that of the other. */
    private static boolean covers(Shape large, Shape small) {
        for (int axis = 0; axis < large.rank(); axis++) {
            if (large.dimension(axis) < small.dimension(axis)) {
                return false;
            }
        }
        return true;
    }

    /** Turning the axes around is what the statement does where no order is said. */
    private static Optional<List<Integer>> order(TypeRelation relation) {
        List<Integer> order = relation.order();
        boolean around = true;
        for (int axis = 0; axis < order.size(); axis++) {
            around &= order.get(axis) == order.size() - 1 - axis;
        }
        return around ? Optional.empty() : Optional.of(order);
    }

    private static List<Repair> cast(List<String> pattern, Changed changed, Optional<Repair> first) {
        List<Repair> repairs = new ArrayList<>();
        first.ifPresent(repairs::add);
        if (changed.relation().cast()) {
            repairs.add(new Repair.Cast(pattern, changed.model().dtype()));
        }
        return repairs;
    }

    /** {@code [256, 128] here, [512, 128] in the model: axis 0 grew}. */
    private static String cause(Changed changed) {
        if (changed.square()) {
            return "square, so no shape shows it, but the other matrices are transposed here";
        }
        TensorType here = changed.here();
        TensorType model = changed.model();
        if (here.shape().equals(model.shape())) {
            return here.dtype() + " here, " + model.dtype() + " in the model";
        }
        String both = changed.relation().cast()
                ? here + " here, " + model + " in the model"
                : here.shape() + " here, " + model.shape() + " in the model";
        return both + shapes(changed).map(cause -> ": " + cause).orElse("");
    }

    private static Optional<String> shapes(Changed changed) {
        Shape here = changed.here().shape();
        Shape model = changed.model().shape();
        return switch (changed.relation().kind()) {
            case TRANSPOSED -> Optional.of(order(changed.relation()).isEmpty() ? "transposed" : "axes in another order");
            case FLATTENED ->
                Optional.of("behind a flattened image, whose pixels and channels may come in another order");
            case RESHAPED -> Optional.of("as many elements");
            case RESIZED ->
                TypeRelation.changedAxes(here, model) == 1 ? Optional.of(axis(here, model)) : Optional.empty();
            case EQUAL, NONE -> Optional.empty();
        };
    }

    private static String axis(Shape here, Shape model) {
        int axis = 0;
        while (here.dimension(axis) == model.dimension(axis)) {
            axis++;
        }
        return "axis " + axis + (model.dimension(axis) > here.dimension(axis) ? " grew" : " shrank");
    }
}
