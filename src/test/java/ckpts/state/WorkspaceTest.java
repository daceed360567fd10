package ckpts.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.SlotKind;
import ckpts.checkpoint.Step;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Constant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Promise 1 at its root: every edit keeps the ledger in balance, and says what became of what. */
class WorkspaceTest {
    private static final Step STEP = new Step(1, "test:1", "a statement");
    private static final Tensor VALUE = Constant.zeros(new TensorType(DType.FLOAT32, Shape.of(2)));

    private static Workspace loaded(Entry... entries) {
        return Workspace.empty().loading(checkpoint("model", entries));
    }

    private static Loaded checkpoint(String alias, Entry... entries) {
        Checkpoint checkpoint = Checkpoint.of(List.of(entries), Map.of(), Optional.empty());
        return new Loaded(alias, Path.of(alias), "test", List.of(), 0, checkpoint);
    }

    private static Entry variable(String name) {
        return Entry.read(name, VALUE, Role.VARIABLE, 0);
    }

    private static Entry momentum(String owner) {
        Role role = new Role.Slot(owner, new SlotKind("Momentum", OptionalDouble.of(0)), "", "/Momentum");
        return Entry.read(owner + "/Momentum", VALUE, role, 0);
    }

    private static List<String> names(Workspace workspace) {
        return List.copyOf(workspace.subject().orElseThrow().current().names());
    }

    private static Fate fate(Workspace workspace, String input) {
        return workspace.ledger().account(new InputId("model", input)).fate();
    }

    private static void assertBalanced(Workspace workspace) {
        assertThat(workspace.imbalances()).isEmpty();
    }

    @Test
    void everyLoadedTensorIsAnInputThatIsKept() {
        Workspace workspace = loaded(variable("a"), variable("b"));
        assertBalanced(workspace);
        assertThat(workspace.ledger().accounts().keySet())
                .containsExactly(new InputId("model", "a"), new InputId("model", "b"));
        assertThat(fate(workspace, "a")).isEqualTo(Fate.KEPT);
    }

    @Test
    void aUseOfThousandsOfInputsIsInEachOfTheirAccounts() {
        Entry[] entries = java.util.stream.IntStream.range(0, 3000)
                .mapToObj(i -> variable("w" + i))
                .toArray(Entry[]::new);
        Step save = new Step(7, "fix.ckpts:7:1", "save");
        Step copy = new Step(9, "fix.ckpts:9:1", "copy");
        Workspace loaded = loaded(entries);
        List<InputId> all = List.copyOf(loaded.ledger().accounts().keySet());
        InputId first = new InputId("model", "w0");

        Workspace used = loaded.using(List.of(first), STEP).using(all, save).using(List.of(first), copy);

        assertThat(used.ledger().account(first).uses()).containsExactly(copy, save, STEP);
        assertThat(used.ledger().account(new InputId("model", "w2999")).uses()).containsExactly(save);
        assertThat(used.ledger().accounts().get(first).uses()).containsExactly(copy, save, STEP);
        assertBalanced(used);
    }

    @Test
    void renamesHappenAllAtOnceSoThatNamesCanBeSwapped() {
        Workspace swapped = loaded(variable("a"), variable("b"), variable("c"))
                .renaming("model", Map.of("a", "b", "b", "c", "c", "a"), STEP);
        assertBalanced(swapped);
        assertThat(names(swapped)).containsExactly("a", "b", "c");
        assertThat(swapped.subject()
                        .orElseThrow()
                        .current()
                        .entry("b")
                        .orElseThrow()
                        .holds())
                .contains(new InputId("model", "a"));
    }

    @Test
    void aRenameOntoATensorThatStaysIsACollisionAndNamesAllOfThem() {
        Workspace workspace = loaded(variable("a"), variable("b"), variable("c"));
        assertThatThrownBy(() -> workspace.renaming("model", Map.of("a", "c"), STEP))
                .isInstanceOfSatisfying(
                        CollisionException.class,
                        e -> assertThat(e.collisions()).containsExactly(Map.entry("c", List.of("a", "c"))));
        assertThatThrownBy(() -> workspace.renaming("model", new java.util.TreeMap<>(Map.of("a", "x", "b", "x")), STEP))
                .isInstanceOfSatisfying(
                        CollisionException.class,
                        e -> assertThat(e.collisions()).containsExactly(Map.entry("x", List.of("a", "b"))));
    }

