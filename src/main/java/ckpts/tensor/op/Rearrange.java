package ckpts.tensor.op;

import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.TensorTypeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Axes identified by names, reordered, split and joined, in the notation of einops (Rogozhnikov, "Einops: clear and
 * reliable tensor manipulations with Einstein-like notation", ICLR 2022).
 *
 * <pre>
 *   h w i o -> o i h w        another order
 *   (h d) m -> h d m          one axis split in two; all sizes but one of a group must be known
 *   h d m -> (h d) m          two joined
 *   o i 1 1 -> o i            axes of size 1 left out, or added
 * </pre>
 *
 * <p>A value that says nothing about sizes yet; it is computed as a reshape, a transpose and a reshape.
 */
public final class Rearrange {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|->|[()]|1(?![0-9])|\\S");

    private final String text;
    private final List<Group> left;
    private final List<Group> right;

    private Rearrange(String text, List<Group> left, List<Group> right) {
        this.text = text;
        this.left = left;
        this.right = right;
    }

    /** A name and its position. */
    private record Axis(String name, int offset) {}

    /** One axis of a tensor: the axes it is composed of, outermost first; none for {@code 1}. */
    private record Group(List<Axis> axes, int start, int end) {}

    /**
     * Reads a rearrangement.
     *
     * @throws AxisPatternException if it is not one, an axis occurs twice on one side, or on one side only
     */
    public static Rearrange parse(String text) {
        Parser parser = new Parser(text);
        List<Group> left = parser.side(true);
        List<Group> right = parser.side(false);
        Map<String, Axis> before = unique(left, "left");
        Map<String, Axis> after = unique(right, "right");
        for (Axis axis : after.values()) {
            if (!before.containsKey(axis.name())) {
                throw wrong("`" + axis.name() + "` is not an axis of the left side", axis);
            }
        }
        for (Axis axis : before.values()) {
            if (!after.containsKey(axis.name())) {
                throw wrong(
                        "axis `" + axis.name() + "` is missing on the right side: a rearrangement keeps all"
                                + " elements, reduce or index the tensor first",
                        axis);
            }
        }
        return new Rearrange(text, left, right);
    }

    private static Map<String, Axis> unique(List<Group> side, String name) {
        Map<String, Axis> axes = new LinkedHashMap<>();
        for (Group group : side) {
            for (Axis axis : group.axes()) {
                if (axes.put(axis.name(), axis) != null) {
                    throw wrong("axis `" + axis.name() + "` occurs twice on the " + name + " side", axis);
                }
            }
        }
        return axes;
    }

    private static AxisPatternException wrong(String message, Axis axis) {
        return new AxisPatternException(message, axis.offset(), axis.name().length());
    }

    /** The names of its axes, in the order of the left side. */
    public Set<String> axes() {
        return unique(left, "left").keySet();
    }

    /**
     * A tensor rearranged.
     *
     * @param sizes of some of the {@link #axes()}, not negative
     * @throws AxisPatternException if the tensor has other axes than the left side, or sizes do not fit or are not
     *     known
     * @throws TensorTypeException if elements have no fixed width
     */
    public Tensor of(Tensor tensor, Map<String, Long> sizes) {
        TensorType type = tensor.type();
        Moves.requireFixedWidth(type, "rearrange");
        if (left.size() != type.shape().rank()) {
            throw new AxisPatternException(
                    type + " has " + type.shape().rank() + " axes, the left side has " + left.size(),
                    0,
                    sideLength(),
                    left.size() < type.shape().rank()
                            ? "name all axes on the left side, in their order"
                            : "write 1 for an axis of one position on the right side, not on the left; put axes that make up"
                                    + " one of the tensor's in parentheses");
        }
        Map<String, Long> known = new LinkedHashMap<>();
        for (int axis = 0; axis < left.size(); axis++) {
            split(left.get(axis), axis, type, sizes, known);
        }
        List<String> order = List.copyOf(known.keySet());
        Tensor apart = Reshape.of(tensor, Shape.of(List.copyOf(known.values())));
        int[] permutation = right.stream()
                .flatMap(group -> group.axes().stream())
                .mapToInt(axis -> order.indexOf(axis.name()))
                .toArray();
        long[] joined = right.stream()
                .mapToLong(group -> product(group, axis -> known.get(axis.name())))
                .toArray();
        Tensor steps = Reshape.of(Transpose.of(apart, permutation), Shape.of(joined));
        return steps == tensor ? tensor : new Rearranged(description(sizes), tensor, steps);
    }

    /** {@code rearrange "(h d) m -> h d m" with h = 12}. */
    private String description(Map<String, Long> sizes) {
        return "rearrange \"" + text + "\""
                + sizes.entrySet().stream()
                        .map(size -> size.getKey() + " = " + size.getValue())
                        .collect(Collectors.joining(", ", sizes.isEmpty() ? "" : " with ", ""));
    }

    private int sideLength() {
        return text.substring(0, text.indexOf("->")).stripTrailing().length();
    }

    private static long product(Group group, ToLongFunction<Axis> size) {
        return group.axes().stream().mapToLong(size).reduce(1, Math::multiplyExact);
    }

    /** Finds the sizes of a group's axes; at most one is not given and takes what the others leave. */
    private void split(Group group, int axis, TensorType type, Map<String, Long> given, Map<String, Long> known) {
        long positions = type.shape().dimension(axis);
        List<Axis> open = group.axes().stream()
                .filter(part -> !given.containsKey(part.name()))
                .toList();
        if (open.size() > 1) {
            throw failed(
                    group,
                    "the sizes of "
                            + open.stream().map(part -> "`" + part.name() + "`").collect(Collectors.joining(" and "))
                            + " are not known: give all but one, such as "
                            + open.get(0).name() + " = 2",
                    "");
        }
        long others = product(group, part -> given.getOrDefault(part.name(), 1L));
        boolean fits = open.isEmpty() ? others == positions : others > 0 && positions % others == 0;
        if (!fits) {
            String sizes = group.axes().stream()
                    .filter(part -> given.containsKey(part.name()))
                    .map(part -> part.name() + " = " + given.get(part.name()))
                    .collect(Collectors.joining(", "));
            throw failed(
                    group,
                    "axis " + axis + " of " + type + " has " + positions + " positions, "
                            + (group.axes().isEmpty()
                                    ? "not 1"
                                    : open.isEmpty()
                                            ? "not the product of " + sizes
                                            : "which is not a multiple of " + sizes),
                    remedy(group, positions, others, given));
        }
        for (Axis part : group.axes()) {
            known.put(part.name(), given.getOrDefault(part.name(), others == 0 ? 0 : positions / others));
        }
    }

    /** A size for the last axis that one was given for, nearest below it, with which the others fit. */
    private static String remedy(Group group, long positions, long product, Map<String, Long> given) {
        List<Axis> sized = group.axes().stream()
                .filter(part -> given.containsKey(part.name()))
                .toList();
        if (sized.isEmpty()) {
            return "name this axis: 1 means an axis of one position";
        }
        Axis last = sized.get(sized.size() - 1);
        long others = given.get(last.name()) == 0 ? 0 : product / given.get(last.name());
        long fitting = others > 0 ? given.get(last.name()) : 0;
        while (fitting > 0 && positions % (others * fitting) != 0) {
            fitting--;
        }
        boolean exact = sized.size() == group.axes().size();
        if (exact && others > 0 && positions % others == 0) {
            return "write " + last.name() + " = " + positions / others + ", or leave one of the sizes out";
        }
        return !exact && fitting > 0 ? "write " + last.name() + " = " + fitting : "give sizes that divide " + positions;
    }

    private static AxisPatternException failed(Group group, String message, String remedy) {
        return new AxisPatternException(message, group.start(), group.end() - group.start(), remedy);
    }

    /** {@code h (w c) 1 -> ...}, from left to right. */
    private static final class Parser {
        private final String text;
        private final Matcher tokens;

        Parser(String text) {
            this.text = text;
            this.tokens = TOKEN.matcher(text);
        }

        List<Group> side(boolean arrow) {
            List<Group> groups = new ArrayList<>();
            while (tokens.find()) {
                String token = tokens.group();
                if (token.equals("->") && arrow) {
                    return groups;
                }
                groups.add(token.equals("(") ? composed() : single(token));
            }
            if (arrow) {
                throw new AxisPatternException(
                        "a rearrangement is two lists of axes, such as \"h w -> w h\"", 0, text.length());
            }
            return groups;
        }

        private Group single(String token) {
            return new Group(token.equals("1") ? List.of() : List.of(axis(token)), tokens.start(), tokens.end());
        }

        private Group composed() {
            int start = tokens.start();
            List<Axis> axes = new ArrayList<>();
            while (tokens.find()) {
                String token = tokens.group();
                if (token.equals(")")) {
                    return new Group(axes, start, tokens.end());
                }
                if (!token.equals("1")) {
                    axes.add(axis(token));
                }
            }
            throw new AxisPatternException("this parenthesis is not closed", start, 1);
        }

        private Axis axis(String token) {
            if (!Character.isLetter(token.charAt(0)) && token.charAt(0) != '_') {
                throw new AxisPatternException(
                        "`" + token + "` is not allowed here: axes are names, 1, or names in parentheses",
                        tokens.start(),
                        token.length());
            }
            return new Axis(token, tokens.start());
        }
    }
}
