package ckpts.diagnosis;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A comparison of the types of two modules.
 *
 * @param relations per role that both have, weights before biases as the first module has them
 * @param principal the role that decides: the weight, else the scale, else the first
 */
record Fit(Map<String, TypeRelation> relations, String principal) {
    /** How well types fit. */
    enum Strictness {
        /** Equal, or with axes in a different order. */
        VALUES,
        /** Also reshaped or of other sizes. */
        ANY
    }

    /** Empty if one cannot be made from the other, or if they share only a bias while one has more. */
    static Optional<Fit> of(Module here, Module there, Strictness strictness) {
        Map<String, TypeRelation> relations = new LinkedHashMap<>();
        here.leaves().forEach((role, unit) -> {
            Unit other = there.leaves().get(role);
            if (other != null) {
                relations.put(role, TypeRelation.between(unit.type(), other.type()));
            }
        });
        Optional<String> principal = principal(here, there, relations);
        boolean fits = principal.isPresent()
                && relations.values().stream().allMatch(relation -> allowed(relation, strictness));
        return fits ? Optional.of(new Fit(relations, principal.get())) : Optional.empty();
    }

    private static boolean allowed(TypeRelation relation, Strictness strictness) {
        return relation.keepsValues() || strictness == Strictness.ANY && relation.kind() != TypeRelation.Kind.NONE;
    }

    private static Optional<String> principal(Module here, Module there, Map<String, TypeRelation> relations) {
        for (String role : new String[] {LeafRole.WEIGHT, LeafRole.SCALE}) {
            if (relations.containsKey(role)) {
                return Optional.of(role);
            }
            if (here.leaves().containsKey(role) || there.leaves().containsKey(role)) {
                return Optional.empty();
            }
        }
        return relations.keySet().stream().findFirst();
    }

    TypeRelation decisive() {
        return relations.get(principal);
    }

    /** Whether every tensor fits as it is. */
    boolean isExact() {
        return relations.values().stream()
                .allMatch(relation -> relation.kind() == TypeRelation.Kind.EQUAL && !relation.cast());
    }

    /** Whether the deciding tensor has another size along one axis, and all others fit as they are. */
    boolean hasGrown() {
        return relations.size() > 1
                && decisive().kind() == TypeRelation.Kind.RESIZED
                && relations.entrySet().stream()
                        .allMatch(relation -> relation.getKey().equals(principal)
                                || relation.getValue().kind() == TypeRelation.Kind.EQUAL);
    }
}
