package ckpts.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Checksums ranges on another thread while this one has the system copy them. Ranges are read in the order in which
 * they are handed over, one at a time, so that one buffer is enough and a tensor may run across them.
 */
final class Verifier {
    /**
     * The number of ranges that copying may be ahead of checksumming: their bytes should still be in the system's
     * cache.
     */
    private static final int LEAD = 4;

    private final Executor executor;
    private final ByteBuffer buffer;
    private final Checksums checksums;
    private final Semaphore lead = new Semaphore(LEAD);
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /** @param buffer not used by others */
    Verifier(Executor executor, ByteBuffer buffer, Checksums checksums) {
        this.executor = executor;
        this.buffer = buffer;
        this.checksums = checksums;
    }

    /** The checksums of one transfer, range by range. */
    final class Run {
        private final Work.Transfer transfer;
        private final Iterator<ckpts.format.Segment.Values> values;
        private ChecksumCheck check;

        private Run(Work.Transfer transfer) {
            this.transfer = transfer;
            this.values = transfer.values().iterator();
            this.check = new ChecksumCheck(values.next());
        }

        /** Hands over the next range; waits if copying is too far ahead. */
        void hand(long position, long length) {
            lead.acquireUninterruptibly();
            last = last.thenRunAsync(() -> update(position, length), executor)
                    .whenComplete((nothing, failure) -> lead.release());
        }

        private void update(long position, long length) {
            try {
                for (long done = 0; done < length; done += buffer.limit()) {
                    buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
                    transfer.file().read(position + done, buffer);
                    distribute(buffer.flip().duplicate());
                }
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        }

        private void distribute(ByteBuffer bytes) throws IOException {
            int end = bytes.limit();
            do {
                bytes.limit((int) Math.min(end, bytes.position() + check.missing()));
                check.update(bytes);
                bytes.position(bytes.limit());
                while (check.missing() == 0) {
                    checksums.record(check.values(), check.finish());
                    if (!values.hasNext()) {
                        return;
                    }
                    check = new ChecksumCheck(values.next());
                }
            } while (bytes.position() < end);
        }
    }

    Run begin(Work.Transfer transfer) {
        return new Run(transfer);
    }

    /** Waits until all ranges handed over are checksummed; throws the failure if there was one. */
    void await() throws IOException {
        Task.await(last);
    }

    void settle() {
        last.handle((nothing, failure) -> nothing).join();
    }
}
