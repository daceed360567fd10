package ckpts.engine;

import ckpts.bytes.ByteSource;
import ckpts.format.Segment;
import ckpts.format.Verbatim;
import ckpts.tensor.ExactSizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A step in writing one file, large enough to be worth handing to another thread, small enough to be abandoned. */
sealed interface Work {
    /** Bytes that pass through one buffer: a part of a large tensor, or many small ones. */
    record Tile(List<Piece> pieces) implements Work {}

    /** A range of one tensor. */
    record Piece(Segment.Values values, long from, int length) {}

    /** Whole tensors that are in a file as they are to be in the new one, copied without being read. */
    record Transfer(ByteSource file, long from, long length, List<Segment.Values> values) implements Work {
        /** Whether their checksums are needed. */
        boolean isChecked() {
            return !values.stream().allMatch(ChecksumCheck::isPointless);
        }
    }

    /** Bytes that the format generates. */
    record Generated(Segment.Generated segment) implements Work {}

    /**
     * Cuts a file into steps.
     *
     * @param tiling the maximum bytes of a tile, and the figures that readers' grain depends on
     * @param shortestTransfer neighbouring stored tensors of at least this many bytes in all are copied by the system
     */
    static List<Work> cut(List<Segment> segments, Tiling tiling, long shortestTransfer) {
        Cutter cutter = new Cutter(tiling);
        int next = 0;
        while (next < segments.size()) {
            if (segments.get(next) instanceof Segment.Generated generated) {
                cutter.closeTile();
                cutter.work.add(new Generated(generated));
                next++;
                continue;
            }
            List<Segment.Values> run = neighbours(segments, next);
            long length = ExactSizes.sum(
                    run.stream().mapToLong(values -> values.tensor().byteSize()));
            Optional<Verbatim> stored = Verbatim.of(run.get(0).tensor());
            if (stored.isPresent() && length >= shortestTransfer) {
                ByteSource first = stored.get().bytes();
                cutter.closeTile();
                cutter.work.add(new Transfer(
                        first.file(), first.fileOffset() - first.file().fileOffset(), length, run));
            } else {
                run.forEach(cutter::add);
            }
            next += run.size();
        }
        cutter.closeTile();
        return cutter.work;
    }

    /** The values at an index and those after it that follow it in the source as well. */
    private static List<Segment.Values> neighbours(List<Segment> segments, int first) {
        List<Segment.Values> run = new ArrayList<>();
        run.add((Segment.Values) segments.get(first));
        for (int i = first + 1; i < segments.size(); i++) {
            if (!(segments.get(i) instanceof Segment.Values next) || !touch(run.get(run.size() - 1), next)) {
                break;
            }
            run.add(next);
        }
        return run;
    }

    private static boolean touch(Segment.Values left, Segment.Values right) {
        Optional<Verbatim> next = Verbatim.of(right.tensor());
        return next.isPresent()
                && Verbatim.of(left.tensor())
                        .filter(stored -> stored.touches(next.get()))
                        .isPresent();
    }

    /** Fills tiles. */
    final class Cutter {
        private final Tiling tiling;
        private final int tile;
        private final List<Work> work = new ArrayList<>();
        private List<Piece> pieces = new ArrayList<>();
        private int filled;

        private Cutter(Tiling tiling) {
            this.tiling = tiling;
            this.tile = tiling.tile();
        }

        /**
         * A tensor that would not fit begins a tile of its own, so that cuts fall between elements, and where it has a
         * grain, at multiples of that.
         */
        private void add(Segment.Values values) {
            long size = values.tensor().byteSize();
            if (size > tile - filled) {
                closeTile();
            }
            long grain = tiling.grain(values.tensor());
            long most = grain > 0 && grain < tile ? tile / grain * grain : tile;
            long from = 0;
            do {
                int length = (int) Math.min(Math.min(most, tile - filled), size - from);
                pieces.add(new Piece(values, from, length));
                filled += length;
                from += length;
                if (filled == tile || from < size) {
                    closeTile();
                }
            } while (from < size);
        }

        private void closeTile() {
            if (!pieces.isEmpty()) {
                work.add(new Tile(List.copyOf(pieces)));
                pieces = new ArrayList<>();
                filled = 0;
            }
        }
    }
}
