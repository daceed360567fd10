package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Word;
import ckpts.tensor.op.Interpolation;
import ckpts.tensor.op.Interpolation.Kernel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How {@code resize} is told to interpolate: {@code bicubic(antialias = true)}, {@code bilinear(axis = 1, prefix = 1,
 * grid = [14, 14], into = [16, 12])}.
 *
 * @param interpolation how values between positions are found
 * @param grid the tokens of a grid, if that is what is resized; empty for whole axes
 */
public record InterpolationCall(Interpolation interpolation, Optional<Grid> grid) {
    private static final Map<String, Kernel> KERNELS = new LinkedHashMap<>();
    private static final List<String> NAMES = List.of("antialias", "align_corners", "axis", "prefix", "grid", "into");

    static {
        KERNELS.put("nearest", Kernel.NEAREST);
        KERNELS.put("nearest_exact", Kernel.NEAREST_EXACT);
        KERNELS.put("bilinear", Kernel.BILINEAR);
        KERNELS.put("bicubic", Kernel.BICUBIC);
    }

    /**
     * Tokens of a grid along one axis.
     *
     * @param axis of the tokens, negative from the end
     * @param prefix tokens before the grid, which stay as they are
     * @param from the sizes of the grid
     * @param to the sizes that it gets
     */
    public record Grid(long axis, long prefix, List<Long> from, List<Long> to) {}

    /** @throws StatementException if it is no method, or has arguments that it does not take */
    public static InterpolationCall of(Expression method, Evaluator evaluator) {
        Expression.Call call = method instanceof Expression.Bare bare
                ? new Expression.Call(bare.span(), new Word(bare.span(), bare.name()), List.of())
                : method instanceof Expression.Call written ? written : null;
        if (call == null || !KERNELS.containsKey(call.name().text())) {
            throw new StatementException(
                    Diagnostic.error(Code.BAD_ARGUMENT, method.span(), "`resize` needs a method of interpolation")
                            .help("write one of " + String.join(", ", KERNELS.keySet())
                                    + ", such as bicubic(antialias = true)"));
        }
        return new Reader(call, evaluator).read();
    }

    private static final class Reader {
        private final Expression.Call call;
        private final Evaluator evaluator;
        private final Map<String, Expression> arguments = new LinkedHashMap<>();

        Reader(Expression.Call call, Evaluator evaluator) {
            this.call = call;
            this.evaluator = evaluator;
            for (Expression.Argument argument : call.arguments()) {
                String name = argument.name().map(Word::text).orElse("");
                if (!NAMES.contains(name)
                        || !(argument.value() instanceof Expression.Argument.OfExpression value)
                        || arguments.put(name, value.expression()) != null) {
                    throw new StatementException(Diagnostic.error(
                            Code.BAD_ARGUMENT,
                            argument.span(),
                            "`" + call.name().text() + "` takes, each once and by name: " + String.join(", ", NAMES)));
                }
            }
        }

        InterpolationCall read() {
            boolean antialias = isTrue("antialias");
            boolean corners = isTrue("align_corners");
            Kernel kernel = KERNELS.get(call.name().text());
            if (antialias && corners) {
                throw wrong("antialias and align_corners exclude each other");
            }
            if ((antialias || corners) && (kernel == Kernel.NEAREST || kernel == Kernel.NEAREST_EXACT)) {
                throw wrong("`" + call.name().text() + "` takes one value and blends none: it knows no "
                        + (antialias ? "antialias" : "align_corners"));
            }
            return new InterpolationCall(new Interpolation(kernel, antialias, corners), grid());
        }

        private boolean isTrue(String name) {
            return arguments.containsKey(name) && evaluator.truth(arguments.get(name));
        }

        private Optional<Grid> grid() {
            List<String> given = new ArrayList<>(List.of("axis", "grid", "into"));
            given.retainAll(arguments.keySet());
            if (given.isEmpty() && !arguments.containsKey("prefix")) {
                return Optional.empty();
            }
            if (given.size() < 3) {
                throw wrong("a grid of tokens needs axis, grid and into, such as axis = 1, prefix = 1, grid = [14, 14],"
                        + " into = [16, 16]");
            }
            List<Long> from = sizes("grid");
            List<Long> to = sizes("into");
            if (from.size() != to.size()) {
                throw wrong("a grid of " + from.size() + " axes does not become one of " + to.size());
            }
            long prefix = arguments.containsKey("prefix") ? evaluator.whole(arguments.get("prefix"), 0) : 0;
            return Optional.of(new Grid(evaluator.whole(arguments.get("axis")), prefix, from, to));
        }

        private List<Long> sizes(String name) {
            List<Long> sizes = evaluator.wholes(arguments.get(name));
            if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 1)) {
                throw Evaluator.bad(arguments.get(name).span(), "sizes of a grid are at least 1");
            }
            return sizes;
        }

        private StatementException wrong(String message) {
            return new StatementException(Diagnostic.error(Code.BAD_ARGUMENT, call.span(), message));
        }
    }
}
