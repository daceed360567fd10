package ckpts.diagnosis;

import ckpts.diagnosis.Finding.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order in which accepted claims are told and their repairs done. Orders are rehearsed, the most readable first; the
 * one is taken under which every line can be done and every tensor ends under the name that was claimed. What works in
 * none is told as a possibility.
 */
final class RepairOrder {
    /** More rules than this are read more easily as one block. */
    private static final int FEW_RULES = 3;

    private final Evidence evidence;
    private final Set<String> slots = new HashSet<>();

    private RepairOrder(Evidence evidence) {
        this.evidence = evidence;
        evidence.checkpoint().entries().stream()
                .filter(entry -> entry.role().isSlot())
                .forEach(entry -> slots.add(entry.name()));
    }

    static List<Finding> of(List<Explanation> claims, Evidence evidence) {
        return new RepairOrder(evidence)
                .ordered(claims).stream().map(Explanation::finding).toList();
    }

    private List<Explanation> ordered(List<Explanation> claims) {
        long renames = claims.stream().filter(this::renamesVariables).count();
        List<Explanation> joined = joined(claims);
        List<List<Explanation>> orders = new ArrayList<>();
        if (renames <= FEW_RULES) {
            orders.add(sorted(claims, false));
            orders.add(sorted(claims, true));
        }
        orders.add(sorted(joined, false));
        orders.add(sorted(joined, true));
        for (List<Explanation> order : orders) {
            if (works(order)) {
                return order;
            }
        }
        return sorted(doubting(sorted(joined, true)), false);
    }

    private static boolean renames(Explanation claim) {
        return claim.finding().repairs().stream().anyMatch(Repair.Rename.class::isInstance);
    }

    /** Slots that go elsewhere go before their variable gets another name, or they would be told to follow it. */
    private boolean renamesSlots(Explanation claim) {
        return renames(claim) && !Collections.disjoint(slots, claim.moves().keySet());
    }

    private boolean renamesVariables(Explanation claim) {
        return renames(claim) && !renamesSlots(claim);
    }

    private static boolean dropsSets(Explanation claim) {
        return claim.finding().repairs().stream().anyMatch(Repair.DropSet.class::isInstance);
    }

    private static boolean drops(Explanation claim) {
        return claim.finding().repairs().stream().anyMatch(Repair.Drop.class::isInstance);
    }

    /** The optimizer, renames, what is made anew, what changes its type, what is dropped; what is in doubt behind its kind. */
    private List<Explanation> sorted(List<Explanation> claims, boolean dropsFirst) {
        List<Explanation> order = new ArrayList<>();
        // By identity: the names of an explanation may be a million.
        Set<Explanation> rest = Collections.newSetFromMap(new IdentityHashMap<>());
        rest.addAll(claims);
        // Slots that stay would have to follow what is done to their variables.
        take(rest, claims.stream().filter(RepairOrder::dropsSets).toList(), order);
        take(rest, claims.stream().filter(this::renamesSlots).toList(), order);
        if (dropsFirst) {
            take(rest, claims.stream().filter(RepairOrder::drops).toList(), order);
        }
        take(rest, claims.stream().filter(RepairOrder::renames).toList(), order);
        for (Kind kind : Kind.values()) {
            for (boolean certain : new boolean[] {true, false}) {
                take(
                        rest,
                        claims.stream()
                                .filter(claim -> claim.finding().kind() == kind)
                                .filter(claim ->
                                        certain != claim.finding().repairs().isEmpty())
                                .toList(),
                        order);
            }
        }
        return order;
    }

    private static void take(Set<Explanation> rest, Collection<Explanation> wanted, List<Explanation> order) {
        for (Explanation claim : wanted) {
            if (rest.remove(claim)) {
                order.add(claim);
            }
        }
    }

    /** All renames as one: its rules apply at once, so none sees what another made. */
    private List<Explanation> joined(List<Explanation> claims) {
        List<Explanation> renames =
                claims.stream().filter(this::renamesVariables).toList();
        if (renames.size() < 2) {
            return claims;
        }
        List<Rule> rules = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Set<String> wanted = new LinkedHashSet<>();
        Set<String> found = new LinkedHashSet<>();
        Map<String, String> moves = new LinkedHashMap<>();
        for (Explanation claim : renames) {
            claim.finding().repairs().forEach(repair -> rules.addAll(((Repair.Rename) repair).rules()));
            names.addAll(claim.finding().names());
            wanted.addAll(claim.wanted());
            found.addAll(claim.found());
            moves.putAll(claim.moves());
        }
        List<String> all = evidence.manifest().variables().stream()
                .map(expected -> expected.name())
                .toList();
        List<Subtrees.Group> groups = Subtrees.of(names, all);
        Finding finding = Finding.certain(
                Kind.MISSING,
                groups.size() == 1 ? groups.get(0).text() : "**",
                names,
                "likely renamed, " + rules.size() + " rules",
                new Repair.Rename(rules));
        List<Explanation> joined = new ArrayList<>(List.of(new Explanation(finding, wanted, found, moves)));
        claims.stream().filter(claim -> !renamesVariables(claim)).forEach(joined::add);
        return joined;
    }

    private boolean works(List<Explanation> order) {
        Rehearsal rehearsal = new Rehearsal(evidence.checkpoint(), evidence.manifest());
        for (Explanation claim : order) {
            for (Repair repair : claim.finding().repairs()) {
                if (!rehearsal.does(repair)) {
                    return false;
                }
            }
        }
        return order.stream().allMatch(claim -> holds(claim, rehearsal));
    }

    /** Whether what was claimed is so: tensors under their new names, and of the model's type where that was said. */
    private boolean holds(Explanation claim, Rehearsal rehearsal) {
        Map<String, String> loaded = rehearsal.loaded();
        boolean placed =
                claim.moves().entrySet().stream().allMatch(move -> move.getKey().equals(loaded.get(move.getValue())));
        boolean retyped = claim.finding().repairs().stream().noneMatch(Repair.Retyping.class::isInstance)
                || claim.finding().names().stream()
                        .allMatch(name -> evidence.manifest()
                                .variable(name)
                                .map(expected -> expected.type())
                                .equals(rehearsal.type(name)));
        return placed && retyped;
    }

    /** Claims one after the other: what cannot be done, or does not come to what was claimed, is doubted. */
    private List<Explanation> doubting(List<Explanation> order) {
        List<Explanation> kept = new ArrayList<>();
        for (Explanation claim : order) {
            List<Explanation> tried = new ArrayList<>(kept);
            tried.add(claim);
            kept.add(works(tried) ? claim : claim.with(claim.finding().doubted()));
        }
        return kept;
    }
}
