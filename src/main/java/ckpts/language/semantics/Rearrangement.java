package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Word;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.AxisPatternException;
import ckpts.tensor.op.Rearrange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** {@code rearrange} as statement and function: mistakes are reported at their place in the text. */
public final class Rearrangement {
    private Rearrangement() {}

    /** The size of an axis, as written. */
    public record Size(Word axis, Expression value) {}

    /**
     * A tensor with its axes rearranged.
     *
     * @param pattern a string such as {@code "(h d) m -> h d m"}
     * @param sizes of axes that do not follow from the tensor's shape
     * @throws StatementException if it is not a rearrangement, or does not fit the tensor
     */
    public static Tensor of(Tensor tensor, Expression pattern, List<Size> sizes, Evaluator evaluator) {
        String text = evaluator.string(pattern);
        try {
            Rearrange rearrangement = Rearrange.parse(text);
            Map<String, Long> known = new HashMap<>();
            for (Size size : sizes) {
                Word axis = size.axis();
                if (!rearrangement.axes().contains(axis.text())) {
                    throw new StatementException(Suggestions.unknown(
                            Code.BAD_ARGUMENT,
                            axis.span(),
                            "`" + axis.text() + "` is not an axis of \"" + text + "\"",
                            axis.text(),
                            rearrangement.axes()));
                }
                if (known.put(axis.text(), evaluator.whole(size.value(), 0)) != null) {
                    throw new StatementException(
                            Diagnostic.error(Code.BAD_ARGUMENT, axis.span(), "`" + axis.text() + "` is given twice"));
                }
            }
            requireWithin(tensor.type(), sizes, known);
            return rearrangement.of(tensor, known);
        } catch (AxisPatternException e) {
            Diagnostic wrong = Diagnostic.error(
                    Code.BAD_VALUE,
                    pattern instanceof Expression.Quoted quoted
                            ? Strings.place(quoted.text(), e.offset(), e.length())
                            : pattern.span(),
                    e.getMessage());
            throw new StatementException(e.remedy().map(wrong::help).orElse(wrong));
        }
    }

    /** A part of an axis has no more positions than the longest axis, unless one has none to divide. */
    private static void requireWithin(TensorType type, List<Size> sizes, Map<String, Long> known) {
        long longest = LongStream.of(type.shape().toArray()).max().orElse(0);
        for (Size size : sizes) {
            if (known.get(size.axis().text()) > longest && type.shape().elementCount() > 0) {
                throw Evaluator.bad(
                        size.value().span(),
                        "no axis of " + type + " has " + known.get(size.axis().text()) + " positions");
            }
        }
        if (!sizes.isEmpty()) {
            ElementCount.require(known.values(), sizes.get(0).value().span());
        }
    }
}
