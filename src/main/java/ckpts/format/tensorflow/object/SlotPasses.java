package ckpts.format.tensorflow.object;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The order in which an optimizer creates its slots: pass by pass, in each variable by variable, for each the pass's
 * kinds. Adam creates its moments in one pass, and then its maxima; Muon does not create velocities for kernels:
 *
 * <pre>
 *   m0 v0 m1 v1 vhat0 vhat1   ──>   [m, v], [vhat]
 *   m0 m1 v1 m2 m3 v3         ──>   [m, v]
 * </pre>
 *
 * @param passes kinds of slots
 */
public record SlotPasses(List<List<String>> passes) {
    public SlotPasses {
        passes = passes.stream().map(List::copyOf).toList();
    }

    /**
     * The passes of a list.
     *
     * @param owner owner of an entry
     * @param kind kind of an entry
     */
    record Entry(Object owner, String kind) {}

    /** @param entries slots in the order of the optimizer's list */
    static SlotPasses of(List<Entry> entries) {
        List<List<String>> passes = new ArrayList<>();
        for (int start = 0; start < entries.size(); ) {
            Object owner = entries.get(start).owner();
            Set<String> run = new LinkedHashSet<>();
            int end = start;
            while (end < entries.size()
                    && entries.get(end).owner().equals(owner)
                    && run.add(entries.get(end).kind())) {
                end++;
            }
            merge(passes, List.copyOf(run));
            start = end;
        }
        return new SlotPasses(passes);
    }

    /** Adjacent slots of one variable belong to one pass, in this order. */
    private static void merge(List<List<String>> passes, List<String> run) {
        Optional<List<String>> known = passes.stream()
                .filter(pass -> run.stream().anyMatch(pass::contains))
                .findFirst();
        if (known.isEmpty()) {
            passes.add(new ArrayList<>(run));
            return;
        }
        int place = 0;
        for (String kind : run) {
            boolean elsewhere = passes.stream().anyMatch(pass -> pass != known.get() && pass.contains(kind));
            if (known.get().contains(kind)) {
                place = known.get().indexOf(kind) + 1;
            } else if (!elsewhere) {
                known.get().add(place++, kind);
            }
        }
    }

    /**
     * Slots in this order.
     *
     * @param owners in the optimizer's order
     * @param kinds all kinds: those in no pass come last, together
     * @param slot the slot of an owner and of a kind, if there is one
     */
    public <O, S> List<S> sorted(List<O> owners, Set<String> kinds, BiFunction<O, String, Optional<S>> slot) {
        Set<String> left = new LinkedHashSet<>(kinds);
        List<List<String>> all = new ArrayList<>(passes);
        passes.forEach(left::removeAll);
        all.add(List.copyOf(left));
        List<S> sorted = new ArrayList<>();
        for (List<String> pass : all) {
            for (O owner : owners) {
                for (String kind : pass) {
                    slot.apply(owner, kind).ifPresent(sorted::add);
                }
            }
        }
        return sorted;
    }
}
