package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void theLauncherTells() {
        assertThat(Terminal.of("in,err", "120", Map.of()))
                .isEqualTo(new Terminal(true, false, true, OptionalInt.of(120)));
        assertThat(Terminal.of("out", "120", Map.of("COLUMNS", "40")))
                .isEqualTo(new Terminal(false, true, false, OptionalInt.of(40)));
    }

    /** With {@code 2>err.txt} there is a console, too: nothing shows that messages are seen. */
    @Test
    void withoutTheLauncherMessagesMayGoToAFile() {
        assertThat(Terminal.unlaunched(true, Map.of())).isEqualTo(new Terminal(true, true, false, OptionalInt.empty()));
        assertThat(Terminal.unlaunched(false, Map.of())).isEqualTo(Terminal.NONE);
    }
}
