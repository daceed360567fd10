package ckpts.ui.repl;

import ckpts.bytes.OutsideRootsException;
import ckpts.language.execution.Session;
import ckpts.language.files.FileTrouble;
import ckpts.language.source.SourceText;
import ckpts.language.syntax.StringLiteral;
import ckpts.language.syntax.Vocabulary;
import ckpts.naming.Counted;
import ckpts.report.Cell;
import ckpts.report.Report;
import ckpts.state.Loaded;
import ckpts.ui.cli.Scripts;
import ckpts.ui.cli.Surroundings;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Carries out the commands of a conversation. */
final class Magics {
    /** The next step of the conversation. */
    sealed interface Next {
        /** With an empty prompt. */
        record Prompt() implements Next {}

        /** With a text to edit. */
        record Edit(String text) implements Next {}

        /** Leaving it. */
        record Leave() implements Next {}

        /** Forgetting it. */
        record Reset() implements Next {}
    }

    private static final Next PROMPT = new Next.Prompt();
    private static final int WORDS_PER_LINE = 9;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Conversation conversation;
    private final Surroundings surroundings;
    private final Printer printer;

    Magics(Conversation conversation, Surroundings surroundings, Printer printer) {
        this.conversation = conversation;
        this.surroundings = surroundings;
        this.printer = printer;
    }

    Next run(MagicCall call) {
        Optional<Magic> magic = Magic.named(call.name());
        if (magic.isEmpty()) {
            unknown(call.name());
            return PROMPT;
        }
        try {
            return run(magic.get(), call.operand());
        } catch (IllegalOperandException e) {
            printer.line("%" + call.name() + ": " + e.getMessage());
            printer.line("usage: " + magic.get().synopsis());
        } catch (IOException e) {
            printer.diagnostics(List.of(FileTrouble.of(e, surroundings.disk().get())));
        } catch (OutsideRootsException e) {
            printer.diagnostics(List.of(FileTrouble.of(e)));
        } catch (InvalidPathException e) {
            printer.diagnostics(List.of(FileTrouble.of(e)));
        }
        return PROMPT;
    }

    private void unknown(String word) {
        printer.line("there is no %" + word);
        printer.line(Magic.near(word)
                .map(near -> "help: did you mean %" + near + "?")
                .orElse("help: %help lists the commands"));
    }

    private Next run(Magic magic, String operand) throws IOException, IllegalOperandException {
        if (magic.takesNothing() && !operand.isEmpty()) {
            throw new IllegalOperandException("it does not take an operand: " + operand);
        }
        switch (magic) {
            case HELP -> help(operand);
            case STATUS -> status();
            case UNDO -> undo(count(operand));
            case REDO -> redo(count(operand));
            case HISTORY -> new HistoryListing(conversation.journal()).show(operand, printer);
            case SAVE ->
                new ScriptFile(conversation.journal(), surroundings.disk().get()).save(operand, printer);
            case LOAD -> {
                SourceText script = Scripts.read(file(operand), surroundings);
                return new Next.Edit(script.text().stripTrailing());
            }
            case RUN -> conversation.enter(included(operand));
            case PLAN -> conversation.look("plan");
            case DIFF -> conversation.look(("diff " + operand).strip());
            case TIME -> time(operand);
            case RESET -> {
                return new Next.Reset();
            }
            case EXIT -> {
                return new Next.Leave();
            }
        }
        return PROMPT;
    }

    private void help(String operand) {
        String word = operand.startsWith("%") ? operand.substring(1) : operand;
        if (!word.isEmpty()) {
            Optional<Magic> magic = Magic.named(word);
            if (magic.isEmpty()) {
                unknown(word);
                return;
            }
            printer.line(magic.get().synopsis());
            printer.line("  " + magic.get().summary());
            return;
        }
        printer.line("Type a statement. Enter runs it if it is complete, Alt-Enter starts a new line,");
        printer.line("Tab completes, Up finds input that begins like this. Ctrl-C clears the line or");
        printer.line("stops what is running, Ctrl-D leaves. \"NAME\"? shows a tensor. The statements:");
        printer.line("");
        List<String> words = Vocabulary.statementWords();
        for (int i = 0; i < words.size(); i += WORDS_PER_LINE) {
            printer.line("  " + String.join(" ", words.subList(i, Math.min(words.size(), i + WORDS_PER_LINE))));
        }
        printer.line("");
        for (Magic magic : Magic.values()) {
            printer.line(String.format(Locale.ROOT, "%-30s %s", magic.synopsis(), magic.summary()));
        }
    }

