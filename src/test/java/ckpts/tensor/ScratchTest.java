package ckpts.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Working memory: counted, refused beyond the budget, and used again. */
class ScratchTest {
    private static final int LARGE = 1 << 20;

    @Test
    void aLargeBufferGivenBackIsTheNextOneOfItsSizeAndZero() {
        Scratch scratch = new Scratch(4 * LARGE);
        Scratch.Lease first = scratch.lease(LARGE);
        byte[] array = first.buffer().array();
        first.buffer().put(5, (byte) 7);
        first.close();

        Scratch.Lease other = scratch.lease(LARGE + 1);
        Scratch.Lease again = scratch.lease(LARGE);

        assertThat(other.buffer().array()).isNotSameAs(array);
        assertThat(again.buffer().array()).isSameAs(array);
        assertThat(again.buffer().get(5)).isZero();
        assertThat(again.buffer().remaining()).isEqualTo(LARGE);
        assertThat(again.buffer().order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(scratch.used()).isEqualTo(2 * LARGE + 1);
    }

    @Test
    void aBufferIsNobodyElsesUntilItIsGivenBackAndThenOnce() {
        Scratch scratch = new Scratch(4 * LARGE);
        Scratch.Lease first = scratch.lease(LARGE);
        byte[] array = first.buffer().array();
        assertThat(scratch.lease(LARGE).buffer().array()).isNotSameAs(array);

        first.close();
        first.close();

        assertThat(scratch.used()).isEqualTo(LARGE);
        assertThat(scratch.lease(LARGE).buffer().array()).isSameAs(array);
        assertThat(scratch.lease(LARGE).buffer().array()).isNotSameAs(array);
    }

    @Test
    void manyNumbersGivenBackAreTheNextOfTheirCountAndZero() {
        Scratch scratch = new Scratch(4 * LARGE);
        Scratch.Reals first = scratch.reals(LARGE / Double.BYTES);
        first.array()[5] = 7;
        first.lease().close();
        first.lease().close();

        Scratch.Reals other = scratch.reals(LARGE / Double.BYTES + 1);
        Scratch.Reals again = scratch.reals(LARGE / Double.BYTES);

        assertThat(other.array()).isNotSameAs(first.array());
        assertThat(again.array()).isSameAs(first.array());
        assertThat(again.array()[5]).isZero();
        assertThat(scratch.used()).isEqualTo(2 * LARGE + Double.BYTES);
        assertThat(scratch.reals(LARGE / Double.BYTES).array()).isNotSameAs(first.array());
    }

    @Test
    void aRehearsalCountsAndGivesNothing() {
        Scratch rehearsal = Scratch.rehearsal(4 * LARGE, LARGE);
        assertThat(rehearsal.lease(LARGE).buffer().capacity()).isZero();
        assertThat(rehearsal.reals(LARGE / Double.BYTES).array()).isEmpty();
        assertThat(rehearsal.peak()).isEqualTo(2 * LARGE);
        assertThat(rehearsal.share()).isEqualTo(LARGE / 2);
    }

    @Test
    void buffersThatWaitTakeNothingFromTheBudget() {
        Scratch scratch = new Scratch(2 * LARGE);
        scratch.lease(LARGE).close();
        Scratch.Lease all = scratch.lease(2 * LARGE);
        assertThat(scratch.free()).isZero();
        assertThat(scratch.peak()).isEqualTo(2 * LARGE);
        assertThat(all.buffer().remaining()).isEqualTo(2 * LARGE);
        assertThatThrownBy(() -> scratch.lease(1)).isInstanceOf(ScratchExhaustedException.class);
    }
}
