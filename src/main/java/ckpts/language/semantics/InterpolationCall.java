package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Expression;
import ckpts.language.syntax.Word;
import ckpts.tensor.op.Interpolation;
import ckpts.tensor.op.Interpolation.Kernel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The method of interpolation that {@code resize} is given: {@code bicubic(antialias = true)}, {@code bilinear(axis = 1, prefix = 1,
 * grid = [14, 14], into = [16, 12])}.
 *
 * @param interpolation the way to compute values between positions
 * @param grid the tokens of a grid, if a grid is resized; empty for whole axes
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

    /** @throws StatementException if it is not a method, or has arguments that it does not take */
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
        private final NamedArguments arguments;

        Reader(Expression.Call call, Evaluator evaluator) {
            this.call = call;
            this.evaluator = evaluator;
            this.arguments = new NamedArguments(call, call.arguments(), NAMES, evaluator);
        }

        InterpolationCall read() {
            boolean antialias = arguments.isTrue("antialias");
            boolean corners = arguments.isTrue("align_corners");
            Kernel kernel = KERNELS.get(call.name().text());
            if (antialias && corners) {
                throw arguments.wrong("antialias and align_corners exclude each other");
            }
            if ((antialias || corners) && (kernel == Kernel.NEAREST || kernel == Kernel.NEAREST_EXACT)) {
                throw arguments.wrong("`" + call.name().text() + "` takes one value without blending: it has no "
                        + (antialias ? "antialias" : "align_corners"));
            }
            return new InterpolationCall(new Interpolation(kernel, antialias, corners), grid());
        }

        private Optional<Grid> grid() {
            if (List.of("axis", "prefix", "grid", "into").stream().noneMatch(arguments::has)) {
                return Optional.empty();
            }
            if (!List.of("axis", "grid", "into").stream().allMatch(arguments::has)) {
                throw arguments.wrong(
                        "a grid of tokens needs axis, grid and into, such as axis = 1, prefix = 1, grid = [14, 14],"
                                + " into = [16, 16]");
            }
            List<Long> from = sizes("grid");
            List<Long> to = sizes("into");
            if (from.size() != to.size()) {
                throw arguments.wrong("a grid of " + from.size() + " axes cannot become one of " + to.size());
            }
            long prefix = arguments
                    .of("prefix")
                    .map(number -> evaluator.whole(number, 0))
                    .orElse(0L);
            long axis = evaluator.whole(arguments.of("axis").orElseThrow());
            return Optional.of(new Grid(axis, prefix, from, to));
        }

        private List<Long> sizes(String name) {
            Expression list = arguments.of(name).orElseThrow();
            List<Long> sizes = evaluator.wholes(list);
            if (sizes.isEmpty() || sizes.stream().anyMatch(size -> size < 1)) {
                throw Evaluator.bad(list.span(), "sizes of a grid must be at least 1");
            }
            return sizes;
        }
    }
}
