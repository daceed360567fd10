package ckpts.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.bytes.Checksum;
import ckpts.bytes.SimulatedDisk;
import ckpts.format.Segment;
import ckpts.publication.Settings.Acting;
import ckpts.tensor.DType;
import ckpts.tensor.Leaf;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import ckpts.tensor.op.Arithmetic;
import ckpts.tensor.op.Cast;
import ckpts.tensor.op.Concat;
import ckpts.tensor.op.Constant;
import ckpts.tensor.op.Reduction;
import ckpts.tensor.op.Slice;
import ckpts.tensor.op.Transpose;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Threads that fill tiles ahead of the writer. */
class TilesTest {
    private static final int LENGTH = 1 << 18;

    private final Scratch scratch = new Scratch(1 << 24);
    private final Thread writer = Thread.currentThread();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicBoolean goesOn = new AtomicBoolean();
    private final AtomicReference<Tensor> source = new AtomicReference<>();
    private final AtomicReference<Thread> other = new AtomicReference<>();
    private final AtomicReference<Boolean> heldToTheEnd = new AtomicReference<>();

    /** Takes until the writer has released what is held, or waits for this. */
    private Tensor slow() {
        return Cast.of(
                new Acting(2, (position, target) -> {
                    begun.countDown();
                    while (!goesOn.get() || scratch.holds(source.get()) && writer.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    heldToTheEnd.set(scratch.holds(source.get()));
                    target.position(target.limit());
                }),
                DType.FLOAT32);
    }

    /** The first task is well begun before the writer goes on; the others are left to the writer. */
    private void runFirst(Runnable task) {
        if (other.compareAndSet(null, new Thread(task))) {
            other.get().start();
            try {
                begun.await();
                goesOn.set(true);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A sum is computed ahead for a tensor none of whose elements needs it. */
    @Test
    void valuesAreHeldForAsLongAsNumbersAreComputedFromThem() throws Exception {
        Tensor chain = Leaf.float32(Shape.of(2, 2), 1, 2, 3, 4);
        for (int i = 0; i < 90; i++) {
            chain = Transpose.reversed(chain);
        }
        Tensor sum = Reduction.of(Reduction.Kind.SUM, Arithmetic.add(slow(), chain), Optional.empty(), false);
        Tensor unread = Arithmetic.add(Leaf.float32(Shape.of(1), 0), sum);
        Tensor zeros = Constant.zeros(new TensorType(DType.FLOAT32, Shape.of(LENGTH)));
        Tensor root = Slice.along(Concat.of(List.of(zeros, unread), 0), 0, 0, LENGTH);
        Sharing sharing = Sharing.of(List.of(root), scratch.share());
        source.set(sharing.needed(root).get(0));

        Work tile = new Work.Tile(
                List.of(new Work.Piece(new Segment.Values("t", root, Checksum.NONE), 0, LENGTH * Float.BYTES)));
        HeldValues held = new HeldValues(sharing, List.of(root), scratch, new SimulatedDisk(), Path.of("/disk"));
        Tiles tiles = new Tiles(
                List.of(tile),
                new ReaderPool(scratch, 2),
                held,
                scratch,
                this::runFirst,
                List.of(ByteBuffer.allocate(LENGTH * Float.BYTES), ByteBuffer.allocate(LENGTH * Float.BYTES)));
        tiles.take(0);
        other.get().join();

        assertThat(heldToTheEnd).hasValue(true);
        assertThat(scratch.holds(source.get())).isFalse();
    }
}