    @Test
    void slotsFollowTheirVariable() {
        Workspace workspace = loaded(variable("w"), momentum("w"));
        Workspace renamed = workspace.renaming("model", Map.of("w", "v"), STEP);
        assertBalanced(renamed);
        assertThat(names(renamed)).containsExactly("v", "v/Momentum");
        assertThat(renamed.subject().orElseThrow().current().slotsOf("v")).containsExactly("v/Momentum");
        Workspace dropped = workspace.dropping("model", List.of("w"), STEP);
        assertBalanced(dropped);
        assertThat(names(dropped)).isEmpty();
        assertThat(fate(dropped, "w/Momentum")).isEqualTo(new Fate.Dropped(STEP, "w/Momentum"));
    }

    @Test
    void aSlotThatIsRenamedElsewhereThanItWouldFollowIsRefused() {
        Workspace workspace = loaded(variable("w"), momentum("w"));
        assertThatThrownBy(() -> workspace.renaming("model", Map.of("w", "v", "w/Momentum", "m"), STEP))
                .isInstanceOf(SlotConflictException.class)
                .hasMessage("\"w/Momentum\" is a slot of \"w\": it would follow to \"v/Momentum\", "
                        + "but is renamed to \"m\"");
    }

    @Test
    void aSlotThatIsRenamedAloneIsAVariableUnlessItsNewNameShowsAnOwner() {
        Workspace workspace = loaded(variable("w"), variable("v"), momentum("w"));
        Checkpoint alone = workspace
                .renaming("model", Map.of("w/Momentum", "m"), STEP)
                .subject()
                .orElseThrow()
                .current();
        assertThat(alone.entry("m").orElseThrow().role()).isEqualTo(Role.VARIABLE);
        assertThat(alone.slotsOf("w")).isEmpty();
        Checkpoint handed = workspace
                .renaming("model", Map.of("w/Momentum", "v/Momentum"), STEP)
                .subject()
                .orElseThrow()
                .current();
        assertThat(handed.slotsOf("v")).containsExactly("v/Momentum");
    }

    @Test
    void aValuePutOverALoadedTensorReplacesIt() {
        Workspace placed =
                loaded(variable("a")).placing("model", List.of(Entry.made("a", VALUE, Role.VARIABLE, STEP)), STEP);
        assertBalanced(placed);
        assertThat(fate(placed, "a")).isEqualTo(new Fate.Replaced(STEP, "a"));
    }

    @Test
    void aChangedValueIsStillTheLoadedTensor() {
        Workspace changed = loaded(variable("a")).changing("model", Map.of("a", VALUE), STEP);
        assertBalanced(changed);
        assertThat(fate(changed, "a")).isEqualTo(Fate.KEPT);
    }

    @Test
    void consumedTensorsLeaveWithThatFate() {
        Workspace consumed = loaded(variable("a"), variable("b")).consuming("model", List.of("a"), STEP);
        assertBalanced(consumed);
        assertThat(fate(consumed, "a")).isEqualTo(new Fate.Consumed(STEP, "a"));
        assertThat(names(consumed)).containsExactly("b");
    }

    @Test
    void anEarlierWorkspaceIsUntouchedByWhatCameAfter() {
        Workspace before = loaded(variable("a"), variable("b"));
        List<String> names = new ArrayList<>(names(before));
        before.dropping("model", List.of("a"), STEP).renaming("model", Map.of("b", "c"), STEP);
        assertThat(names(before)).isEqualTo(names);
        assertThat(fate(before, "a")).isEqualTo(Fate.KEPT);
        assertBalanced(before);
    }

    @Test
    void theLedgerSeesALostAndADoubledTensor() {
        Workspace workspace = loaded(variable("a"), variable("b"));
        Checkpoint current = workspace.subject().orElseThrow().current();
        Checkpoint lost = current.without(List.of("a"));
        assertThat(workspace.ledger().imbalances(Map.of("model", lost)))
                .containsExactly("model[\"a\"] is kept, but nothing holds it");
        Checkpoint doubled = current.with(current.entry("a").orElseThrow().named("twin", STEP));
        assertThat(workspace.ledger().imbalances(Map.of("model", doubled)))
                .containsExactly("model[\"a\"] is held twice: by model[\"a\"] and by model[\"twin\"]");
    }

    @Test
    void undoGoesBackToTheVeryStateAndRedoForwardAgain() {
        Workspace first = loaded(variable("a"));
        Workspace second = first.renaming("model", Map.of("a", "b"), STEP);
        History<Workspace> history = History.startingWith(first).with(second);
        History<Workspace> undone = history.undone().orElseThrow();
        assertThat(undone.present()).isSameAs(first);
        assertThat(undone.redone().orElseThrow().present()).isSameAs(second);
        assertThat(undone.undone()).isEmpty();
        assertThat(undone.with(first).redone()).isEmpty();
    }
}
