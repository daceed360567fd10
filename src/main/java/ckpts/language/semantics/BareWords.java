package ckpts.language.semantics;

import ckpts.checkpoint.Manifest;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.tensor.DType;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Meaning of a bare word in an expression: a capture, a predicate of the matched tensor, a variable, a word of the language. */
final class BareWords {
    /** The predicates of a matched tensor. */
    static final List<String> PREDICATES =
            List.of("name", "dtype", "shape", "rank", "size", "bytes", "is_slot", "trainable");

    private final Evaluator evaluator;

    BareWords(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /**
     * Whether {@code word[...]} is a tensor of a checkpoint.
     *
     * @throws StatementException if the word has another meaning, too
     */
    boolean isCheckpoint(Expression.Bare node) {
        if (evaluator.context().workspace().checkpoint(node.name()).isEmpty()) {
            return false;
        }
        if (capture(node.name()).isPresent()) {
            throw ambiguous(node, "a checkpoint", "a capture");
        }
        if (evaluator.matched().isPresent() && PREDICATES.contains(node.name())) {
            throw ambiguous(node, "a checkpoint", "a predicate");
        }
        if (evaluator.context().environment().variable(node.name()).isPresent()) {
            throw ambiguous(node, "a checkpoint", "a variable");
        }
        return true;
    }

    Value value(Expression.Bare node) {
        List<String> kinds = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        capture(node.name()).ifPresent(value -> add("a capture", value, kinds, values));
        predicate(node).ifPresent(value -> add("a predicate", value, kinds, values));
        evaluator.variable(node.name()).ifPresent(value -> add("a variable", value, kinds, values));
        if (values.size() > 1) {
            throw ambiguous(node, kinds.get(0), kinds.get(1));
        }
        if (!values.isEmpty()) {
            return values.get(0);
        }
        return word(node).orElseThrow(() -> unknown(node));
    }

    private static StatementException ambiguous(Expression.Bare node, String one, String other) {
        return new StatementException(Diagnostic.error(
                        Code.DUPLICATE_NAME, node.span(), "`" + node.name() + "` is both " + one + " and " + other)
                .help("give one of them another name"));
    }

    private static void add(String kind, Value value, List<String> kinds, List<Value> values) {
        kinds.add(kind);
        values.add(value);
    }

    private Optional<Value> capture(String name) {
        Map<String, String> outer = evaluator.context().environment().captures();
        String text = evaluator
                .matched()
                .map(MatchedTensor::captures)
                .orElse(Map.of())
                .get(name);
        return Optional.ofNullable(text != null ? text : outer.get(name)).map(BareWords::captured);
    }

    /** A capture that is all digits is a number, as in {@code where i < 11}. */
    static Value captured(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? new Value.Whole(Long.parseLong(text)) : new Value.Text(text);
    }

    private Optional<Value> predicate(Expression.Bare node) {
        if (evaluator.matched().isEmpty()) {
            return Optional.empty();
        }
        MatchedTensor one = evaluator.matched().get();
        TensorType type = one.type();
        return switch (node.name()) {
            case "name" -> Optional.of(new Value.Text(one.name()));
            case "dtype" -> Optional.of(new Value.ElementType(type.dtype()));
            case "shape" -> Optional.of(Value.of(type.shape()));
            case "rank" -> Optional.of(new Value.Whole(type.shape().rank()));
            case "size" -> Optional.of(new Value.Whole(type.shape().elementCount()));
            case "bytes" ->
                Optional.of(new Value.Whole(
                        one.tensor().map(tensor -> tensor.byteSize()).orElseGet(type::byteSize)));
            case "is_slot" -> Optional.of(new Value.Truth(isSlot(one)));
            case "trainable" -> Optional.of(trainable(one, node));
            default -> Optional.empty();
        };
    }

    /** Whether a tensor is a slot; a variable that only the model has is one if the model says so. */
    private static boolean isSlot(MatchedTensor one) {
        return one.tensor().isPresent()
                ? one.role().isSlot()
                : one.expected().flatMap(Manifest.Expected::slotOf).isPresent();
    }

    private static Value trainable(MatchedTensor one, Expression.Bare node) {
        return one.expected()
                .flatMap(Manifest.Expected::trainable)
                .map(Value.Truth::new)
                .orElseThrow(() -> new StatementException(Diagnostic.error(
                                Code.NO_MANIFEST,
                                node.span(),
                                "whether \"" + one.name() + "\" is trainable is not known")
                        .help("load a manifest that has `trainable` for it")));
    }

    private Optional<Value> word(Expression.Bare node) {
        if (node.name().equals("manifest") && evaluator.matched().isPresent()) {
            MatchedTensor one = evaluator.matched().get();
            return Optional.of(one.expected()
                    .map(expected -> new Value.Expectation(
                            expected.type().shape(), expected.type().dtype()))
                    .orElseThrow(() -> new StatementException(Diagnostic.error(
                            Code.NO_MANIFEST, node.span(), "no manifest has \"" + one.name() + "\""))));
        }
        if (node.name().equals("metadata")) {
            return Optional.of(MetadataValues.of(
                    evaluator.context().subject(node.span()).current().metadata(), node.span()));
        }
        Optional<DType> type = DType.named(node.name());
        if (type.isPresent()) {
            return Optional.of(new Value.ElementType(type.get()));
        }
        return Builtins.bare(node, evaluator);
    }

    private StatementException unknown(Expression.Bare node) {
        TreeSet<String> known = new TreeSet<>(evaluator.context().environment().variableNames());
        known.addAll(evaluator.context().environment().captures().keySet());
        evaluator.matched().ifPresent(one -> {
            known.addAll(one.captures().keySet());
            known.addAll(PREDICATES);
        });
        known.addAll(Builtins.names());
        for (DType type : DType.values()) {
            known.add(type.text());
        }
        Diagnostic problem = Suggestions.unknown(
                Code.UNKNOWN_NAME, node.span(), "`" + node.name() + "` is not known here", node.name(), known);
        return new StatementException(
                evaluator.matched().isEmpty() && PREDICATES.contains(node.name())
                        ? problem.note("`" + node.name()
                                + "` is known where there is a matched tensor: in `where`, update, pad")
                        : problem);
    }
}
