package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.RealDisk;
import ckpts.format.Formats;
import ckpts.tensor.ExactSizes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said where the machine, and not the script, has an end: no bug, and what to do. */
class ExhaustionTest {
    private static final long HEAP = Runtime.getRuntime().maxMemory() >> 20;
    private static final String LAUNCHED = "ckpts.terminal";

    @BeforeEach
    void launch() {
        System.setProperty(LAUNCHED, "");
    }

    @AfterEach
    void forget() {
        System.clearProperty(LAUNCHED);
    }

    @Test
    void aFullHeap() {
        assertThat(told(() -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isEqualTo("4: error[E0305]: the Java heap of " + HEAP + " MiB is full\n"
                        + "help: allow more: CKPTS_JAVA_OPTS=-Xmx" + 2 * HEAP + "m\n"
                        + "note: no output was left half written\n");
    }

    @Test
    void aFullStack() {
        assertThat(told(ExhaustionTest::endless))
                .isEqualTo("4: error[E0306]: the Java stack is full: something is nested too deeply\n"
                        + "help: allow more: CKPTS_JAVA_OPTS=-Xss64m\n"
                        + "note: no output was left half written\n");
    }

    /** Without the launcher its variable would change nothing. */
    @Test
    void inPlainJava() {
        System.clearProperty(LAUNCHED);
        assertThat(told(ExhaustionTest::endless)).contains("help: allow more: java -Xss64m -jar ckpts.jar\n");
        assertThat(told(() -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .contains("help: allow more: java -Xmx" + 2 * HEAP + "m -jar ckpts.jar\n");
    }

    @Test
    void inAThreadOfItsOwn() {
        assertThat(told(() -> {
                    throw new CompletionException(new OutOfMemoryError("Java heap space"));
                }))
                .startsWith("4: error[E0305]: ");
    }

    @Test
    void sizesBeyondCounting() {
        assertThat(told(() -> {
                    ExactSizes.sum(Long.MAX_VALUE, 1);
                    return null;
                }))
                .isEqualTo("4: error[E0302]: sizes add up to more than 9223372036854775807\n");
    }

    @SuppressWarnings("InfiniteRecursion") // A full stack is what it is for.
    private static Formats endless() {
        return endless();
    }

    private static String told(Supplier<Formats> formats) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                err,
                Map.of(),
                Terminal.NONE,
                formats,
                RealDisk::new,
                () -> null,
                "1.2.3");
        int status = new CommandLine(surroundings).run(List.of("ls", "x"));
        return status + ": " + err.toString(StandardCharsets.UTF_8);
    }
}
