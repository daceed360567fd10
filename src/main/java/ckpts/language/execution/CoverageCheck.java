package ckpts.language.execution;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Conventions;
import ckpts.checkpoint.Difference;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Loading;
import ckpts.checkpoint.LostWeights;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Role;
import ckpts.checkpoint.VariableLookup;
import ckpts.diagnosis.Advice;
import ckpts.language.advice.AdviceText;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Fix;
import ckpts.language.source.Span;
import ckpts.language.syntax.Assertion;
import ckpts.naming.Counted;
import ckpts.state.LedgerEntry;
import ckpts.state.Loaded;
import ckpts.state.Losses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code assert covered} and {@code assert consumed}: the checkpoint against the manifest.
 *
 * <p>Consumed is: covered; nothing in the subject that the model does not expect; every tensor of every other loaded
 * checkpoint used, saved or dropped; and no weight lost that could be a variable which was reinitialized.
 */
final class CoverageCheck {
    private CoverageCheck() {}

    /** @param verb {@code assert} or {@code check} */
    static AssertionResult covered(Assertion.Covered node, String verb, Context context) {
        Checkpoint checkpoint = context.subject(node.span()).current();
        Manifest manifest = context.requireManifest(node.against(), node.span(), verb + " covered");
        Difference difference = Difference.between(checkpoint, manifest);
        if (!difference.isCovered()) {
            return AssertionResult.failed(advised(
                    Code.NOT_COVERED, node.span(), "the checkpoint does not cover the model", difference, context));
        }
        return misloaded(loading(checkpoint, manifest).unfilled(), Code.NOT_COVERED, node.span())
                .map(AssertionResult::failed)
                .orElseGet(() -> AssertionResult.held(fitting(checkpoint, manifest)));
    }

    static AssertionResult consumed(BindingAssertion promise, Context context) {
        Assertion.Consumed node = promise.assertion();
        Loaded subject = context.subject(node.span());
        Checkpoint current = subject.current();
        Optional<Diagnostic> unbalanced = misfit(current, node, Optional.empty(), node.span(), context)
                .or(() -> leftOver(subject, node.span(), context));
        if (unbalanced.isPresent()) {
            return AssertionResult.failed(unbalanced.get());
        }
        Losses losses = Losses.of(context.workspace(), subject.name(), current, current);
        return lost(promise, losses, current, Optional.empty(), context)
                .map(AssertionResult::failed)
                .orElseGet(() -> AssertionResult.held(covered(promise, losses, current, context)));
    }

    /** The sentence for {@code consumed} if it holds: what it covered, skipped, and could not check. */
    private static String covered(BindingAssertion promise, Losses losses, Checkpoint checkpoint, Context context) {
        List<String> parts = new ArrayList<>();
        parts.add(context.manifest(promise.assertion().against())
                .map(manifest -> fitting(checkpoint, manifest) + ", nothing left over")
                .orElse("nothing from other checkpoints is left over, no new variable looks like a lost weight; "
                        + "not checked without a manifest: names and types"));
        long discarded =
                losses.lost().stream().filter(promise.discarding()::covers).count();
        if (discarded > 0) {
            parts.add("discarded: " + discarded + " (" + promise.discarding() + ")");
        }
        int leftOut = context.workspace().checkpoints().stream()
                .mapToInt(Loaded::leftOut)
                .sum();
        if (leftOut > 0) {
            parts.add("left out by only: " + MatchCount.tensors(leftOut));
        }
        return String.join("; ", parts);
    }

    /** {@code 148 of 150 variables of gpt2.json fit}: the others are optional. */
    private static String fitting(Checkpoint checkpoint, Manifest manifest) {
        VariableLookup standing = new VariableLookup(checkpoint, manifest);
        long there = manifest.variables().stream()
                .filter(expected -> standing.of(expected).isPresent())
                .count();
        return there + " of " + Counted.of(manifest.size(), "variable") + " of " + manifest.title() + " "
                + (there == 1 ? "fits" : "fit");
    }

    /**
     * Judges an assertion again, for the checkpoint that is actually written.
     *
     * @param format the format in which it is written
     */
    static void still(BindingAssertion obligation, Checkpoint saved, String format, Span save, Context context) {
        // Without a manifest it is unknown what a part lacks: what it leaves out is not lost.
        Checkpoint whole = isJudged(obligation.assertion(), context)
                ? saved
                : context.subject(save).current();
        Losses losses = Losses.of(context.workspace(), obligation.checkpoint(), saved, whole);
        misfit(saved, obligation.assertion(), Optional.of(format), save, context)
                .or(() -> lost(obligation, losses, saved, Optional.of(save), context))
                .ifPresent(problem -> {
                    throw new StatementException(new Diagnostic(
                            problem.severity(),
                            problem.code(),
                            "what is saved is not what was asserted: " + problem.message(),
                            problem.primary(),
                            problem.label(),
                            problem.details(),
                            problem.helps(),
                            List.of("asserted at " + obligation.span().place()),
                            List.of()));
                });
    }

