package ckpts.diagnosis;

import ckpts.checkpoint.Difference.Mismatch;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.naming.Alternatives;
import ckpts.naming.LayerTemplates;
import ckpts.naming.NameIndex;
import ckpts.naming.NamePath;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import ckpts.tensor.op.DefaultInitializer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reports what no other diagnosis could explain: other types, new variables, unused tensors. That variables are
 * reinitialized or tensors dropped is certain only if nothing on the other side could belong there.
 */
final class LeftoverDiagnosis implements Diagnosis {
    @Override
    public List<Explanation> claims(Evidence evidence, Unexplained open) {
        List<Explanation> claims = new ArrayList<>();
        mismatched(evidence, open, claims);
        missing(evidence, open, claims);
        slots(evidence, open, claims);
        unexpected(evidence, open, claims);
        return claims;
    }

    private static void mismatched(Evidence evidence, Unexplained open, List<Explanation> claims) {
        Map<String, Mismatch> left = new LinkedHashMap<>();
        for (Mismatch mismatch : evidence.difference().mismatched()) {
            if (open.wanted().contains(mismatch.expected().name())
                    && !evidence.isMoved(mismatch.entry().name())) {
                left.put(mismatch.expected().name(), mismatch);
            }
        }
        left.keySet().removeAll(SlotNames.changedAlong(evidence, open, List.copyOf(left.keySet())));
        for (LayerTemplates.Template template : LayerTemplates.of(
                left.keySet(),
                name -> List.of(
                        change(left.get(name)).kind(),
                        left.get(name).entry().role().isSlot()))) {
            Mismatch first = left.get(template.names().get(0));
            List<String> found = template.names().stream()
                    .map(name -> left.get(name).entry().name())
                    .filter(open.found()::contains)
                    .toList();
            List<String> pattern = List.of(template.text());
            boolean slots = first.entry().role().isSlot();
            Finding finding = Finding.open(
                    Finding.Kind.MISMATCHED,
                    template.text(),
                    template.names(),
                    change(first)
                            .cause(template.names().stream()
                                            .map(name -> change(left.get(name)))
                                            .distinct()
                                            .count()
                                    > 1),
                    slots ? List.of(List.of(Repair.Reinit.slots(pattern))) : ways(first, pattern));
            Set<String> along = SlotNames.changedAlong(evidence, open, template.names());
            claims.add(new Explanation(finding, union(template.names(), along), union(found, along), Map.of()));
        }
    }

