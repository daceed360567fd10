package ckpts.ui.repl;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.jni.JniTerminalProvider;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import org.jline.utils.InfoCmp;

/**
 * Opens terminals without JLine's builder, which looks for providers in every jar, asks the terminal questions that it
 * may not answer, and starts a process to learn what the terminal can do: a fifth of a second before the prompt.
 */
final class Terminals {
    private static final String NAME = "ckpts";
    private static final String WITHOUT_ABILITIES = "dumb";
    private static final Charset ENCODING = StandardCharsets.UTF_8;

    /** For a terminal that does not know its size: the line reader could draw nothing on it. */
    private static final Size STANDARD_SIZE = new Size(80, 24);

    private Terminals() {}

    /** The terminal of this process; one without abilities where its native library cannot be used. */
    static Terminal system(Map<String, String> environment) throws IOException {
        String type = known(environment.getOrDefault("TERM", WITHOUT_ABILITIES));
        try {
            return sized(new JniTerminalProvider()
                    .sysTerminal(
                            NAME,
                            type,
                            false,
                            ENCODING,
                            ENCODING,
                            ENCODING,
                            true,
                            Terminal.SignalHandler.SIG_DFL,
                            false,
                            SystemStream.Output));
        } catch (IOException | LinkageError e) {
            return sized(new DumbTerminal(NAME, WITHOUT_ABILITIES, System.in, System.out, ENCODING));
        }
    }

    /** A terminal of its own between two streams, as far as this system has any. */
    static Terminal between(InputStream in, OutputStream out) throws IOException {
        try {
            TerminalProvider provider = new JniTerminalProvider();
            return provider.newTerminal(
                    NAME,
                    known("xterm"),
                    in,
                    out,
                    ENCODING,
                    ENCODING,
                    ENCODING,
                    Terminal.SignalHandler.SIG_DFL,
                    false,
                    new Attributes(),
                    STANDARD_SIZE);
        } catch (IOException | LinkageError e) {
            return sized(new DumbTerminal(NAME, WITHOUT_ABILITIES, in, out, ENCODING));
        }
    }

    /** Lets JLine's own description of a type of terminal do where it has one. */
    private static String known(String type) {
        String description = InfoCmp.getDefaultInfoCmp(type);
        if (description != null) {
            InfoCmp.setLoadedInfoCmp(type, description);
        }
        return type;
    }

    /** A terminal that says how wide it is. */
    static Terminal sized(Terminal terminal) {
        if (terminal.getWidth() <= 0) {
            terminal.setSize(STANDARD_SIZE);
        }
        return terminal;
    }
}