    /** The error for a difference, with the lines that repair it; those that are certain are a fix, too. */
    private static Diagnostic advised(Code code, Span place, String message, Difference difference, Context context) {
        Advice advice = Advice.on(difference);
        String scope = context.environment().prefix();
        List<String> certain = AdviceText.script(advice, scope);
        return Diagnostic.error(code, place, message)
                .detailed(AdviceText.lines(advice, scope))
                .fixes(
                        certain.isEmpty()
                                ? List.of()
                                : List.of(new Fix(place.startOfLine(), String.join("\n", certain) + "\n")));
    }

    private static Optional<Diagnostic> misfit(
            Checkpoint checkpoint, Assertion.Consumed node, Optional<String> format, Span place, Context context) {
        if (!isJudged(node, context)) {
            return Optional.empty();
        }
        Manifest manifest = context.requireManifest(node.against(), node.span(), "assert consumed");
        Difference difference = Difference.between(checkpoint, manifest);
        if (!difference.isEmpty()) {
            return Optional.of(advised(
                    Code.NOT_CONSUMED, place, "the checkpoint is not what the model expects", difference, context));
        }
        if (!isFor(format, checkpoint)) {
            return Optional.empty();
        }
        Loading loading = loading(checkpoint, manifest);
        List<String> sentences = new ArrayList<>(loading.unfilled());
        sentences.addAll(loading.unused());
        return misloaded(sentences, Code.NOT_CONSUMED, place);
    }

    /** Whether there is a manifest to judge by. */
    private static boolean isJudged(Assertion.Consumed node, Context context) {
        return node.against().isPresent() || !context.workspace().manifests().isEmpty();
    }

    /** Whether a checkpoint stays in its format, as far as is known. */
    private static boolean isFor(Optional<String> format, Checkpoint checkpoint) {
        return format.isEmpty() || format.equals(checkpoint.conventions().map(Conventions::format));
    }

    private static Loading loading(Checkpoint checkpoint, Manifest manifest) {
        return checkpoint
                .conventions()
                .map(state -> state.loading(checkpoint, manifest))
                .orElse(Loading.AS_NAMED);
    }

    private static Optional<Diagnostic> misloaded(List<String> sentences, Code code, Span place) {
        return sentences.isEmpty()
                ? Optional.empty()
                : Optional.of(Diagnostic.error(code, place, "the names fit, but loading would not restore every value")
                        .detailed(CheckHandler.shortened(sentences)));
    }

    /** Tensors of other checkpoints that nothing used. */
    private static Optional<Diagnostic> leftOver(Loaded subject, Span place, Context context) {
        List<String> unused = new ArrayList<>();
        for (Loaded loaded : context.workspace().checkpoints()) {
            if (!loaded.name().equals(subject.name())) {
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
                                MatchCount.tensors(unused.size()) + " from other checkpoints "
                                        + (unused.size() == 1 ? "was" : "were") + " loaded but not used")
                        .detailed(CheckHandler.shortened(unused))
                        .help("drop what is not wanted: drop \"**\" from A; or load less: load ... only SELECTOR"));
    }

    /**
     * Weights that are lost while variables are reinitialized, and entries of `discarding` that lose nothing.
     *
     * @param save the save that repeats the assertion; empty for the assertion itself
     */
    private static Optional<Diagnostic> lost(
            BindingAssertion promise, Losses losses, Checkpoint judged, Optional<Span> save, Context context) {
        Discarding discarding = promise.discarding();
        LostWeights weights = losses.renamed(losses.lost().stream()
                .filter(weight -> !discarding.covers(weight))
                .toList());
        if (weights.isEmpty()) {
            return discarding.idle(losses.lost(), save);
        }
        return Optional.of(new ForgottenRenames(weights, judged, promise.checkpoint(), context.workspace())
                .diagnostic(
                        save.orElse(promise.span()),
                        promise,
                        context.environment().prefix()));
    }

    private static LedgerEntry account(InputId input, Context context) {
        return context.workspace().ledger().account(input);
    }
}
