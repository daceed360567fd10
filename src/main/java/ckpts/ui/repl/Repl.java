package ckpts.ui.repl;

import ckpts.language.execution.Session;
import ckpts.tensor.Scratch;
import ckpts.ui.cli.Prompt;
import ckpts.ui.cli.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.DumbTerminal;

/** The prompt on a terminal: reads cells, hands them to the conversation, says goodbye. */
public final class Repl implements Prompt {
    /** For a terminal that does not know its size: the line reader could draw nothing on it. */
    private static final Size STANDARD_SIZE = new Size(80, 24);

    private static final int MOST_LISTED = 200;
    private static final int MOST_REMEMBERED = 10_000;

    /** How lists of candidates are drawn without colours. */
    private static final Map<String, String> UNCOLOURED =
            Map.of("STARTING", "bold", "DESCRIPTION", "faint", "GROUP", "bold", "SELECTION", "inverse");

    /** Made when somebody wants to type. */
    public Repl() {}

    @Override
    public void talk(Start start, Surroundings surroundings) throws IOException {
        try (Terminal terminal = terminal(surroundings)) {
            talk(start, surroundings, terminal);
        }
    }

    /** The terminal of this process; where the input is another stream, one without abilities over it. */
    private static Terminal terminal(Surroundings surroundings) throws IOException {
        if (surroundings.in() != System.in) {
            return new DumbTerminal("given", "dumb", surroundings.in(), surroundings.out(), StandardCharsets.UTF_8);
        }
        // Asking the terminal about grapheme clusters costs a fifth of a second where it does not answer.
        return TerminalBuilder.builder()
                .system(true)
                .dumb(true)
                .providers("jni")
                .exec(false)
                .encoding(StandardCharsets.UTF_8)
                .graphemeCluster(false)
                .nativeSignals(true)
                .build();
    }

    /** Talks on a terminal that stays open. */
    static void talk(Start start, Surroundings surroundings, Terminal terminal) throws IOException {
        if (terminal.getWidth() <= 0) {
            terminal.setSize(STANDARD_SIZE);
        }
        Printer printer = new Printer(terminal, start.colour());
        try (Conversation conversation = new Conversation(
                () -> new Session(
                        surroundings.formats().get(), surroundings.disk().get(), start.budget()),
                terminal,
                printer,
                surroundings.version())) {
            LineReader reader = reader(start, surroundings, terminal, conversation);
            if (!start.quiet()) {
                printer.line("ckpts " + surroundings.version() + ": type a statement, %help, or Tab");
            }
            start.checkpoint().ifPresent(path -> {
                String load = "load " + Magics.quoted(path);
                printer.line(prompt(conversation) + load);
                conversation.enter(load);
            });
            Magics magics = new Magics(conversation, surroundings, printer);
            new Loop(reader, conversation, magics, printer, start).run();
        }
    }

    private static String prompt(Conversation conversation) {
        return "In [" + conversation.journal().next() + (conversation.isUnsaved() ? "*" : "") + "]: ";
    }

    private static LineReader reader(
            Start start, Surroundings surroundings, Terminal terminal, Conversation conversation) {
        LineReader reader = LineReaderBuilder.builder()
                .appName("ckpts")
                .terminal(terminal)
                .parser(new CellParser())
                .highlighter(new CellHighlighter(start.colour()))
                .completer(new CellCompleter(conversation::session, new FileCandidates(surroundings.disk())))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.INSERT_TAB, false)
                .variable(LineReader.LIST_MAX, MOST_LISTED)
                .variable(LineReader.HISTORY_SIZE, MOST_REMEMBERED)
                .variable(LineReader.HISTORY_FILE_SIZE, MOST_REMEMBERED)
                .build();
        historyFile(surroundings.environment()).ifPresent(file -> reader.setVariable(LineReader.HISTORY_FILE, file));
        if (!start.colour()) {
            UNCOLOURED.forEach((part, style) -> {
                reader.setVariable("COMPLETION_STYLE_" + part, style);
                reader.setVariable("COMPLETION_STYLE_LIST_" + part, style);
            });
        }
        var keys = reader.getKeyMaps().get(LineReader.MAIN);
        // Where the terminal makes no signal of Ctrl-C, it is a key.
        keys.bind(new Reference(LineReader.INTERRUPT), KeyMap.ctrl('C'));
        keys.bind(new Reference(LineReader.UP_LINE_OR_SEARCH), "\u001b[A", "\u001bOA");
        keys.bind(new Reference(LineReader.DOWN_LINE_OR_SEARCH), "\u001b[B", "\u001bOB");
        return reader;
    }

    /** Where what was typed is remembered; nowhere without a home. */
    private static Optional<Path> historyFile(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (!state.isEmpty()) {
            return Optional.of(Path.of(state, "ckpts", "history"));
        }
        return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, ".local", "state", "ckpts", "history"));
    }

    /** Prompt after prompt, until somebody leaves. */
    private record Loop(LineReader reader, Conversation conversation, Magics magics, Printer printer, Start start) {
        void run() throws IOException {
            String pending = "";
            boolean asked = false;
            while (true) {
                String text;
                boolean leaves = false;
                try {
                    text = read(pending);
                } catch (UserInterruptException e) {
                    remember(e.getPartialLine());
                    text = "";
                } catch (EndOfFileException e) {
                    text = "";
                    leaves = true;
                }
                pending = "";
                Magics.Next next = leaves ? new Magics.Next.Leave() : take(text);
                boolean loses = next instanceof Magics.Next.Leave || next instanceof Magics.Next.Reset;
                if (loses && conversation.isUnsaved() && !asked) {
                    printer.line("there are unsaved changes: the same again leaves them behind");
                    asked = true;
                    continue;
                }
                asked = false;
                if (next instanceof Magics.Next.Leave) {
                    return;
                }
                if (next instanceof Magics.Next.Reset) {
                    conversation.reset();
                } else if (next instanceof Magics.Next.Edit edit) {
                    pending = edit.text();
                }
            }
        }

        private String read(String pending) {
            String prompt = prompt(conversation);
            reader.setVariable(
                    LineReader.SECONDARY_PROMPT_PATTERN, " ".repeat(Math.max(0, prompt.length() - 5)) + "...: ");
            return reader.readLine(prompt, null, (Character) null, pending);
        }

        private Magics.Next take(String text) {
            Optional<Inspection> inspection = Inspection.of(text);
            if (MagicCall.isOne(text)) {
                return magics.run(MagicCall.of(text));
            }
            if (inspection.isPresent()) {
                look(inspection.get());
            } else if (!text.isBlank()) {
                conversation.enter(text);
            }
            return new Magics.Next.Prompt();
        }

        private void look(Inspection inspection) {
            try (Interrupt interrupt = new Interrupt(reader.getTerminal())) {
                Scratch scratch = new Scratch(start.budget().memory(), interrupt::requested);
                inspection.show(conversation.session().workspace().subject(), scratch, printer);
            }
        }

        /** What Ctrl-C cleared can be had back by Up. */
        private void remember(String partial) {
            if (partial != null && !partial.isBlank()) {
                reader.getHistory().add(partial);
            }
        }
    }
}
