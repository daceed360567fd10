package ckpts.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Modules in the same order on both sides, however many numbers count them: {@code features.0, .2, .5, ...} and
 * {@code block1_conv1, block1_conv2, block2_conv1, ...}. If the types of two whole sequences agree one by one, modules
 * of equal type can be paired.
 */
final class Sequences {
    /** A shorter sequence proves nothing. */
    private static final int SHORTEST = 3;

    private final Set<List<Module>> aligned = new HashSet<>();
    private final Set<List<String>> skeletons = new HashSet<>();

    /** One module of a sequence, for one choice of its folded numbers. */
    private record Member(List<Long> numbers, Module module, String sizes) {}

    Sequences(List<Module> here, List<Module> there) {
        Map<String, List<Member>> one = members(here);
        Map<String, List<Member>> other = members(there);
        Map<String, List<List<Member>>> bySizes = new HashMap<>();
        other.values()
                .forEach(members -> bySizes.computeIfAbsent(sizes(members), any -> new ArrayList<>())
                        .add(members));
        one.values()
                .forEach(members -> bySizes.getOrDefault(sizes(members), List.of())
                        .forEach(counterparts -> align(members, counterparts)));
    }

    private static String sizes(List<Member> members) {
        StringBuilder sizes = new StringBuilder();
        members.forEach(member -> sizes.append(member.sizes()));
        return sizes.toString();
    }

    /** Skeleton to its modules in the order of their numbers. */
    private static Map<String, List<Member>> members(List<Module> modules) {
        Map<String, List<Member>> members = new LinkedHashMap<>();
        for (Module module : modules) {
            Unit unit = module.principal();
            collect(
                    unit,
                    0,
                    new ArrayList<>(),
                    module,
                    members.computeIfAbsent(skeleton(module), any -> new ArrayList<>()));
        }
        members.values().removeIf(list -> list.size() < SHORTEST);
        members.values().forEach(list -> list.sort(Comparator.comparing(Member::numbers, Sequences::compare)));
        return members;
    }

    private static String skeleton(Module module) {
        return String.join("#", module.principal().fragments());
    }

    private static void collect(Unit unit, int place, List<Long> numbers, Module module, List<Member> members) {
        if (place == unit.places().size()) {
            members.add(new Member(
                    List.copyOf(numbers), module, TypeRelation.sizes(unit.type().shape())));
            return;
        }
        for (Index index : unit.places().get(place).values()) {
            numbers.add(index.value());
            collect(unit, place + 1, numbers, module, members);
            numbers.remove(numbers.size() - 1);
        }
    }

    private static int compare(List<Long> left, List<Long> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = Long.compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    /** Pairs of which every member goes with one of the other. */
    private void align(List<Member> members, List<Member> counterparts) {
        skeletons.add(List.of(
                skeleton(members.get(0).module()), skeleton(counterparts.get(0).module())));
        Map<Module, Set<Module>> partners = new HashMap<>();
        for (int i = 0; i < members.size(); i++) {
            partners.computeIfAbsent(members.get(i).module(), any -> new HashSet<>())
                    .add(counterparts.get(i).module());
        }
        partners.forEach((module, found) -> {
            if (found.size() == 1) {
                aligned.add(List.of(module, found.iterator().next()));
            }
        });
    }

    /** Whether two modules are at the same place of two sequences that agree throughout. */
    boolean agree(Module here, Module there) {
        return aligned.contains(List.of(here, there));
    }

    /** Whether two modules are at different places of such sequences. */
    boolean contradict(Module here, Module there) {
        return skeletons.contains(List.of(skeleton(here), skeleton(there))) && !agree(here, there);
    }
}
