package ckpts.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every tensor promises, whatever computes it. A subclass says which tensor, and what its bytes are. */
public abstract class TensorContract {
    /** More than any reader of a small tensor needs; large enough to notice one that copies its whole input. */
    private static final long BUDGET = 8 << 20;

    /** The tensor under test. */
    protected abstract Tensor tensor();

    /** Its type, element by element spelled out. */
    protected abstract TensorType expectedType();

    /** Its bytes in the canonical encoding, from first principles. */
    protected abstract byte[] expectedBytes();

    /** Its one-line description. */
    protected abstract String expectedDescription();

    @Test
    void typeAndDescriptionAreKnownWithoutReading() {
        assertThat(tensor().type()).isEqualTo(expectedType());
        assertThat(tensor().describe()).isEqualTo(expectedDescription());
        assertThat(tensor().byteSize()).isEqualTo(expectedType().byteSize());
    }

    @Test
    void oneReadGivesAllBytes() throws IOException {
        assertThat(bytes(tensor())).isEqualTo(expectedBytes());
    }

    @Test
    void chunksOfAnySizeGiveTheSameBytes() throws IOException {
        byte[] expected = expectedBytes();
        for (int chunk : new int[] {1, 3, 4, 7, 12, 64, 1000, 4096, 100_000}) {
            byte[] actual = new byte[expected.length];
            try (TensorReader reader = tensor().open(new Scratch(BUDGET))) {
                for (int at = 0; at < expected.length; at += chunk) {
                    reader.read(at, ByteBuffer.wrap(actual, at, Math.min(chunk, expected.length - at)));
                }
            }
            assertThat(actual).as("chunks of %d", chunk).isEqualTo(expected);
        }
    }

    @Test
    void rangesInAnyOrderGiveTheSameBytes() throws IOException {
        byte[] expected = expectedBytes();
        Random random = new Random(4711);
        try (TensorReader reader = tensor().open(new Scratch(BUDGET))) {
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

    @Test
    void twoReadersDoNotDisturbEachOther() throws IOException {
        byte[] expected = expectedBytes();
        byte[] first = new byte[expected.length];
        byte[] second = new byte[expected.length];
        Tensor tensor = tensor();
        try (TensorReader one = tensor.open(new Scratch(BUDGET));
                TensorReader other = tensor.open(new Scratch(BUDGET))) {
            for (int at = 0; at < expected.length; at++) {
                one.read(at, ByteBuffer.wrap(first, at, 1));
                int mirrored = expected.length - 1 - at;
                other.read(mirrored, ByteBuffer.wrap(second, mirrored, 1));
            }
        }
        assertThat(first).isEqualTo(expected);
        assertThat(second).isEqualTo(expected);
    }

    @Test
    void closingReturnsAllScratchAndTwiceIsHarmless() throws IOException {
        Scratch scratch = new Scratch(BUDGET);
        TensorReader reader = tensor().open(scratch);
        reader.read(0, ByteBuffer.allocate(expectedBytes().length));
        reader.close();
        reader.close();
        assertThat(scratch.used()).isZero();
    }

    @Test
    void aRehearsalHoldsWhatReadingHolds() throws IOException {
        Scratch scratch = new Scratch(BUDGET);
        try (TensorReader reader = tensor().open(scratch)) {
            reader.read(0, ByteBuffer.allocate(expectedBytes().length));
        }
        Scratch rehearsal = Scratch.rehearsal(BUDGET, new Scratch(BUDGET).share());
        tensor().open(rehearsal).close();
        assertThat(rehearsal.peak()).isEqualTo(scratch.peak());
        assertThat(rehearsal.used()).isZero();
    }

    @Test
    void aBudgetTooSmallIsRefusedAndLeavesNothingBehind() throws IOException {
        Scratch whole = new Scratch(BUDGET);
        tensor().open(whole).close();
        for (long budget = 0; budget < whole.peak(); budget += Math.max(1, whole.peak() / 50)) {
            Scratch scratch = new Scratch(budget);
            try (TensorReader reader = tensor().open(scratch)) {
                reader.read(0, ByteBuffer.allocate(0));
            } catch (ScratchExhaustedException refused) {
                assertThat(refused).hasMessageContaining("bytes of working memory");
            }
            assertThat(scratch.used()).as("budget %d", budget).isZero();
        }
    }

    @Test
    void rangesOutsideTheTensorAreRefused() throws IOException {
        long size = expectedBytes().length;
        try (TensorReader reader = tensor().open(new Scratch(BUDGET))) {
            assertThatThrownBy(() -> reader.read(size, ByteBuffer.allocate(1)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> reader.read(0, ByteBuffer.allocate((int) size + 1)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> reader.read(-1, ByteBuffer.allocate(1)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            reader.read(size, ByteBuffer.allocate(0));
        }
    }

    @Test
    void inputsAreListedAndPrivate() {
        assertThatThrownBy(() -> tensor().inputs().add(tensor())).isInstanceOf(UnsupportedOperationException.class);
    }

    /** All bytes of a tensor, in one read. */
    public static byte[] bytes(Tensor tensor) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(tensor.byteSize()));
        try (TensorReader reader = tensor.open(new Scratch(256 << 20))) {
            reader.read(0, all);
        }
        return all.array();
    }

    /** Canonical bytes of float32 values. */
    public static byte[] float32(double... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            out.putFloat((float) value);
        }
        return out.array();
    }

    /** Canonical bytes of int32 values. */
    public static byte[] int32(int... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            out.putInt(value);
        }
        return out.array();
    }
}
