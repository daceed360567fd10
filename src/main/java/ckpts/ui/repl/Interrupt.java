package ckpts.ui.repl;

import ckpts.engine.Cancellation;
import org.jline.terminal.Terminal;

/** Ctrl-C while a cell runs: a request that the work checks for, as long as this listens. */
final class Interrupt implements Cancellation, AutoCloseable {
    private final Terminal terminal;
    private final Terminal.SignalHandler before;
    private volatile boolean requested;

    Interrupt(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.handle(Terminal.Signal.INT, signal -> requested = true);
    }

    @Override
    public boolean requested() {
        return requested;
    }

    @Override
    public void close() {
        terminal.handle(Terminal.Signal.INT, before);
    }
}
