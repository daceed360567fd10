package ckpts.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Takes the optimizer's tensors and the averages out, where the model wants none of them: one word drops them. */
final class OptimizerDiagnosis {
    private OptimizerDiagnosis() {}

    static void explain(Evidence evidence) {
        takeOut(evidence, "optimizer", entry -> entry.role().isOptimizer());
        takeOut(evidence, "averages", entry -> entry.role() instanceof Role.Average);
    }

    private static void takeOut(Evidence evidence, String set, Predicate<Entry> member) {
        boolean wanted = set.equals("optimizer")
                && evidence.manifest().variables().stream()
                        .anyMatch(variable -> variable.slotOf().isPresent());
        List<Entry> members =
                evidence.checkpoint().entries().stream().filter(member).toList();
        boolean allUnexpected =
                members.stream().allMatch(entry -> evidence.openUnexpected().containsKey(entry.name()));
        if (wanted || members.isEmpty() || !allUnexpected) {
            return;
        }
        List<String> names = members.stream().map(Entry::name).toList();
        names.forEach(evidence.openUnexpected()::remove);
        evidence.add(Finding.of(Finding.Kind.UNEXPECTED, set, names, cause(members), "drop " + set));
    }

    /** {@code slots Adam, Adam_1 of 8 variables and 2 tensors of the optimizer itself}. */
    private static String cause(List<Entry> members) {
        TreeSet<String> kinds = new TreeSet<>();
        TreeSet<String> owners = new TreeSet<>();
        int own = 0;
        for (Entry entry : members) {
            if (entry.role() instanceof Role.Slot slot) {
                kinds.add(slot.kind());
                owners.add(slot.owner());
            } else if (entry.role() instanceof Role.OptimizerState) {
                own++;
            }
        }
        List<String> parts = new ArrayList<>();
        if (!owners.isEmpty()) {
            parts.add((kinds.size() == 1 ? "slot " : "slots ") + String.join(", ", kinds) + " of "
                    + count(owners.size(), "variable"));
        }
        if (own > 0) {
            parts.add(count(own, "tensor") + " of the optimizer itself");
        }
        return parts.isEmpty() ? "moving averages, of which the model has none" : String.join(" and ", parts);
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
