package ckpts.engine;

import ckpts.format.Segment;
import ckpts.format.Verbatim;
import ckpts.plan.PlannedSave;
import ckpts.tensor.Scratch;
import ckpts.tensor.ScratchExhaustedException;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorGraph;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Fills the tiles of one file ahead of the writer, on several threads, and hands them out in order.
 *
 * <p>Working memory is shared by all tiles that are being filled. If it does not suffice, the others finish first, all
 * readers are closed, and the tensor that asked for too much gets all of it, alone: the number of threads affects time,
 * never success.
 */
final class Tiles {
    /** Bytes of a tensor from which on a pass over it is worth a task. */
    private static final long WORTH_SHARING = 1L << 20;

    private final List<Work> work;
    private final Scratch scratch;
    private final Executor executor;
    private final Deque<ByteBuffer> free;
    private final ReaderPool readers;
    private final HeldValues held;
    private final Deque<Filling> ahead = new ArrayDeque<>();
    /** Computations of numbers that all readers of a tensor share. */
    private final List<Shared> shared = new ArrayList<>();

    private int next;
    private int aloneUntil;

    private record Filling(int index, ByteBuffer buffer, Task task) {}

    /** @param root the tensor whose readers share the number */
    private record Shared(Tensor root, Task task) {}

    /**
     * @param work of the file, in order
     * @param buffers at least one; with just one, nothing is done ahead
     */
    Tiles(
            List<Work> work,
            ReaderPool readers,
            HeldValues held,
            Scratch scratch,
            Executor executor,
            List<ByteBuffer> buffers) {
        this.work = work;
        this.readers = readers;
        this.held = held;
        this.scratch = scratch;
        this.executor = executor;
        this.free = new ArrayDeque<>(buffers);
    }

    /** The filled buffer of the tile at an index, to be given back. Called with growing indices. */
    ByteBuffer take(int index) throws IOException {
        ByteBuffer buffer = filled(index);
        for (Work.Piece piece : tile(index).pieces()) {
            Tensor tensor = piece.values().tensor();
            if (piece.from() + piece.length() == tensor.byteSize() && !PlannedSave.isVerbatim(tensor)) {
                endShared(tensor);
                held.finished(tensor);
            }
        }
        return buffer;
    }

    /** Readers need not have asked for every number, and what it is computed from is about to be released. */
    private void endShared(Tensor root) {
        for (Shared number : shared) {
            if (number.root() == root) {
                number.task().revoke();
                number.task().settle();
            }
        }
    }

    private ByteBuffer filled(int index) throws IOException {
        fillAhead(index);
        if (ahead.isEmpty() || ahead.peek().index() != index) {
            ByteBuffer buffer = free.pop();
            next = Math.max(next, index + 1);
            return fillPatiently(index, buffer);
        }
        Filling filling = ahead.remove();
        shared.forEach(number -> number.task().run());
        shared.removeIf(number -> number.task().isDone());
        filling.task().run();
        for (Filling other : ahead) {
            if (filling.task().isDone()) {
                break;
            }
            other.task().run();
        }
        try {
            filling.task().await();
            return filling.buffer();
        } catch (ScratchExhaustedException e) {
            return fillAlone(index, filling.buffer());
        }
    }

    void giveBack(ByteBuffer buffer) {
        free.push(buffer);
    }

    /** Lets threads begin on tiles while the writer is busy. One buffer stays free for the tile that is asked for. */
    void fillAhead(int index) throws IOException {
        next = Math.max(next, index);
        while (index >= aloneUntil && free.size() > 1 && next < work.size()) {
            if (work.get(next) instanceof Work.Tile tile) {
                if (!isPrepared(tile)) {
                    return;
                }
                ByteBuffer buffer = free.pop();
                shareOut(tile);
                Task task = new Task(() -> fill(tile, buffer));
                ahead.add(new Filling(next, buffer, task));
                executor.execute(task);
            }
            next++;
        }
    }

    /** Computes everything that is held for a tile; false if there is not enough memory now. */
    private boolean isPrepared(Work.Tile tile) throws IOException {
        try {
            prepare(tile);
            return true;
        } catch (ScratchExhaustedException e) {
            return false;
        }
    }

    private void prepare(Work.Tile tile) throws IOException {
        for (Work.Piece piece : tile.pieces()) {
            if (piece.from() == 0 && !PlannedSave.isVerbatim(piece.values().tensor())) {
                held.prepare(piece.values().tensor());
            }
        }
    }

    /**
     * Values computed once for a whole tensor, such as a norm, take a pass over it: several of them go to several
     * threads before the first tile needs them all.
     */
    private void shareOut(Work.Tile tile) {
        Segment.Values values = tile.pieces().get(0).values();
        if (tile.pieces().get(0).from() > 0 || values.tensor().byteSize() < WORTH_SHARING) {
            return;
        }
        for (Tensor node : TensorGraph.of(
                List.of(values.tensor()), tensor -> scratch.holds(tensor) ? List.of() : tensor.operands())) {
            if (node.isKept()) {
                Task task = new Task(() -> readers.compute(node));
                shared.add(new Shared(values.tensor(), task));
                executor.execute(task);
            }
        }
    }

    private ByteBuffer fillPatiently(int index, ByteBuffer buffer) throws IOException {
        try {
            prepare(tile(index));
            fill(tile(index), buffer);
            return buffer;
        } catch (ScratchExhaustedException e) {
            return fillAlone(index, buffer);
        }
    }

    private ByteBuffer fillAlone(int index, ByteBuffer buffer) throws IOException {
        ahead.forEach(filling -> filling.task().settle());
        shared.forEach(number -> number.task().settle());
        readers.close();
        prepare(tile(index));
        fill(tile(index), buffer);
        Segment.Values greedy =
                tile(index).pieces().get(tile(index).pieces().size() - 1).values();
        aloneUntil = index + 1;
        while (aloneUntil < work.size()
                && work.get(aloneUntil) instanceof Work.Tile following
                && following.pieces().get(0).values() == greedy) {
            aloneUntil++;
        }
        return buffer;
    }

    private Work.Tile tile(int index) {
        return (Work.Tile) work.get(index);
    }

    private void fill(Work.Tile tile, ByteBuffer buffer) throws IOException {
        buffer.clear();
        int filled = 0;
        for (Work.Piece piece : tile.pieces()) {
            buffer.limit(filled + piece.length()).position(filled);
            if (piece.length() > 0) {
                read(piece, buffer);
            }
            filled += piece.length();
        }
        buffer.position(0).limit(filled);
    }

    private void read(Work.Piece piece, ByteBuffer target) throws IOException {
        Optional<Verbatim> stored = Verbatim.of(piece.values().tensor());
        if (stored.isPresent()) {
            scratch.countRead(piece.length());
            stored.get().bytes().read(piece.from(), target);
        } else {
            readers.read(piece, target);
        }
    }

    /** Ends all tasks that were begun. */
    void close() throws IOException {
        shared.forEach(number -> number.task().revoke());
        shared.forEach(number -> number.task().settle());
        ahead.forEach(filling -> filling.task().revoke());
        ahead.forEach(filling -> filling.task().settle());
        readers.close();
    }
}
