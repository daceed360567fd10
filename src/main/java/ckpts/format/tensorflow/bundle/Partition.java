package ckpts.format.tensorflow.bundle;

import ckpts.tensor.ExactSizes;
import ckpts.tensor.Shape;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Checks that slices make up a whole tensor. */
final class Partition {
    /** Maximum slices of one tensor; checking them takes quadratic time in the worst case. */
    static final int MAX_SLICES = 1 << 14;

    private Partition() {}

    /**
     * The reason, as a phrase, why these slices do not contain each element of the whole exactly once; empty if they
     * do.
     */
    static Optional<String> flaw(Shape whole, List<SliceSpec> slices) {
        if (slices.size() > MAX_SLICES) {
            return Optional.of("it has " + slices.size() + " slices, the limit is " + MAX_SLICES);
        }
        for (SliceSpec slice : slices) {
            if (!slice.fits(whole)) {
                return Optional.of("slice " + slice + " is not a part of a tensor of shape " + whole);
            }
        }
        Optional<String> overlap = overlap(whole, slices);
        if (overlap.isPresent()) {
            return overlap;
        }
        long held = ExactSizes.sum(
                slices.stream().mapToLong(slice -> slice.shape(whole).elementCount()));
        return held == whole.elementCount()
                ? Optional.empty()
                : Optional.of("its slices contain " + held + " of " + whole.elementCount() + " elements");
    }

    /** Sweeps along the first axis: a slice can only overlap those that extend beyond its start. */
    private static Optional<String> overlap(Shape whole, List<SliceSpec> slices) {
        if (whole.rank() == 0) {
            return slices.size() > 1
                    ? Optional.of("it is a scalar with " + slices.size() + " slices")
                    : Optional.empty();
        }
        List<SliceSpec> byStart = slices.stream()
                .sorted(Comparator.comparingLong(slice -> slice.extents().get(0).start()))
                .toList();
        for (int i = 0; i < byStart.size(); i++) {
            long end = end(byStart.get(i), 0, whole);
            for (int j = i + 1;
                    j < byStart.size() && byStart.get(j).extents().get(0).start() < end;
                    j++) {
                if (overlap(whole, byStart.get(i), byStart.get(j))) {
                    return Optional.of("slices " + byStart.get(i) + " and " + byStart.get(j) + " overlap");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean overlap(Shape whole, SliceSpec one, SliceSpec other) {
        for (int axis = 0; axis < whole.rank(); axis++) {
            long from = Math.max(
                    one.extents().get(axis).start(), other.extents().get(axis).start());
            if (from >= Math.min(end(one, axis, whole), end(other, axis, whole))) {
                return false;
            }
        }
        return true;
    }

    private static long end(SliceSpec slice, int axis, Shape whole) {
        return slice.extents().get(axis).start() + slice.length(axis, whole);
    }
}
