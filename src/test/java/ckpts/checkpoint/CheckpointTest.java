package ckpts.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Edits of a checkpoint: a few names of many share the old maps, most names of it are made anew; nobody can tell. */
class CheckpointTest {
    private static final Step STEP = new Step(1, "fix.ckpts:1:1", "rename");
    private static final int LAYERS = 40;

    private static Checkpoint layers() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < LAYERS; i++) {
            lines.add("l" + i + "/kernel float32[2]");
            lines.add("l" + i + "/kernel/Adam float32[2] slot l" + i + "/kernel");
        }
        return Checkpoints.of(lines.toArray(String[]::new));
    }

    private static Map<String, Entry> renamed(Checkpoint checkpoint, int from, int to) {
        Map<String, Entry> replacements = new LinkedHashMap<>();
        for (int i = from; i < to; i++) {
            String owner = "m" + i + "/kernel";
            Entry kernel = checkpoint.entry("l" + i + "/kernel").orElseThrow();
            Entry slot = checkpoint.entry("l" + i + "/kernel/Adam").orElseThrow();
            replacements.put(kernel.name(), kernel.named(owner, STEP));
            Role.Slot role = (Role.Slot) slot.role();
            replacements.put(slot.name(), slot.named(owner + "/Adam", STEP).withRole(role.ownedBy(owner)));
        }
        return replacements;
    }

    private static void assertSame(Checkpoint one, Checkpoint other) {
        assertThat(one.names()).containsExactlyElementsOf(other.names());
        assertThat(one.entries()).isEqualTo(other.entries());
        for (String name : one.names()) {
            assertThat(one.slotsOf(name)).containsExactlyElementsOf(other.slotsOf(name));
        }
        assertThat(one.namesLike("", "/Adam")).containsExactlyElementsOf(other.namesLike("", "/Adam"));
    }

    @Test
    void aRenameOfAllNamesAtOnceGivesWhatRenamesOneByOneGive() {
        Checkpoint start = layers();
        Checkpoint stepwise = start;
        for (int i = 0; i < LAYERS; i++) {
            stepwise = stepwise.replacing(renamed(stepwise, i, i + 1));
        }
        Checkpoint atOnce = start.replacing(renamed(start, 0, LAYERS));

        assertSame(atOnce, stepwise);
        assertThat(atOnce.names()).hasSize(2 * LAYERS).allMatch(name -> name.startsWith("m"));
        assertThat(atOnce.slotsOf("m7/kernel")).containsExactly("m7/kernel/Adam");
        assertThat(atOnce.slotsOf("l7/kernel")).isEmpty();
    }

    @Test
    void namesAreFoundByTheirEndsBeforeAndAfterEdits() {
        Checkpoint start = layers();
        assertThat(start.namesLike("", "l7/kernel/Adam")).containsExactly("l7/kernel/Adam");

        Checkpoint few = start.replacing(renamed(start, 7, 8));
        Checkpoint many = start.replacing(renamed(start, 0, 30));

        assertThat(few.namesLike("", "l7/kernel/Adam")).isEmpty();
        assertThat(few.namesLike("", "m7/kernel/Adam")).containsExactly("m7/kernel/Adam");
        assertThat(many.namesLike("", "l7/kernel/Adam")).isEmpty();
        assertThat(many.namesLike("", "m7/kernel/Adam")).containsExactly("m7/kernel/Adam");
        assertThat(start.namesLike("", "l7/kernel/Adam")).containsExactly("l7/kernel/Adam");
    }

    @Test
    void droppingMostNamesGivesWhatDroppingThemOneByOneGives() {
        Checkpoint start = layers();
        List<String> gone = List.copyOf(start.names()).subList(0, 2 * LAYERS - 3);
        Checkpoint stepwise = start;
        for (String name : gone) {
            stepwise = stepwise.without(List.of(name));
        }
        assertSame(start.without(gone), stepwise);
        assertThat(start.without(gone).size()).isEqualTo(3);
    }

    @Test
    void addingManyGivesWhatAddingThemOneByOneGives() {
        Checkpoint start = layers();
        List<Entry> added = Checkpoints.named("z", "l3/kernel", "a", "y").entries();
        List<Entry> copies = new ArrayList<>(added);
        for (int i = 0; i < LAYERS; i++) {
            copies.add(Checkpoints.named("copy" + i).entries().get(0));
        }
        Checkpoint stepwise = start;
        for (Entry entry : copies) {
            stepwise = stepwise.with(entry);
        }
        assertSame(start.with(copies), stepwise);
        assertThat(start.with(copies).entry("l3/kernel").orElseThrow().order()).isEqualTo(6);
    }

    @Test
    void twoTensorsOfOneNameAreRefusedAmongFewAndAmongMany() {
        Checkpoint start = layers();
        for (int renames : List.of(1, LAYERS - 1)) {
            Map<String, Entry> clash = renamed(start, 0, renames);
            Entry kernel = clash.get("l0/kernel");
            clash.put("l0/kernel", kernel.named("l39/kernel", STEP));
            assertThatThrownBy(() -> start.replacing(clash))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("two tensors named l39/kernel");
        }
    }

    @Test
    void everyEntryOfALoadedCheckpointHoldsTheInputOfItsName() {
        Checkpoint loaded = layers().loadedAs("donor");
        assertThat(loaded.entries())
                .hasSize(2 * LAYERS)
                .allMatch(entry -> entry.holds().equals(Optional.of(new InputId("donor", entry.name()))));
        assertThat(loaded.slotsOf("l0/kernel")).containsExactly("l0/kernel/Adam");
    }
}
