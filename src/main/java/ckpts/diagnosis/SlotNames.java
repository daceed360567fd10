package ckpts.diagnosis;

import ckpts.checkpoint.Manifest.Expected;
import ckpts.checkpoint.Role;
import java.util.Optional;

/** The names of slots whose variable is renamed. */
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
}
