package ckpts.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The promises of every tensor's readers, as assertions.
 *
 * @param tensor makes the tensor, anew each time
 * @param expected its bytes in the canonical encoding
 */
public record TensorPromises(Supplier<Tensor> tensor, byte[] expected) {
    /** More than any reader of a small tensor needs; large enough to notice one that copies its whole input. */
    private static final long BUDGET = 8 << 20;

    public void chunksOfAnySizeGiveTheSameBytes() throws IOException {
        for (int chunk : new int[] {1, 3, 4, 7, 12, 64, 1000, 4096, 100_000}) {
            byte[] actual = new byte[expected.length];
            try (TensorReader reader = tensor.get().open(new Scratch(BUDGET))) {
                for (int at = 0; at < expected.length; at += chunk) {
                    reader.read(at, ByteBuffer.wrap(actual, at, Math.min(chunk, expected.length - at)));
                }
            }
            assertThat(actual).as("chunks of %d", chunk).isEqualTo(expected);
        }
    }

    public void rangesInAnyOrderGiveTheSameBytes() throws IOException {
        Random random = new Random(4711);
        try (TensorReader reader = tensor.get().open(new Scratch(BUDGET))) {
            for (int i = 0; i < 300; i++) {
                int from = random.nextInt(expected.length + 1);
                int to = from + random.nextInt(Math.min(5000, expected.length - from) + 1);
                ByteBuffer target = ByteBuffer.allocateDirect(to - from + 2);
                target.position(1).limit(to - from + 1);
                reader.read(from, target);
                assertThat(target.position()).isEqualTo(target.limit());
                byte[] actual = new byte[to - from];
                target.flip().position(1).get(actual);
                assertThat(actual).as("bytes %d..%d", from, to).isEqualTo(Arrays.copyOfRange(expected, from, to));
            }
        }
    }

    public void twoReadersDoNotDisturbEachOther() throws IOException {
        byte[] first = new byte[expected.length];
        byte[] second = new byte[expected.length];
        Tensor shared = tensor.get();
        try (TensorReader one = shared.open(new Scratch(BUDGET));
                TensorReader other = shared.open(new Scratch(BUDGET))) {
            for (int at = 0; at < expected.length; at++) {
                one.read(at, ByteBuffer.wrap(first, at, 1));
                int mirrored = expected.length - 1 - at;
                other.read(mirrored, ByteBuffer.wrap(second, mirrored, 1));
            }
        }
        assertThat(first).isEqualTo(expected);
        assertThat(second).isEqualTo(expected);
    }

    public void closingReturnsAllScratchAndTwiceIsHarmless() throws IOException {
        Scratch scratch = new Scratch(BUDGET);
        TensorReader reader = tensor.get().open(scratch);
        reader.read(0, ByteBuffer.allocate(expected.length));
        reader.close();
        reader.close();
        assertThat(scratch.used()).isZero();
    }

    public void aRehearsalHoldsWhatReadingHolds() throws IOException {
        Scratch scratch = new Scratch(BUDGET);
        try (TensorReader reader = tensor.get().open(scratch)) {
            reader.read(0, ByteBuffer.allocate(expected.length));
        }
        Scratch rehearsal = Scratch.rehearsal(BUDGET, new Scratch(BUDGET).share());
        tensor.get().open(rehearsal).close();
        assertThat(rehearsal.peak()).isEqualTo(scratch.peak());
        assertThat(rehearsal.used()).isZero();
    }

    public void aBudgetTooSmallIsRefusedAndLeavesNothingBehind() throws IOException {
        Scratch whole = new Scratch(BUDGET);
        tensor.get().open(whole).close();
        for (long budget = 0; budget < whole.peak(); budget += Math.max(1, whole.peak() / 50)) {
            Scratch scratch = new Scratch(budget);
            try (TensorReader reader = tensor.get().open(scratch)) {
                reader.read(0, ByteBuffer.allocate(0));
            } catch (ScratchExhaustedException refused) {
                assertThat(refused).hasMessageContaining("bytes of working memory");
            }
            assertThat(scratch.used()).as("budget %d", budget).isZero();
        }
    }

    public void rangesOutsideTheTensorAreRefused() throws IOException {
        long size = expected.length;
        try (TensorReader reader = tensor.get().open(new Scratch(BUDGET))) {
            assertThatThrownBy(() -> reader.read(size, ByteBuffer.allocate(1)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> reader.read(0, ByteBuffer.allocate((int) size + 1)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> reader.read(-1, ByteBuffer.allocate(1)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            reader.read(size, ByteBuffer.allocate(0));
        }
    }

    public void inputsArePrivate() {
        assertThatThrownBy(() -> tensor.get().inputs().add(tensor.get()))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
