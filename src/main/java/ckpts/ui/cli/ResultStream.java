package ckpts.ui.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.Optional;

/**
 * Standard output, which never stops the work: output that cannot be written is dropped, and the reason is kept for the end. That its
 * reader went away, as {@code head} does, is not a failure. For one thread.
 */
final class ResultStream extends OutputStream {
    private final OutputStream out;
    private boolean broken;
    private Optional<String> failure = Optional.empty();

    ResultStream(OutputStream out) {
        this.out = out;
    }

    /** The system's message for the first failure; empty if all was written or its reader went away. */
    Optional<String> failure() {
        return failure;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        attempt(() -> out.write(bytes, from, length));
    }

    @Override
    public void flush() {
        attempt(out::flush);
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        if (broken) {
            return;
        }
        try {
            step.run();
        } catch (IOException e) {
            broken = true;
            String said = String.valueOf(e.getMessage());
            failure = said.equals(brokenPipe()) ? Optional.empty() : Optional.of(said);
        }
    }

    /** Java distinguishes errors of the system by their words alone, which depend on the language of the machine. */
    private static String brokenPipe() {
        try {
            Pipe pipe = Pipe.open();
            try (Pipe.SinkChannel sink = pipe.sink()) {
                pipe.source().close();
                sink.write(ByteBuffer.wrap(new byte[1]));
            }
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
        throw new IllegalStateException("a pipe without a reader took a byte");
    }
}
