package ckpts.ui.repl;

import ckpts.bytes.Disk;
import ckpts.bytes.OutsideRootsException;
import ckpts.language.execution.Session;
import ckpts.language.syntax.StringLiteral;
import ckpts.ui.cli.Prompt;
import ckpts.ui.cli.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Macro;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp;

/** The prompt on a terminal: reads cells, hands them to the conversation, says goodbye. */
public final class Repl implements Prompt {
    private static final int MOST_LISTED = 200;
    private static final int MOST_REMEMBERED = 10_000;

    /** Styles of lists of candidates without colours. */
    private static final Map<String, String> UNCOLOURED =
            Map.of("STARTING", "bold", "DESCRIPTION", "faint", "GROUP", "bold", "SELECTION", "inverse");

    /** Made when the prompt is first needed. */
    public Repl() {}

    @Override
    public void talk(Start start, Surroundings surroundings) throws IOException {
        greet(start, surroundings);
        try (Terminal terminal = terminal(surroundings)) {
            talk(start, surroundings, terminal);
        }
    }

    /**
     * Says hello and draws the first prompt, before anything is loaded that can read a key: what is typed meanwhile the
     * terminal keeps, and the line reader draws the prompt again in its place.
     */
    static void greet(Start start, Surroundings surroundings) throws IOException {
        String hello = start.quiet() ? "" : "ckpts " + surroundings.version() + ": type a statement, %help, or Tab\n";
        String prompt = start.checkpoint().isEmpty() ? prompt(1, false) : "";
        surroundings.out().write((hello + prompt).getBytes(StandardCharsets.UTF_8));
        surroundings.out().flush();
    }

    /** The terminal of this process; where the input is another stream, one between that and the output. */
    private static Terminal terminal(Surroundings surroundings) throws IOException {
        return surroundings.in() == System.in
                ? Terminals.system(surroundings.environment())
                : Terminals.between(surroundings.in(), surroundings.out(), surroundings.environment());
    }

    /** Talks on a terminal that stays open. */
    static void talk(Start start, Surroundings surroundings, Terminal terminal) throws IOException {
        Terminals.size(terminal);
        Printer printer = new Printer(terminal, start.colour());
        try (Conversation conversation = new Conversation(
                () -> new Session(
                        surroundings.formats().get(), surroundings.disk().get(), start.budget()),
                terminal,
                printer,
                surroundings.version())) {
            LineReader reader = reader(start, surroundings, terminal, conversation);
            start.checkpoint().ifPresent(path -> {
                String load = "load " + StringLiteral.quoted(path).orElse(path);
                printer.line(prompt(conversation) + load);
                conversation.enter(load);
            });
            if (start.checkpoint().isEmpty()) {
                // Over the prompt of the greeting, and over what was typed after it and will be read now.
                printer.raw("\r");
                terminal.puts(InfoCmp.Capability.clr_eol);
            }
            Magics magics = new Magics(conversation, surroundings, printer);
            new Loop(reader, conversation, magics, printer, start, surroundings.disk()).run();
        }
    }

    private static String prompt(Conversation conversation) {
        return prompt(conversation.journal().next(), conversation.isUnsaved());
    }

    private static String prompt(int number, boolean unsaved) {
        return "In [" + number + (unsaved ? "*" : "") + "]: ";
    }

    private static LineReader reader(
            Start start, Surroundings surroundings, Terminal terminal, Conversation conversation) {
        LineReader reader = LineReaderBuilder.builder()
                .appName("ckpts")
                .terminal(terminal)
                .parser(new CellParser())
                .highlighter(new CellHighlighter(start.colour()))
                .completer(new CellCompleter(
                        conversation::session, surroundings.formats().get(), new FileCandidates(surroundings.disk())))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.INSERT_TAB, false)
                .variable(LineReader.LIST_MAX, MOST_LISTED)
                .variable(LineReader.HISTORY_SIZE, MOST_REMEMBERED)
                .variable(LineReader.HISTORY_FILE_SIZE, MOST_REMEMBERED)
                .build();
        history(surroundings).ifPresent(file -> reader.setVariable(LineReader.HISTORY_FILE, file));
        if (!start.colour()) {
            UNCOLOURED.forEach((part, style) -> {
                reader.setVariable("COMPLETION_STYLE_" + part, style);
                reader.setVariable("COMPLETION_STYLE_LIST_" + part, style);
            });
        }
        var keys = reader.getKeyMaps().get(LineReader.MAIN);
        // Ctrl-C is a key where the terminal does not make it a signal.
        keys.bind(new Reference(LineReader.INTERRUPT), KeyMap.ctrl('C'));
        // A Ctrl-D that was typed before this listened arrives as this key.
        keys.bind(new Macro(KeyMap.ctrl('D')), KeyMap.ctrl('@'));
        keys.bind(new Reference(LineReader.UP_LINE_OR_SEARCH), "\u001b[A", "\u001bOA");
        keys.bind(new Reference(LineReader.DOWN_LINE_OR_SEARCH), "\u001b[B", "\u001bOB");
        return reader;
    }

    /**
     * The file that remembers the input, readable by its user alone, whatever folders the session may use; empty where
     * there cannot be such a file.
     */
    private static Optional<Path> history(Surroundings surroundings) {
        Optional<Path> file = historyFile(surroundings.environment());
        if (file.isPresent()) {
            try {
                surroundings.callersDisk().get().makePrivate(file.get());
            } catch (IOException | OutsideRootsException e) {
                return Optional.empty();
            }
        }
        return file;
    }

    /** The path of that file; empty without a home folder. */
    private static Optional<Path> historyFile(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (!state.isEmpty()) {
            return Optional.of(Path.of(state, "ckpts", "history"));
        }
        return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, ".local", "state", "ckpts", "history"));
    }

    /** Reads and runs cells until the user leaves. */
    private record Loop(
            LineReader reader,
            Conversation conversation,
            Magics magics,
            Printer printer,
            Start start,
            Supplier<Disk> disk) {
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
                    printer.line("there are unsaved changes: do the same again to discard them");
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
                inspection.show(
                        conversation.session().workspace().subject(),
                        start.budget(),
                        disk.get(),
                        interrupt::requested,
                        printer);
            }
        }

        /** Remembers what Ctrl-C cleared, so that Up brings it back. */
        private void remember(String partial) {
            if (partial != null && !partial.isBlank()) {
                reader.getHistory().add(partial);
            }
        }
    }
}
