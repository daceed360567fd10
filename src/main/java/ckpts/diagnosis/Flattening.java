package ckpts.diagnosis;

import ckpts.diagnosis.TypeRelation.Kind;
import ckpts.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The dense layer after a flatten, where convolution kernels change their layout: TensorFlow lays an image out as
 * height, width, channels, PyTorch as channels, height, width, so the layer's inputs are in a different order. A
 * transpose alone would give a model that loads and computes something else.
 *
 * @param channels of the image that is flattened
 * @param pixels height times width
 * @param channelsLast whether the checkpoint's layout is TensorFlow's
 */
record Flattening(long channels, long pixels, boolean channelsLast) {
    /** Height, width, input, output to output, input, height, width, and back. */
    private static final List<Integer> TO_CHANNELS_FIRST = List.of(3, 2, 0, 1);

    private static final List<Integer> TO_CHANNELS_LAST = List.of(2, 3, 1, 0);

    /** Returns the pairs, marking those after a flatten as such. */
    static List<UnitPair> marked(List<UnitPair> pairs) {
        Optional<Boolean> channelsLast = channelsLast(pairs);
        if (channelsLast.isEmpty()) {
            return pairs;
        }
        Set<Long> images = new HashSet<>();
        Set<Long> vectors = new HashSet<>();
        for (UnitPair pair : pairs) {
            Shape shape = pair.here().type().shape();
            if (shape.rank() == 4) {
                images.add(output(shape, channelsLast.get()));
            } else if (shape.rank() == 2) {
                vectors.add(output(shape, channelsLast.get()));
            }
        }
        List<UnitPair> marked = new ArrayList<>();
        for (UnitPair pair : pairs) {
            boolean flattened = pair.relation().kind() == Kind.TRANSPOSED
                    && of(pair, images, vectors, channelsLast.get()).isPresent();
            marked.add(flattened ? pair.related(Kind.FLATTENED) : pair);
        }
        return marked;
    }

    /**
     * The image that is flattened before a layer that {@link #marked} marked; empty if there are several possibilities.
     */
    static Optional<Flattening> before(UnitPair layer, List<UnitPair> pairs) {
        boolean last = channelsLast(pairs).orElseThrow();
        Set<Long> images = new HashSet<>();
        for (UnitPair pair : pairs) {
            if (pair.here().type().shape().rank() == 4) {
                images.add(output(pair.here().type().shape(), last));
            }
        }
        return of(layer, images, Set.of(), last);
    }

    private static Optional<Flattening> of(UnitPair pair, Set<Long> images, Set<Long> vectors, boolean channelsLast) {
        Shape shape = pair.here().type().shape();
        long inputs = shape.rank() == 2 ? shape.dimension(channelsLast ? 0 : 1) : 0;
        if (inputs == 0 || images.contains(inputs) || vectors.contains(inputs)) {
            return Optional.empty();
        }
        // The last convolution mostly has the most channels.
        return images.stream()
                .filter(channels -> channels > 1 && inputs % channels == 0)
                .max(Long::compare)
                .map(channels -> new Flattening(channels, inputs / channels, channelsLast));
    }

    private static long output(Shape shape, boolean channelsLast) {
        return shape.dimension(channelsLast ? shape.rank() - 1 : 0);
    }

    /** Whether the checkpoint's kernels are TensorFlow's and the model's are PyTorch's; empty if nothing changes. */
    private static Optional<Boolean> channelsLast(List<UnitPair> pairs) {
        for (UnitPair pair : pairs) {
            if (pair.relation().order().equals(TO_CHANNELS_FIRST)) {
                return Optional.of(true);
            }
            if (pair.relation().order().equals(TO_CHANNELS_LAST)) {
                return Optional.of(false);
            }
        }
        return Optional.empty();
    }

    /** Possible heights of the image: that of a square, else the most nearly square ones, either way round. */
    List<Long> heights() {
        long side = (long) Math.sqrt(pixels);
        while (pixels % side != 0) {
            side--;
        }
        return side * side == pixels ? List.of(side) : List.of(side, pixels / side);
    }

    /** The expression for {@code rearrange} that reorders the inputs. */
    String pattern() {
        return channelsLast ? "(h w c) o -> o (c h w)" : "o (c h w) -> (h w c) o";
    }
}
