package ckpts.ui.repl;

import ckpts.bytes.Disk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.engine.Budget;
import ckpts.engine.Cancellation;
import ckpts.engine.ValueReading;
import ckpts.inspection.TensorCard;
import ckpts.language.execution.Session;
import ckpts.language.files.FileTrouble;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.SourceText;
import ckpts.language.source.Span;
import ckpts.naming.NamePattern;
import ckpts.naming.NearNames;
import ckpts.state.Loaded;
import ckpts.tensor.ScratchExhaustedException;
import ckpts.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A look at one tensor of the checkpoint being edited: {@code "dense/kernel"?}. */
record Inspection(SourceText source, Span place, String name) {
    private static final Pattern FORM = Pattern.compile("\\s*(\"([^\"]*)\")\\s*\\?\\s*");

    /** The inspection that a text asks for; empty if it does not ask for one. */
    static Optional<Inspection> of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        SourceText source = new SourceText("In", text, Optional.empty());
        return Optional.of(new Inspection(source, new Span(source, form.start(1), form.end(1)), form.group(2)));
    }

    /** Shows the card, or reports that there is no such tensor and which one may have been meant. */
    void show(Optional<Loaded> subject, Budget budget, Disk disk, Cancellation cancellation, Printer printer) {
        if (subject.isEmpty()) {
            printer.diagnostics(List.of(Diagnostic.error(Code.NO_SUBJECT, place, "there is no checkpoint to work on")
                    .help("load one first: load \"PATH\"")));
            return;
        }
        Checkpoint checkpoint = subject.get().current();
        Optional<Entry> entry = checkpoint.entry(name);
        if (entry.isEmpty()) {
            printer.diagnostics(List.of(missing(checkpoint)));
            return;
        }
        List<Tensor> tensors = List.of(entry.get().tensor());
        try (ValueReading reading =
                ValueReading.of(budget.memory(), cancellation, (done, total) -> {}, tensors, disk)) {
            printer.report(reading.ask(tensors, scratch -> TensorCard.of(entry.get(), scratch)));
        } catch (CancellationException e) {
            printer.line("interrupted");
        } catch (ScratchExhaustedException e) {
            printer.diagnostics(List.of(Session.exhausted(e).at(place)));
        } catch (IOException e) {
            printer.diagnostics(List.of(FileTrouble.of(e, disk)));
        }
    }

    private Diagnostic missing(Checkpoint checkpoint) {
        Diagnostic problem = Diagnostic.error(Code.NO_SUCH_TENSOR, place, "there is no tensor \"" + name + "\"")
                .labelled("not among " + checkpoint.size() + " names");
        for (NearNames.Suggestion near : NearNames.of(NamePattern.literal(name), checkpoint.names())) {
            problem = problem.help(near.sentence());
        }
        return problem;
    }
}