    private static Set<String> union(Collection<String> one, Collection<String> other) {
        Set<String> all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    private static List<List<Repair>> ways(Mismatch mismatch, List<String> pattern) {
        List<List<Repair>> ways = new ArrayList<>(change(mismatch).ways(pattern));
        List<Repair> restart = List.of(Repair.Reinit.variables(pattern));
        if (starts(mismatch.expected()) && !ways.contains(restart)) {
            ways.add(restart);
        }
        return ways;
    }

    private static TypeChange change(Mismatch mismatch) {
        return TypeChange.between(
                mismatch.entry().tensor().type(), mismatch.expected().type());
    }

    /** Whether {@code reinit} knows a variable's start value. */
    private static boolean starts(Expected expected) {
        TensorType type = expected.type();
        if (expected.initializer().isPresent()) {
            return true;
        }
        boolean counts = !type.dtype().isFloat();
        if (counts && type.shape().rank() > 0) {
            return false;
        }
        try {
            new DefaultInitializer(0).forRole(type, expected.name());
            return true;
        } catch (TensorTypeException e) {
            return false;
        }
    }

    private static void missing(Evidence evidence, Unexplained open, List<Explanation> claims) {
        Map<String, Expected> variables = new LinkedHashMap<>();
        for (Expected expected : evidence.difference().missing()) {
            if (open.wanted().contains(expected.name()) && expected.slotOf().isEmpty()) {
                variables.put(expected.name(), expected);
            }
        }
        for (Mismatch mismatch : evidence.difference().mismatched()) {
            String name = mismatch.expected().name();
            if (open.wanted().contains(name)
                    && evidence.isMoved(mismatch.entry().name())) {
                variables.put(name, mismatch.expected());
            }
        }
        if (variables.isEmpty()) {
            return;
        }
        Set<TensorType> homeless = evidence.homeless(open);
        Set<String> related = evidence.related();
        List<String> all =
                evidence.manifest().variables().stream().map(Expected::name).toList();
        NameIndex here = new NameIndex(evidence.checkpoint().names());
        Set<String> placeless = evidence.difference().unexpected().stream()
                .map(Entry::name)
                .filter(name -> !evidence.isMoved(name))
                .collect(Collectors.toCollection(HashSet::new));
        placeless.addAll(open.found());
        Set<String> doubtful = withSiblings(
                variables.values().stream()
                        .filter(expected -> !starts(expected)
                                || related.contains(expected.name())
                                || !nothingFor(expected.type(), homeless)
                                || isNamedIn(expected.name(), expected.type(), placeless))
                        .map(Expected::name)
                        .toList(),
                variables.keySet());
        for (boolean plain : new boolean[] {true, false}) {
            List<String> names = variables.keySet().stream()
                    .filter(name -> plain != doubtful.contains(name))
                    .toList();
            for (Subtrees.Group group : Subtrees.of(names, all)) {
                claims.add(Explanation.ofModel(missing(group, plain, variables, here), group.names()));
            }
        }
    }

    /** Groups a weight with its bias and its scale: they are reinitialized, or dropped, together. */
    private static Set<String> withSiblings(Collection<String> doubtful, Collection<String> all) {
        Set<String> parents = new HashSet<>();
        doubtful.forEach(name -> parents.add(NamePath.of(name).parent()));
        parents.remove("");
        Set<String> names = new HashSet<>(doubtful);
        all.stream()
                .filter(name -> parents.contains(NamePath.of(name).parent()))
                .forEach(names::add);
        return names;
    }

    private static Finding missing(
            Subtrees.Group group, boolean plain, Map<String, Expected> variables, NameIndex here) {
        Repair restart = Repair.Reinit.variables(List.of(group.text()));
        boolean starts = group.names().stream().allMatch(name -> starts(variables.get(name)));
        String news = counterparts(group, here)
                .map(have -> "new: the checkpoint has " + have + " only")
                .orElse("nothing like it in the checkpoint");
        if (plain) {
            return Finding.certain(Finding.Kind.MISSING, group.text(), group.names(), news, restart);
        }
        return Finding.open(
                Finding.Kind.MISSING,
                group.text(),
                group.names(),
                starts
                        ? "no certain match here, but an unexpected tensor may belong here"
                        : news + ", and no start value is known: reinit it with one",
                starts ? List.of(List.of(restart)) : List.of());
    }

    private static boolean nothingFor(TensorType wanted, Set<TensorType> homeless) {
        return homeless.stream().noneMatch(type -> TypeRelation.mayBecome(type, wanted));
    }

    /** A scalar cannot be identified by its shape: one with the same last word on the other side may be it. */
    private static boolean isNamedIn(String name, TensorType type, Set<String> names) {
        String last = NamePath.of(name).last();
        return type.shape().rank() == 0
                && names.stream()
                        .anyMatch(other ->
                                OptimizerWords.areSame(NamePath.of(other).last(), last));
    }

    private static void slots(Evidence evidence, Unexplained open, List<Explanation> claims) {
        Map<String, Expected> slots = new LinkedHashMap<>();
        for (Expected expected : evidence.difference().missing()) {
            if (open.wanted().contains(expected.name()) && expected.slotOf().isPresent()) {
                slots.put(expected.name(), expected);
            }
        }
        // Whatever explained it, this is certain only if no candidate slot is without a place.
        boolean others = evidence.difference().unexpected().stream()
                .anyMatch(entry -> entry.role().isSlot() && !SlotNames.hasPlace(evidence, entry));
        for (LayerTemplates.Template template :
                LayerTemplates.of(slots.keySet(), name -> SlotNames.starts(evidence, slots.get(name)))) {
            boolean starts =
                    SlotNames.starts(evidence, slots.get(template.names().get(0)));
            claims.add(Explanation.ofModel(missingSlots(template, others, starts), template.names()));
        }
    }

    private static Finding missingSlots(LayerTemplates.Template template, boolean others, boolean starts) {
        String news = others
                ? "optimizer slots; where those that are here belong is not certain"
                : "optimizer slots that the checkpoint does not have";
        Repair restart = Repair.Reinit.slots(List.of(template.text()));
        if (starts && !others) {
            return Finding.certain(Finding.Kind.MISSING, template.text(), template.names(), news, restart);
        }
        return Finding.open(
                Finding.Kind.MISSING,
                template.text(),
                template.names(),
                starts ? news : news + ", and no start value is known: reinit them with one",
                starts ? List.of(List.of(restart)) : List.of());
    }

    private static void unexpected(Evidence evidence, Unexplained open, List<Explanation> claims) {
        Set<String> reported = new HashSet<>();
        claims.forEach(claim -> reported.addAll(claim.found()));
        Set<TensorType> vacant = evidence.vacant(open);
        Set<String> perhaps = evidence.perhapsWanted();
        perhaps.addAll(evidence.related());
        Map<String, Drop> kinds = new LinkedHashMap<>();
        for (Entry entry : evidence.checkpoint().entries()) {
            // A tensor that has a name of the model is in the way of the tensor that should have that name.
            if (open.found().contains(entry.name()) && !reported.contains(entry.name())) {
                boolean named = isNamedIn(entry.name(), entry.tensor().type(), open.wanted());
                kinds.put(entry.name(), named ? Drop.PERHAPS_WANTED : kind(entry, vacant, perhaps));
            }
        }
        List<String> doubtful = kinds.keySet().stream()
                .filter(name -> kinds.get(name) == Drop.PERHAPS_WANTED)
                .toList();
        withSiblings(doubtful, kinds.keySet()).forEach(name -> kinds.put(name, Drop.PERHAPS_WANTED));
        Map<Drop, List<String>> byKind = new LinkedHashMap<>();
        kinds.forEach((name, kind) ->
                byKind.computeIfAbsent(kind, any -> new ArrayList<>()).add(name));
        List<String> model =
                evidence.manifest().variables().stream().map(Expected::name).toList();
        NameIndex wanted = new NameIndex(byKind.isEmpty() ? List.of() : model);
        byKind.forEach((kind, names) -> {
            for (Subtrees.Group group : Subtrees.of(names, evidence.checkpoint().names())) {
                claims.add(Explanation.ofCheckpoint(unexpected(group, kind, wanted), group.names()));
            }
        });
    }

    private enum Drop {
        COUNTER,
        UNWANTED,
        /** A candidate for something missing, or of the type of something missing. */
        PERHAPS_WANTED
    }

    private static Drop kind(Entry entry, Collection<TensorType> vacant, Set<String> perhaps) {
        TensorType type = entry.tensor().type();
        Shape shape = type.shape();
        if (perhaps.contains(entry.name())
                || entry.role().isOptimizer()
                || vacant.stream().anyMatch(missing -> TypeRelation.mayBecome(type, missing))) {
            return Drop.PERHAPS_WANTED;
        }
        return shape.rank() == 0 && type.dtype().isInteger() ? Drop.COUNTER : Drop.UNWANTED;
    }

    private static Finding unexpected(Subtrees.Group group, Drop kind, NameIndex wanted) {
        Repair drop = new Repair.Drop(List.of(group.text()));
        String many = counterparts(group, wanted)
                .map(have -> "too many: the model has " + have + " only")
                .orElse("not a variable of the model");
        return switch (kind) {
            case COUNTER ->
                Finding.certain(
                        Finding.Kind.UNEXPECTED,
                        group.text(),
                        group.names(),
                        "a counter that the model does not have",
                        drop);
            case UNWANTED -> Finding.certain(Finding.Kind.UNEXPECTED, group.text(), group.names(), many, drop);
            case PERHAPS_WANTED ->
                Finding.open(
                        Finding.Kind.UNEXPECTED,
                        group.text(),
                        group.names(),
                        many + ", but a missing one may be made from it",
                        List.of(List.of(drop)));
        };
    }

    /** The layers of the other side at the place where whole numbered layers are left over here. */
    private static Optional<String> counterparts(Subtrees.Group group, NameIndex others) {
        if (group.stem().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Boolean> layers = new LinkedHashMap<>();
        for (String name : others.namesLike(group.stem(), "")) {
            int end = Alternatives.NumberRange.digitsEnd(name, group.stem().length());
            boolean layer =
                    end > group.stem().length() && end < name.length() && NamePath.isSeparator(name.charAt(end));
            if (name.startsWith(group.stem()) && layer) {
                layers.put(name.substring(0, end), true);
            }
        }
        List<LayerTemplates.Template> templates = LayerTemplates.ofNumbers(layers.keySet(), name -> "");
        return templates.size() == 1 ? Optional.of(templates.get(0).text()) : Optional.empty();
    }
}
