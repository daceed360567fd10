package ckpts.format.tensorflow.object;

import ckpts.checkpoint.Role;
import ckpts.format.tensorflow.object.ObjectNames.Named;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the name of a tensor says in an object-based checkpoint: the path of its object, which of its values it is, whether
 * it is a slot.
 */
public final class TensorName {
    static final String ATTRIBUTES = "/.ATTRIBUTES/";
    static final String VALUE = "VARIABLE_VALUE";
    static final String SLOT = "/.OPTIMIZER_SLOT/";

    private TensorName() {}

    /** Whether only a reference of an optimizer leads to it. */
    static boolean isSlotReference(String name) {
        return name.contains(SLOT);
    }

    /** The path of an object in a tensor's name; empty for the root. */
    public static String path(String name) {
        int at = ("/" + name).indexOf(ATTRIBUTES);
        return at < 0 ? name : at == 0 ? "" : name.substring(0, at - 1);
    }

    /** The tensor's attribute of its object. */
    static String tail(String name) {
        int at = ("/" + name).indexOf(ATTRIBUTES);
        return at < 0 ? VALUE : ("/" + name).substring(at + ATTRIBUTES.length());
    }

    /** The paths of all names of a tensor. */
    static Set<String> paths(Named named) {
        Set<String> paths = new LinkedHashSet<>();
        paths.add(path(named.name()));
        named.aliases().forEach(alias -> paths.add(path(alias)));
        return paths;
    }

    /** The part after the variable in the name of its slot: {@code /.OPTIMIZER_SLOT/optimizer/m}. */
    public static String slotTail(String optimizer, String slot) {
        return SLOT + optimizer + "/" + EdgeNames.escape(slot);
    }

    /** Whether a name is that of state other than a variable: a part of a table, an iterator. */
    public static boolean isState(String name) {
        return !tail(name).equals(VALUE);
    }

    /**
     * The role of a slot, recognized by its name: an entry of an optimizer's list, or one that its optimizer refers to.
     *
     * @param owner the variable that it belongs to
     * @param kindThere the optimizer's name for it, if it has a number among all the optimizer's tensors
     */
    public static Optional<Role.Slot> slot(String name, String owner, Optional<String> kindThere) {
        int end = name.lastIndexOf('/');
        String kind = EdgeNames.unescape(name.substring(end + 1)).orElse("");
        if (name.contains(SLOT)) {
            String tail = name.substring(name.indexOf(SLOT));
            return Optional.of(new Role.Slot(owner, Optimizers.kind(kind), "", tail));
        }
        if (end < 0 || Optimizers.number(kind) < 0) {
            return Optional.empty();
        }
        if (VariablesList.has(name)) {
            String called = kindThere.orElse(kind);
            return Optional.of(
                    new Role.Slot(owner, Optimizers.kind(called), name.substring(0, end + 1), "/" + called, true));
        }
        String list = name.substring(name.lastIndexOf('/', end - 1) + 1, end);
        return Optional.of(new Role.Slot(owner, Optimizers.kind(list), name.substring(0, end + 1), "", true));
    }

    /** The index of an edge in a list; {@link Integer#MAX_VALUE} if it is not an index. */
    public static int number(String edge) {
        int number = Optimizers.number(edge);
        return number < 0 ? Integer.MAX_VALUE : number;
    }
}
