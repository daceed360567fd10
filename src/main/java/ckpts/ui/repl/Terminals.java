package ckpts.ui.repl;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
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

    /** The terminal of this process. */
    static Terminal system(Map<String, String> environment) throws IOException {
        String type = known(environment.getOrDefault("TERM", WITHOUT_ABILITIES));
        TerminalProvider provider;
        try {
            provider = new JniTerminalProvider();
        } catch (RuntimeException | LinkageError e) {
            // Its native library cannot be unpacked or there is none for this system. The other one asks stty, which
            // takes
            // longer.
            provider = new ExecTerminalProvider();
        }
        return provider.sysTerminal(
                NAME,
                type,
                false,
                ENCODING,
                ENCODING,
                ENCODING,
                true,
                Terminal.SignalHandler.SIG_DFL,
                false,
                SystemStream.Output);
    }

    /** One between two streams, which are not a terminal: it can have any type, and sends no signals. */
    static Terminal between(InputStream in, OutputStream out, Map<String, String> environment) throws IOException {
        String type = known(environment.getOrDefault("TERM", WITHOUT_ABILITIES));
        return new DumbTerminal(NAME, type, in, out, ENCODING);
    }

    /** Lets JLine's own description of a type of terminal do where it has one. */
    private static String known(String type) {
        String description = InfoCmp.getDefaultInfoCmp(type);
        if (description != null) {
            InfoCmp.setLoadedInfoCmp(type, description);
        }
        return type;
    }

    /** Gives a terminal of unknown size the standard size. */
    static void size(Terminal terminal) {
        if (terminal.getWidth() <= 0) {
            terminal.setSize(STANDARD_SIZE);
        }
    }
}
