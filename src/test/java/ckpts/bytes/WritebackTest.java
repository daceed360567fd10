package ckpts.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Written bytes go to the disk stretch by stretch, one at a time, and no error of that gets lost. */
class WritebackTest {
    @Test
    void beginsWhenAStretchIsWritten() throws IOException {
        AtomicInteger forced = new AtomicInteger();
        Writeback writeback = new Writeback(forced::incrementAndGet, 100);
        writeback.written(99);
        writeback.await();
        assertThat(forced).hasValue(0);
        writeback.written(100);
        writeback.await();
        assertThat(forced).hasValue(1);
        writeback.written(199);
        writeback.await();
        assertThat(forced).hasValue(1);
    }

    @Test
    void goesOnWritingWhileOneIsUnderWayAndBeginsNoOther() throws IOException {
        AtomicInteger forced = new AtomicInteger();
        CountDownLatch slow = new CountDownLatch(1);
        Writeback writeback = new Writeback(
                () -> {
                    awaitUninterruptibly(slow);
                    forced.incrementAndGet();
                },
                100);
        writeback.written(100);
        writeback.written(499);
        assertThat(forced).hasValue(0);
        slow.countDown();
        writeback.await();
        assertThat(forced).hasValue(1);
        writeback.written(499);
        writeback.await();
        assertThat(forced).hasValue(2);
    }

    @Test
    void waitsWhenItIsFourStretchesAhead() throws IOException {
        AtomicInteger forced = new AtomicInteger();
        CountDownLatch slow = new CountDownLatch(1);
        Writeback writeback = new Writeback(
                () -> {
                    awaitUninterruptibly(slow);
                    forced.incrementAndGet();
                },
                100);
        writeback.written(100);
        new Thread(slow::countDown).start();
        writeback.written(500);
        assertThat(forced).hasValueGreaterThanOrEqualTo(1);
        writeback.await();
        assertThat(forced).hasValue(2);
    }

    @Test
    void anErrorIsReportedByTheNextCall() {
        Writeback failing = new Writeback(
                () -> {
                    throw new IOException("no space left on device");
                },
                100);
        assertThatThrownBy(() -> {
                    failing.written(100);
                    failing.await();
                })
                .isInstanceOf(IOException.class)
                .hasMessage("no space left on device");
        assertThatThrownBy(() -> failing.written(1000))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left on device");
        failing.settle();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
