package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.FormatState;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Loading;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.language.advice.AdviceText;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Assertion;
import ckpts.tensor.TensorType;
import ckpts.workspace.Account;
import ckpts.workspace.Fate;
import ckpts.workspace.Loaded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code assert covered} and {@code assert consumed}: the account of promise and manifest.
 *
 * <p>Consumed is: covered; nothing in the subject that the model does not expect; every tensor of every other loaded
 * checkpoint used, saved or dropped; and no pair that looks like a rename which blanket statements hid.
 */
final class Accounts {
    private Accounts() {}

    static Judgement covered(Assertion.Covered node, Context context) {
        Checkpoint checkpoint = context.subject(node.span()).current();
        Manifest manifest = context.requireManifest(node.against(), node.span(), "assert covered");
        Difference difference = Difference.between(checkpoint, manifest);
        if (!difference.isCovered()) {
            return Judgement.failed(
                    Diagnostic.error(Code.NOT_COVERED, node.span(), "the checkpoint does not cover the model")
                            .detailed(AdviceText.lines(difference)));
        }
        return misloaded(loading(checkpoint, manifest).unfilled(), Code.NOT_COVERED, node.span())
                .map(Judgement::failed)
                .orElseGet(() -> Judgement.held(fitting(checkpoint, manifest)));
    }

    static Judgement consumed(Assertion.Consumed node, Context context) {
        Loaded subject = context.subject(node.span());
        return misfit(subject.current(), node, Optional.empty(), node.span(), context)
                .or(() -> leftOver(subject, node.span(), context))
                .or(() -> hiddenRename(subject, node.span(), context))
                .map(Judgement::failed)
                .orElseGet(() -> Judgement.held(context.manifest(node.against())
                        .map(manifest -> fitting(subject.current(), manifest) + ", nothing left over")
                        .orElse("nothing left over; there is no manifest, so that nothing was asked of the model")));
    }

    /** {@code 148 of 150 variables of gpt2.json fit}: the others are optional. */
    private static String fitting(Checkpoint checkpoint, Manifest manifest) {
        long there = manifest.variables().stream()
                .filter(expected -> checkpoint.contains(expected.name()))
                .count();
        return there + " of " + Touched.counted(manifest.size(), "variable") + " of " + manifest.title() + " "
                + (there == 1 ? "fits" : "fit");
    }

    /**
     * Judges an assertion again for what is actually written.
     *
     * @param format in which it is written
     */
    static void still(Obligation obligation, Checkpoint saved, String format, Span save, Context context) {
        misfit(saved, obligation.assertion(), Optional.of(format), save, context)
                .ifPresent(problem -> {
                    throw new StatementException(new Diagnostic(
                            problem.severity(),
                            problem.code(),
                            "what is saved is not what was asserted",
                            problem.primary(),
                            problem.label(),
                            problem.details(),
                            problem.helps(),
                            List.of("asserted at " + obligation.span().place())));
                });
    }

    private static Optional<Diagnostic> misfit(
            Checkpoint checkpoint, Assertion.Consumed node, Optional<String> format, Span place, Context context) {
        boolean needed =
                node.against().isPresent() || !context.workspace().manifests().isEmpty();
        if (!needed) {
            return Optional.empty();
        }
        Manifest manifest = context.requireManifest(node.against(), node.span(), "assert consumed");
        Difference difference = Difference.between(checkpoint, manifest);
        if (!difference.isEmpty()) {
            return Optional.of(
                    Diagnostic.error(Code.NOT_CONSUMED, place, "the checkpoint is not what the model expects")
                            .detailed(AdviceText.lines(difference)));
        }
        if (!isFor(format, checkpoint)) {
            return Optional.empty();
        }
        Loading loading = loading(checkpoint, manifest);
        List<String> sentences = new ArrayList<>(loading.unfilled());
        sentences.addAll(loading.unused());
        return misloaded(sentences, Code.NOT_CONSUMED, place);
    }

    /** Whether a checkpoint stays in its format, as far as one can tell. */
    private static boolean isFor(Optional<String> format, Checkpoint checkpoint) {
        return format.isEmpty() || format.equals(checkpoint.state().map(FormatState::format));
    }

    private static Loading loading(Checkpoint checkpoint, Manifest manifest) {
        return checkpoint
                .state()
                .map(state -> state.loading(checkpoint, manifest))
                .orElse(Loading.AS_NAMED);
    }

    private static Optional<Diagnostic> misloaded(List<String> sentences, Code code, Span place) {
        return sentences.isEmpty()
                ? Optional.empty()
                : Optional.of(Diagnostic.error(code, place, "the names fit, but loading would not follow them")
                        .detailed(CheckHandler.shortened(sentences)));
    }

    /** Tensors of other checkpoints that nothing used. */
    private static Optional<Diagnostic> leftOver(Loaded subject, Span place, Context context) {
        List<String> unused = new ArrayList<>();
        for (Loaded loaded : context.workspace().checkpoints()) {
            if (!loaded.alias().equals(subject.alias())) {
                for (Entry entry : loaded.current().entries()) {
                    boolean used = entry.holds().isEmpty()
                            || entry.role().equals(Role.BOOKKEEPING)
                            || !account(entry.holds().get(), context).uses().isEmpty();
                    if (!used) {
                        unused.add(entry.holds().get().toString());
                    }
                }
            }
        }
        return unused.isEmpty()
                ? Optional.empty()
                : Optional.of(Diagnostic.error(
                                Code.NOT_CONSUMED,
                                place,
                                Touched.tensors(unused.size()) + " of other checkpoints "
                                        + (unused.size() == 1 ? "was" : "were") + " loaded and not used")
                        .detailed(CheckHandler.shortened(unused))
                        .help("drop what is not wanted: drop \"**\" from A; or load less: load ... only SELECTOR"));
    }

    private static Optional<Diagnostic> hiddenRename(Loaded subject, Span place, Context context) {
        Map<String, TensorType> made = new HashMap<>();
        for (Entry entry : subject.current().entries()) {
            if (entry.blanket()) {
                made.put(entry.name(), entry.tensor().type());
            }
        }
        if (made.isEmpty()) {
            return Optional.empty();
        }
        Map<String, TensorType> dropped = new HashMap<>();
        context.workspace().ledger().accounts().forEach((input, account) -> {
            if (input.checkpoint().equals(subject.alias())
                    && account.fate() instanceof Fate.Dropped fate
                    && fate.blanket()) {
                Entry original = subject.original().entry(input.name()).orElseThrow();
                dropped.put(input.name(), original.tensor().type());
            }
        });
        List<Difference.LooksLikeRename> pairs = Difference.looksLikeRename(dropped, made);
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        Diagnostic problem = Diagnostic.error(
                        Code.NOT_CONSUMED,
                        place,
                        "looks like a rename: a tensor that was dropped and one that was made anew have the same type")
                .detailed(CheckHandler.shortened(pairs.stream()
                        .map(pair -> "\"" + pair.dropped() + "\"  dropped,  \"" + pair.made() + "\"  made anew")
                        .toList()));
        Difference.LooksLikeRename first = pairs.get(0);
        return Optional.of(problem.help("if it is one: rename \"" + first.dropped() + "\" -> \"" + first.made() + "\"")
                .help("if it is not, write the names out: drop \"" + first.dropped() + "\", reinit \"" + first.made()
                        + "\""));
    }

    private static Account account(InputId input, Context context) {
        return context.workspace().ledger().account(input);
    }
}
