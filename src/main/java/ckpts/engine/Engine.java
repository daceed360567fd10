package ckpts.engine;

import ckpts.format.Segment;
import ckpts.publication.NewFile;
import ckpts.tensor.Scratch;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Streams the contents of planned files within a budget: large ranges that stay as they are go from file to file by the
 * system while another thread checksums them, everything else passes through tiles that threads fill ahead of the
 * writer.
 */
final class Engine implements Closeable {
    /** At most this many bytes are copied between two looks at whether to stop. */
    private static final long LONGEST_COPY = 16L << 20;

    /** Shorter ranges cost less to read and write than to hand to another thread. */
    private static final long SHORTEST_TRANSFER = 1L << 20;

    private final Scratch scratch;
    private final Meter meter;
    private final Cancellation cancellation;
    private final ExecutorService executor;
    private final boolean alone;
    private final List<Scratch.Lease> leases = new ArrayList<>();
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private final Tiling tiling;
    private final HeldValues held;
    private final int threads;

    Engine(Budget budget, Tiling tiling, HeldValues held, Scratch scratch, Meter meter, Cancellation cancellation) {
        this.scratch = scratch;
        this.meter = meter;
        this.cancellation = cancellation;
        this.threads = budget.threads();
        this.alone = threads == 1;
        this.tiling = tiling;
        this.held = held;
        for (int i = 0; i < tiling.buffers(); i++) {
            Scratch.Lease lease = scratch.lease(tiling.tile());
            leases.add(lease);
            buffers.add(lease.buffer());
        }
        this.executor = Executors.newFixedThreadPool(Math.max(1, budget.threads() - 1), task -> {
            Thread thread = new Thread(task, "ckpts save");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Writes one file's contents; returns when all of it is written and every checksum is known and right. */
    void write(List<Segment> segments, NewFile file, Checksums checksums) throws IOException, SaveCancelledException {
        List<Work> work = Work.cut(segments, tiling, alone ? Long.MAX_VALUE : SHORTEST_TRANSFER);
        Verifier verifier = new Verifier(executor, buffers.get(0), checksums);
        ReaderPool readers = new ReaderPool(scratch, threads);
        Tiles tiles = new Tiles(work, readers, held, scratch, executor, buffers.subList(1, buffers.size()));
        Writing writing = new Writing(file, checksums, verifier, tiles);
        try {
            for (int i = 0; i < work.size(); i++) {
                requireWanted();
                writing.write(work.get(i), i);
            }
            verifier.await();
        } finally {
            verifier.settle();
            tiles.close();
        }
    }

    private void requireWanted() throws SaveCancelledException {
        if (cancellation.requested()) {
            throw new SaveCancelledException();
        }
    }

    /** The state of one file. */
    private final class Writing {
        private final NewFile file;
        private final Checksums checksums;
        private final Verifier verifier;
        private final Tiles tiles;
        private ChecksumCheck check;

        Writing(NewFile file, Checksums checksums, Verifier verifier, Tiles tiles) {
            this.file = file;
            this.checksums = checksums;
            this.verifier = verifier;
            this.tiles = tiles;
        }

        void write(Work work, int index) throws IOException, SaveCancelledException {
            if (work instanceof Work.Tile tile) {
                ByteBuffer buffer = tiles.take(index);
                checksum(tile, buffer);
                meter.add(buffer.remaining());
                file.write(buffer);
                tiles.giveBack(buffer);
            } else if (work instanceof Work.Transfer transfer) {
                tiles.fillAhead(index);
                copy(transfer);
            } else if (work instanceof Work.Generated generated) {
                tiles.fillAhead(index);
                file.write(ByteBuffer.wrap(make(generated)));
            }
        }

        /** A checksum that is missing because the source is damaged must be reported as that. */
        private byte[] make(Work.Generated generated) throws IOException {
            try {
                return generated.segment().bytes().apply(this::checksum);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } catch (RuntimeException e) {
                verifier.await();
                throw e;
            }
        }

        /** Checksums of transfers come from another thread: only asking for one waits for it. */
        private int checksum(String name) {
            verifier.settle();
            return checksums.of(name);
        }

        private void checksum(Work.Tile tile, ByteBuffer buffer) throws IOException {
            ByteBuffer view = buffer.duplicate();
            int from = 0;
            for (Work.Piece piece : tile.pieces()) {
                if (piece.from() == 0) {
                    check = new ChecksumCheck(piece.values());
                }
                view.limit(from + piece.length()).position(from);
                check.update(view);
                from += piece.length();
                if (check.missing() == 0) {
                    checksums.record(piece.values(), check.finish());
                }
            }
        }

        private void copy(Work.Transfer transfer) throws IOException, SaveCancelledException {
            boolean checked = transfer.isChecked();
            Verifier.Run run = verifier.begin(transfer);
            for (long done = 0; done < transfer.length(); ) {
                requireWanted();
                long length = Math.min(LONGEST_COPY, transfer.length() - done);
                if (checked) {
                    run.hand(transfer.from() + done, length);
                }
                file.copy(transfer.file(), transfer.from() + done, length);
                scratch.countRead(length);
                meter.add(length);
                done += length;
            }
            if (!checked) {
                transfer.values().forEach(values -> checksums.record(values, 0));
            }
        }
    }

    @Override
    public void close() {
        executor.shutdown();
        leases.forEach(Scratch.Lease::close);
    }
}
