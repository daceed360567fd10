package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Expression;
import ckpts.naming.NearNames;
import ckpts.tensor.TensorType;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** {@code t.shape}, {@code manifest.dtype}, {@code json(PATH).field}. */
final class Members {
    private static final List<String> OF_TENSOR = List.of("shape", "dtype", "rank", "size");

    private Members() {}

    static Value of(Value target, Expression.Member node) {
        String member = node.member().text();
        if (target instanceof Value.OfTensor tensor) {
            return ofType(tensor.value().type(), node);
        }
        if (target instanceof Value.Expectation expectation) {
            return ofType(new TensorType(expectation.dtype(), expectation.shape()), node);
        }
        if (target instanceof Value.Fields fields) {
            return Optional.ofNullable(fields.values().get(member))
                    .orElseThrow(() -> noField(
                            member, node.member().span(), fields.values().keySet()));
        }
        throw new StatementException(
                Diagnostic.error(Code.BAD_ARGUMENT, node.member().span(), target.kind() + " has no `." + member + "`"));
    }

    /** A field of a JSON object that is not there. The others are not listed: contents of files do not belong in messages. */
    static StatementException noField(String name, Span place, Collection<String> known) {
        return noField("the JSON object has", name, place, known);
    }

    /** @param owner with its verb: "the metadata have" */
    static StatementException noField(String owner, String name, Span place, Collection<String> known) {
        Diagnostic problem = Diagnostic.error(Code.UNKNOWN_NAME, place, owner + " no field `" + name + "`");
        return new StatementException(NearNames.nearestWord(name, known)
                .map(near -> problem.help("did you mean `" + near + "`?"))
                .orElse(problem));
    }

    private static Value ofType(TensorType type, Expression.Member node) {
        return switch (node.member().text()) {
            case "shape" -> Value.of(type.shape());
            case "dtype" -> new Value.ElementType(type.dtype());
            case "rank" -> new Value.Whole(type.shape().rank());
            case "size" -> new Value.Whole(type.shape().elementCount());
            default ->
                throw new StatementException(Suggestions.unknown(
                        Code.UNKNOWN_NAME,
                        node.member().span(),
                        "a tensor has no `." + node.member().text() + "`",
                        node.member().text(),
                        OF_TENSOR));
        };
    }
}
