package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MIB = 1 << 20;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long now;

    private Screen screen(boolean terminal, String... words) throws UsageException {
        return new Screen(
                new ResultStream(OutputStream.nullOutputStream()),
                err,
                new Terminal(false, false, terminal, OptionalInt.empty()),
                Map.of(),
                Arguments.parse(new VersionCommand().usage(), List.of(words)));
    }

    private String shown(Screen screen) {
        try (ProgressLine line = screen.progress("saving", () -> now)) {
            now = SECOND / 2;
            line.advanced(10 * MIB, 100 * MIB);
            now = 2 * SECOND;
            line.advanced(50 * MIB, 100 * MIB);
        }
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void appearsOnATerminalAfterASecondAndGoesAway() throws UsageException {
        assertThat(shown(screen(true))).isEqualTo("\r\u001b[Ksaving 50 of 100 MiB, 50%, 25 MiB/s, 2 s left\r\u001b[K");
    }

    @Test
    void saysWhatIsDone() throws UsageException {
        try (ProgressLine line = screen(true).progress("reading", () -> now)) {
            now = 2 * SECOND;
            line.advanced(50 * MIB, 100 * MIB);
        }
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("\r\u001b[Kreading 50 of 100 MiB, 50%");
    }

    @Test
    void isSilentElsewhere() throws UsageException {
        assertThat(shown(screen(false))).isEmpty();
    }

    @Test
    void isSilentWhenAskedToBe() throws UsageException {
        assertThat(shown(screen(true, "--quiet"))).isEmpty();
    }
}
