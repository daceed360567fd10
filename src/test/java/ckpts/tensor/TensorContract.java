package ckpts.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The promises of every tensor, whatever computes it. A subclass says which tensor, and what its bytes are. */
public abstract class TensorContract {
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
        promises().chunksOfAnySizeGiveTheSameBytes();
    }

    @Test
    void rangesInAnyOrderGiveTheSameBytes() throws IOException {
        promises().rangesInAnyOrderGiveTheSameBytes();
    }

    @Test
    void twoReadersDoNotDisturbEachOther() throws IOException {
        promises().twoReadersDoNotDisturbEachOther();
    }

    @Test
    void closingReturnsAllScratchAndTwiceIsHarmless() throws IOException {
        promises().closingReturnsAllScratchAndTwiceIsHarmless();
    }

    @Test
    void aRehearsalHoldsWhatReadingHolds() throws IOException {
        promises().aRehearsalHoldsWhatReadingHolds();
    }

    @Test
    void aBudgetTooSmallIsRefusedAndLeavesNothingBehind() throws IOException {
        promises().aBudgetTooSmallIsRefusedAndLeavesNothingBehind();
    }

    @Test
    void rangesOutsideTheTensorAreRefused() throws IOException {
        promises().rangesOutsideTheTensorAreRefused();
    }

    @Test
    void inputsAreListedAndPrivate() {
        promises().inputsArePrivate();
    }

    private TensorPromises promises() {
        return new TensorPromises(this::tensor, expectedBytes());
    }

    /** All bytes of a tensor, in one read. */
    public static byte[] bytes(Tensor tensor) throws IOException {
        return bytes(tensor, new Scratch(256 << 20));
    }

    /** What a cast loses in a run that reads all of a tensor, in one read. */
    public static CastReport losses(Tensor cast, Tensor read) throws IOException {
        Scratch run = new Scratch(256 << 20);
        bytes(read, run);
        return run.observations().report(cast);
    }

    private static byte[] bytes(Tensor tensor, Scratch scratch) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(tensor.byteSize()));
        try (TensorReader reader = tensor.open(scratch)) {
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
