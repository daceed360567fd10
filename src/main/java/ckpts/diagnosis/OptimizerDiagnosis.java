package ckpts.diagnosis;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.checkpoint.Role;
import ckpts.naming.Counted;
import ckpts.naming.NamePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The optimizer's tensors and the averages: one word drops them if the model wants none; an optimizer under another
 * name is renamed as a whole.
 */
final class OptimizerDiagnosis implements Diagnosis {
    private static final Pattern OPTIMIZER = Pattern.compile(
            "opt|optim|optimizer\\d*|.*_optimizer|adam.*|sgd|momentum.*|rmsprop|adagrad|ftrl|iterations?|beta[12]_power.*"
                    + "|learning_rate|_?(momentums|velocities)|m|v");

    @Override
    public List<Explanation> claims(Evidence evidence, Unexplained open) {
        List<Explanation> claims = new ArrayList<>();
        moved(evidence, open).ifPresent(claims::add);
        if (claims.isEmpty()) {
            unwanted(
                            evidence,
                            open,
                            Repair.NamedSet.OPTIMIZER,
                            entry -> entry.role().isOptimizer())
                    .ifPresent(claims::add);
        }
        unwanted(
                        evidence,
                        open,
                        Repair.NamedSet.AVERAGES,
                        entry -> entry.role().averaged().isPresent())
                .ifPresent(claims::add);
        return claims;
    }

    private static Optional<Explanation> unwanted(
            Evidence evidence, Unexplained open, Repair.NamedSet set, Predicate<Entry> member) {
        List<Entry> members =
                evidence.checkpoint().entries().stream().filter(member).toList();
        List<String> names = members.stream().map(Entry::name).toList();
        boolean kept = names.stream()
                .anyMatch(name -> evidence.manifest().variable(name).isPresent());
        if (names.isEmpty() || kept || !open.found().containsAll(names)) {
            return Optional.empty();
        }
        String word = set.name().toLowerCase(Locale.ROOT);
        Optional<String> doubt = set == Repair.NamedSet.OPTIMIZER ? doubt(evidence, open, members) : Optional.empty();
        Repair drop = new Repair.DropSet(set);
        Finding finding = doubt.isPresent()
                ? Finding.open(
                        Finding.Kind.UNEXPECTED,
                        word,
                        names,
                        cause(members) + "; " + doubt.get(),
                        List.of(List.of(drop)))
                : Finding.certain(Finding.Kind.UNEXPECTED, word, names, cause(members), drop);
        return Optional.of(Explanation.ofCheckpoint(finding, names));
    }

    /** Why dropping the optimizer may not be what is meant. */
    private static Optional<String> doubt(Evidence evidence, Unexplained open, List<Entry> members) {
        if (wantsOptimizer(evidence, open)) {
            return Optional.of("the model has another optimizer");
        }
        return members.stream().anyMatch(entry -> entry.role().isAverage())
                ? Optional.of("it keeps moving averages, which a model may use in place of the weights")
                : Optional.empty();
    }

    /** Whether the model has slots, or lacks names that only an optimizer has. */
    private static boolean wantsOptimizer(Evidence evidence, Unexplained open) {
        return evidence.manifest().variables().stream()
                        .anyMatch(variable -> variable.slotOf().isPresent())
                || open.wanted().stream().anyMatch(OptimizerDiagnosis::isOptimizers);
    }

    /** Whether a name looks like one that only an optimizer has. */
    static boolean isOptimizers(String name) {
        return NamePath.of(name).segments().stream()
                .limit(2)
                .anyMatch(segment ->
                        OPTIMIZER.matcher(segment.toLowerCase(Locale.ROOT)).matches() && segment.length() > 1);
    }

    /** {@code optimizer/**} that is {@code opt/**} in the model, tensor by tensor. */
    private static Optional<Explanation> moved(Evidence evidence, Unexplained open) {
        Set<String> here = new LinkedHashSet<>();
        for (Entry entry : evidence.checkpoint().entries()) {
            if (entry.role().isOptimizer() && open.found().contains(entry.name())) {
                here.add(entry.name());
            }
        }
        if (here.isEmpty()) {
            return Optional.empty();
        }
        String from = beginning(here);
        Map<String, String> moves = new java.util.TreeMap<>();
        // One of its names shows where it went; the others must then be next to it.
        String rest = here.iterator().next().substring(from.length());
        String to = "";
        for (Expected expected : evidence.manifest().variables()) {
            String name = expected.name();
            if (moves.isEmpty() && open.wanted().contains(name) && name.endsWith(rest)) {
                to = name.substring(0, name.length() - rest.length());
                collect(evidence, open, here, from, to, moves);
            }
        }
        if (from.isEmpty() || to.isEmpty() || moves.size() < here.size()) {
            return Optional.empty();
        }
        Rule rule = new Rule(quoted(from) + "**", quoted(to) + "**");
        List<String> names = List.copyOf(moves.values());
        Finding finding = Finding.certain(
                Finding.Kind.MISSING,
                to + "**",
                names,
                "the optimizer is under " + from + " here",
                new Repair.Rename(List.of(rule)));
        return Optional.of(new Explanation(finding, Set.copyOf(names), here, Map.of()));
    }

    private static String quoted(String text) {
        return ckpts.naming.NamePattern.quote(text);
    }

    private static void collect(
            Evidence evidence, Unexplained open, Set<String> here, String from, String to, Map<String, String> moves) {
        for (String name : here) {
            String target = to + name.substring(from.length());
            Optional<Expected> expected = evidence.manifest().variable(target);
            boolean fits = expected.isPresent()
                    && open.wanted().contains(target)
                    && expected.get()
                            .type()
                            .equals(evidence.checkpoint()
                                    .entry(name)
                                    .orElseThrow()
                                    .tensor()
                                    .type());
            if (fits) {
                moves.put(name, target);
            }
        }
        if (moves.size() < here.size()) {
            moves.clear();
        }
    }

    /** The segments that all names begin with. */
    private static String beginning(Set<String> names) {
        NamePath first = NamePath.of(names.iterator().next());
        int count = first.depth() - 1;
        while (count > 0) {
            String beginning = first.beginning(count);
            if (names.stream().allMatch(name -> name.startsWith(beginning))) {
                return beginning;
            }
            count--;
        }
        return "";
    }

    /** {@code slots Adam, Adam_1 of 8 variables and 2 tensors of the optimizer itself}. */
    private static String cause(List<Entry> members) {
        TreeSet<String> kinds = new TreeSet<>();
        TreeSet<String> owners = new TreeSet<>();
        int own = 0;
        for (Entry entry : members) {
            if (entry.role() instanceof Role.Slot slot) {
                kinds.add(slot.kind().name());
                owners.add(slot.owner());
            } else if (entry.role() instanceof Role.OptimizerState) {
                own++;
            }
        }
        List<String> parts = new ArrayList<>();
        if (!owners.isEmpty()) {
            parts.add((kinds.size() == 1 ? "slot " : "slots ") + String.join(", ", kinds) + " of "
                    + Counted.of(owners.size(), "variable"));
        }
        if (own > 0) {
            parts.add(Counted.of(own, "tensor") + " of the optimizer itself");
        }
        return parts.isEmpty() ? "moving averages, of which the model has none" : String.join(" and ", parts);
    }
}