    private void status() {
        Session session = conversation.session();
        List<List<Cell>> rows = new ArrayList<>();
        for (Loaded loaded : session.workspace().checkpoints()) {
            rows.add(List.of(
                    Cell.name(loaded.name()),
                    Cell.name(loaded.path().toString()),
                    Cell.text(loaded.format()),
                    Cell.whole(loaded.current().size()),
                    Cell.text(state(loaded))));
        }
        if (rows.isEmpty()) {
            printer.line("nothing is loaded");
        } else {
            printer.report(new Report.Table(
                    "",
                    List.of(
                            Report.Column.left("checkpoint", "checkpoint"),
                            Report.Column.left("path", "path"),
                            Report.Column.left("format", "format"),
                            Report.Column.right("tensors", "tensors"),
                            Report.Column.left("state", "state")),
                    rows,
                    List.of()));
        }
        session.workspace().manifests().forEach((name, manifest) -> printer.line("manifest " + name));
        List<String> names = session.variables().stream().sorted().toList();
        if (!names.isEmpty()) {
            printer.line("names: " + String.join(", ", names));
        }
        int steps = conversation.journal().line().size();
        printer.line(Counted.of(steps, "step") + " to undo");
    }

    private String state(Loaded loaded) {
        return conversation.isUnsaved(loaded) ? "unsaved" : "";
    }

    private void undo(int count) {
        for (int i = 0; i < count; i++) {
            if (!conversation.undo()) {
                printer.line("there is nothing to undo");
                return;
            }
        }
    }

    private void redo(int count) {
        for (int i = 0; i < count; i++) {
            if (!conversation.redo()) {
                printer.line("there is nothing to redo");
                return;
            }
        }
    }

    private void time(String statement) throws IllegalOperandException {
        if (statement.isEmpty()) {
            throw new IllegalOperandException("it needs a statement");
        }
        long begun = System.nanoTime();
        conversation.enter(statement);
        double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        printer.line(String.format(Locale.ROOT, "took %.3f s", seconds));
    }

    private static String included(String operand) throws IllegalOperandException {
        String file = file(operand);
        String bindings =
                operand.substring(operand.indexOf(file) + file.length()).strip();
        bindings = bindings.startsWith("\"") ? bindings.substring(1).strip() : bindings;
        if (bindings.startsWith("-")) {
            throw new IllegalOperandException("parameters are given as NAME = VALUE, not " + bindings);
        }
        String path = StringLiteral.quoted(file)
                .orElseThrow(() -> new IllegalOperandException("no script can name a path with a carriage return"));
        return "include " + path + (bindings.isEmpty() ? "" : " with " + bindings);
    }

    /** The first operand: up to a space, or in quotes. */
    private static String file(String operand) throws IllegalOperandException {
        boolean isQuoted = operand.startsWith("\"") && operand.indexOf('"', 1) > 0;
        String file = isQuoted ? operand.substring(1, operand.indexOf('"', 1)) : operand.split("\\s", 2)[0];
        if (file.isEmpty()) {
            throw new IllegalOperandException("it needs a file");
        }
        return file;
    }

    private static int count(String operand) throws IllegalOperandException {
        if (operand.isEmpty()) {
            return 1;
        }
        if (operand.length() > 4 || !operand.chars().allMatch(Character::isDigit)) {
            throw new IllegalOperandException("the count must be a number, not " + operand);
        }
        int count = Integer.parseInt(operand);
        if (count == 0) {
            throw new IllegalOperandException("the count must be 1 or more, not " + operand);
        }
        return count;
    }
}
