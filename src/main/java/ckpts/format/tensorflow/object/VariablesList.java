package ckpts.format.tensorflow.object;

import java.util.List;
import java.util.Set;

/**
 * The list {@code _variables} in which an optimizer has its slots again.
 *
 * @param list the part before the numbers there
 * @param head names of the tensors before the slots
 * @param passes the order of the slots
 * @param listed kinds that have a list of their own
 * @param partly kinds of which it does not have scalars
 */
public record VariablesList(String list, List<String> head, SlotPasses passes, Set<String> listed, Set<String> partly) {
    /** A list about which nothing is known. */
    public static VariablesList unknown(String list) {
        return new VariablesList(list, List.of(), new SlotPasses(List.of()), Set.of(), Set.of());
    }

    /** The same list at another place, with the rest of its head. */
    public VariablesList at(String place, List<String> left) {
        return new VariablesList(place, left, passes, listed, partly);
    }

    /** Kinds of slots that have no other list, in the order in which one variable has them. */
    public List<String> unlisted() {
        return passes.passes().stream()
                .flatMap(List::stream)
                .filter(kind -> !listed.contains(kind))
                .toList();
    }

    /** The part before the numbers in {@code _variables} of an optimizer. */
    public static String of(String optimizer) {
        return EdgeNames.join(optimizer, Optimizers.VARIABLES) + "/";
    }

    /** Whether a name is a number among all tensors of an optimizer. */
    public static boolean has(String name) {
        int end = name.lastIndexOf('/') + 1;
        return is(name.substring(0, end)) && Optimizers.number(name.substring(end)) >= 0;
    }

    /** Whether these numbers count all slots of an optimizer, not those of one kind. */
    public static boolean is(String list) {
        return ("/" + list).endsWith("/" + Optimizers.VARIABLES + "/");
    }
}
