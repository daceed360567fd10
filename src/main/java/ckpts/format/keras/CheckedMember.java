package ckpts.format.keras;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Crc32;
import ckpts.format.FileTensor;
import ckpts.format.Verbatim;
import ckpts.tensor.Origin;
import ckpts.tensor.Scratch;
import ckpts.tensor.Storage;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.zip.ZipArchive;
import ckpts.zip.ZipMember;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A file in an archive of which no value is computed before its CRC-32 was found to be right: the first reader of any of its
 * tensors reads all of it. Safe for use by several threads.
 */
final class CheckedMember {
    private static final int PIECE = 1 << 16;

    private final ZipArchive archive;
    private final ZipMember member;
    private final Map<FileTensor, Tensor> guarded = new IdentityHashMap<>();
    private volatile boolean checked;

    CheckedMember(ZipArchive archive, ZipMember member) {
        this.archive = archive;
        this.member = member;
    }

    /** The same tensor, which asks for the check first; for one tensor always the same. */
    Tensor guarded(FileTensor tensor) {
        return guarded.computeIfAbsent(tensor, Guarded::new);
    }

    /** Several threads may begin to read at the same time: one of them checks, the others wait for it. */
    private synchronized void checkOnce(Scratch scratch, ByteBuffer buffer) throws IOException {
        if (checked) {
            return;
        }
        ByteSource bytes = archive.stored(member);
        Crc32 sum = new Crc32();
        for (long position = 0; position < bytes.size(); position += buffer.limit()) {
            scratch.goOn();
            buffer.clear().limit((int) Math.min(buffer.capacity(), bytes.size() - position));
            bytes.read(position, buffer);
            scratch.countRead(buffer.limit());
            sum.update(buffer.flip());
        }
        archive.requireChecksum(member, sum.value());
        checked = true;
    }

    private final class Guarded implements FileTensor {
        private final FileTensor inner;

        Guarded(FileTensor inner) {
            this.inner = inner;
        }

        @Override
        public TensorType type() {
            return inner.type();
        }

        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public String describe() {
            return inner.describe();
        }

        @Override
        public Optional<Origin> origin() {
            return inner.origin();
        }

        @Override
        public Optional<Storage> storage() {
            return inner.storage();
        }

        @Override
        public ByteSource file() {
            return inner.file();
        }

        /** Not before the check: copying knows only checksums of single tensors. */
        @Override
        public Optional<Verbatim> verbatim() {
            return Optional.empty();
        }

        @Override
        public long bytesToCheck() {
            return checked ? 0 : member.size();
        }

        @Override
        public long grain(long share, ToLongFunction<Tensor> others) {
            return inner.grain(share, others);
        }

        @Override
        public TensorReader open(Scratch scratch) throws IOException {
            return checked ? inner.open(scratch) : new Reader(scratch, scratch.lease(PIECE), inner.open(scratch));
        }
    }

    /** Checks before it gives the first byte. */
    private final class Reader implements TensorReader {
        private final Scratch scratch;
        private final TensorReader inner;
        private Optional<Scratch.Lease> checking;

        Reader(Scratch scratch, Scratch.Lease checking, TensorReader inner) {
            this.scratch = scratch;
            this.checking = Optional.of(checking);
            this.inner = inner;
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            if (checking.isPresent()) {
                checkOnce(scratch, checking.get().buffer());
                endCheck();
            }
            inner.read(position, target);
        }

        private void endCheck() {
            checking.ifPresent(Scratch.Lease::close);
            checking = Optional.empty();
        }

        @Override
        public void close() throws IOException {
            endCheck();
            inner.close();
        }
    }
}
