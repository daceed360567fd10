package ckpts.diagnosis;

import ckpts.checkpoint.Difference.Mismatch;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Manifest.Expected;
import ckpts.checkpoint.Role;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The slots that follow a change of their variable. */
final class SlotNames {
    private SlotNames() {}

    /** The name that a slot of the checkpoint has when its variable is called {@code owner}; a numbered one takes the model's. */
    static String following(Evidence evidence, String slot, String owner) {
        Role.Slot role =
                (Role.Slot) evidence.checkpoint().entry(slot).orElseThrow().role();
        return evidence.manifest().slotsOf(owner).stream()
                .filter(expected -> role.numbered() && expected.slotOf().equals(Optional.of(owner)))
                .map(Expected::name)
                .filter(name -> role.fits(name, owner))
                .findFirst()
                .orElseGet(() -> role.nameFor(owner));
    }

    /** Whether a slot is one of the model's once its variable has the name that is certain. */
    static boolean hasPlace(Evidence evidence, Entry slot) {
        String owner = ((Role.Slot) slot.role()).owner();
        return Optional.ofNullable(evidence.places().get(owner))
                .map(place -> following(evidence, slot.name(), place))
                .flatMap(evidence.manifest()::variable)
                .isPresent();
    }

    /**
     * The slots of these variables that have their variables' shapes, here and in the model: the variables' repair fits
     * them too.
     */
    static Set<String> changedAlong(Evidence evidence, Unexplained open, Collection<String> owners) {
        Map<String, Mismatch> mismatched = new HashMap<>();
        evidence.difference()
                .mismatched()
                .forEach(mismatch -> mismatched.put(mismatch.entry().name(), mismatch));
        Set<String> along = new LinkedHashSet<>();
        for (String owner : owners) {
            Mismatch own = mismatched.get(owner);
            for (String slot :
                    own == null ? List.<String>of() : evidence.checkpoint().slotsOf(owner)) {
                Mismatch other = mismatched.get(slot);
                boolean isOpen = open.found().contains(slot) && open.wanted().contains(slot);
                if (isOpen && other != null && alike(own, other)) {
                    along.add(slot);
                }
            }
        }
        return along;
    }

    /** Whether {@code reinit} knows the start value of a slot: it is not a weight, so its name says nothing. */
    static boolean starts(Evidence evidence, Expected slot) {
        String owner = slot.slotOf().orElseThrow();
        return slot.initializer().isPresent()
                || evidence.checkpoint()
                        .conventions()
                        .flatMap(state -> state.slot(slot))
                        .filter(role -> role.kind().start().isPresent())
                        .isPresent()
                || evidence.checkpoint().entries().stream()
                        .anyMatch(entry -> entry.role() instanceof Role.Slot role
                                && role.fits(slot.name(), owner)
                                && role.kind().start().isPresent());
    }

    private static boolean alike(Mismatch one, Mismatch other) {
        return one.entry().tensor().type().equals(other.entry().tensor().type())
                && one.expected().type().equals(other.expected().type());
    }
}
