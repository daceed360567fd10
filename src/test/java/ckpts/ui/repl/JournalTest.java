package ckpts.ui.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest {
    private static Journal step(Journal journal, String text) {
        return journal.with(text, Cell.Kind.STEP, List.of());
    }

    private static Journal look(Journal journal, String text) {
        return journal.with(text, Cell.Kind.LOOK, List.of());
    }

    private static List<String> inEffect(Journal journal) {
        return journal.inEffect().stream().map(Cell::text).toList();
    }

    @Test
    void aStepThatFollowsAnUndoneOneTakesItsPlace() {
        Journal journal = step(step(Journal.EMPTY, "a"), "b").undoing().orElseThrow();
        assertThat(inEffect(journal)).containsExactly("a");
        assertThat(inEffect(journal.redoing().orElseThrow())).containsExactly("a", "b");
        Journal after = step(journal, "c");
        assertThat(inEffect(after)).containsExactly("a", "c");
        assertThat(after.redoing()).isEmpty();
    }

    @Test
    void aLookIsInEffectWithTheStepThatItLookedAt() {
        Journal journal = look(step(look(step(look(Journal.EMPTY, "0"), "a"), "at a"), "b"), "at b");
        assertThat(inEffect(journal)).containsExactly("0", "a", "at a", "b", "at b");
        Journal back = journal.undoing().orElseThrow();
        assertThat(inEffect(back)).containsExactly("0", "a", "at a");
        assertThat(inEffect(look(back, "later").redoing().orElseThrow()))
                .containsExactly("0", "a", "at a", "later", "b", "at b");
    }

    @Test
    void aFailedCellIsNeverInEffect() {
        Journal journal = Journal.EMPTY.with("x", Cell.Kind.FAILED, List.of());
        assertThat(inEffect(journal)).isEmpty();
        assertThat(journal.next()).isEqualTo(2);
        assertThat(journal.undoing()).isEmpty();
    }
}
