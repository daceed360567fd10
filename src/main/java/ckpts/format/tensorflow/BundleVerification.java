package ckpts.format.tensorflow;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.format.StoredTensor;
import ckpts.format.UnknownFormatException;
import ckpts.format.Verification;
import ckpts.format.Verification.Finding;
import ckpts.format.Verification.Kind;
import ckpts.format.Verification.Scope;
import ckpts.format.tensorflow.bundle.BundleLocation;
import ckpts.format.tensorflow.bundle.BundlePath;
import ckpts.format.tensorflow.bundle.StringStream;
import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Checks a stored bundle: everything that opening checks, every checksum, and oddities of its files. */
final class BundleVerification {
    private static final long MEMORY = 1L << 20;
    private static final int BUFFER = 1 << 12;
    private static final Scope SCOPE = new Scope(
            "the checksums of all bytes, of the index and of every tensor; the data files against the index, and the"
                    + " object graph, if there is one, against the tensors",
            "");

    private final Disk disk;
    private final List<Finding> findings = new ArrayList<>();
    private long tensors;
    private long bytes;

    BundleVerification(Disk disk) {
        this.disk = disk;
    }

    /**
     * Reads everything once. A failure to open is a finding, not an error.
     *
     * @throws IOException if there is no such checkpoint, or the disk fails
     */
    Verification verify(Path path) throws IOException {
        BundleLocation location = BundleLocation.find(path, disk);
        location.warnings()
                .forEach(warning ->
                        findings.add(new Finding(Kind.ODD, location.prefix().toString(), warning)));
        try {
            verify(location);
        } catch (MalformedFileException e) {
            findings.add(damage(e));
        } catch (UnknownFormatException e) {
            findings.add(new Finding(Kind.DAMAGED, location.prefix().toString(), e.getMessage()));
        }
        return new Verification(tensors, bytes, SCOPE, findings);
    }

    private void verify(BundleLocation location) throws IOException {
        Path prefix = location.prefix();
        List<String> siblings = BundleLocation.siblings(prefix, disk);
        BundleReader.Opened opened = BundleReader.open(prefix, siblings, disk);
        try (Closeable files = opened.files()) {
            for (BundleState.Stored stored : opened.tensors()) {
                verify(stored);
            }
            for (int shard = 0; shard < opened.dataFiles().size(); shard++) {
                gaps(opened, shard);
            }
            objectGraph(opened);
        }
        for (String name : TensorFlowFormat.stale(prefix, opened.header().shards(), siblings)) {
            findings.add(new Finding(Kind.ODD, name, "belongs to another save under this prefix"));
        }
        leftovers(prefix, siblings);
    }

    private void verify(BundleState.Stored stored) throws IOException {
        tensors += stored.key().equals(GraphTensor.KEY) ? 0 : 1;
        for (BundleState.Leaf leaf : stored.leaves()) {
            StoredTensor file = leaf.stored();
            bytes += file.byteSize();
            Scratch scratch = new Scratch(MEMORY);
            try {
                file.check(scratch);
            } catch (MalformedFileException e) {
                findings.add(damage(e));
                continue;
            }
            if (leaf.value().type().dtype() == DType.STRING) {
                strings(leaf.value(), file, scratch);
            }
        }
    }

    /** The checksum covers the bytes; this check, the lengths among them. */
    private void strings(Tensor leaf, StoredTensor file, Scratch scratch) throws IOException {
        try (TensorReader in = file.open(scratch);
                Scratch.Lease buffer = scratch.lease(BUFFER)) {
            StringStream.read(in, file.byteSize(), leaf.type().shape().elementCount(), buffer.buffer(), length -> {});
        } catch (MalformedFileException e) {
            throw e;
        } catch (IOException e) {
            findings.add(new Finding(Kind.DAMAGED, place(file.bytes()), e.getMessage()));
        }
    }

    /** Finds ranges that overlap partially, and bytes that do not belong to a tensor. */
    private void gaps(BundleReader.Opened opened, int shard) {
        List<StoredTensor> leaves = new ArrayList<>();
        for (BundleState.Stored stored : opened.tensors()) {
            for (BundleState.Leaf leaf : stored.leaves()) {
                StoredTensor file = leaf.stored();
                if (file.byteSize() > 0
                        && file.origin()
                                .orElseThrow()
                                .file()
                                .equals(opened.dataFiles().get(shard))) {
                    leaves.add(file);
                }
            }
        }
        leaves.sort(Comparator.comparingLong(leaf -> leaf.bytes().fileOffset()));
        long end = 0;
        long unused = 0;
        StoredTensor previous = null;
        for (StoredTensor leaf : leaves) {
            long begin = leaf.bytes().fileOffset();
            if (previous != null && begin < end) {
                shared(previous, leaf);
            }
            unused += Math.max(0, begin - end);
            end = Math.max(end, begin + leaf.byteSize());
            previous = leaf;
        }
        long size = opened.sizes().get(shard);
        unused += Math.max(0, size - end);
        if (unused > 0) {
            findings.add(new Finding(
                    Kind.ODD,
                    opened.dataFiles().get(shard).getFileName().toString(),
                    unused + " of " + size + " bytes do not belong to a tensor"));
        }
    }

    private void shared(StoredTensor one, StoredTensor other) {
        boolean same = one.bytes().fileOffset() == other.bytes().fileOffset() && one.byteSize() == other.byteSize();
        String names = "\"" + one.origin().orElseThrow().name() + "\" and \""
                + other.origin().orElseThrow().name() + "\"";
        findings.add(new Finding(
                Kind.ODD,
                place(other.bytes()),
                same ? names + " are two names for the same bytes" : names + " overlap"));
    }

    private void objectGraph(BundleReader.Opened opened) {
        opened.objects()
                .ifPresent(names -> ObjectBased.findings(opened, names)
                        .forEach(finding -> findings.add(new Finding(
                                finding.severity().isDamage() ? Kind.DAMAGED : Kind.ODD,
                                finding.place(),
                                finding.message()))));
    }

    /** Finds files that an interrupted save leaves behind. */
    private void leftovers(Path prefix, List<String> siblings) {
        String base = BundlePath.name(prefix);
        for (String name : siblings) {
            boolean own = name.startsWith(base + ".") || name.startsWith(base + "_temp");
            if (own && (name.contains(".tempstate") || name.startsWith(base + "_temp"))) {
                findings.add(new Finding(Kind.ODD, name, "was left behind by an interrupted save"));
            }
        }
    }

    private static Finding damage(MalformedFileException e) {
        return new Finding(Kind.DAMAGED, e.source() + ", byte " + e.offset(), e.problem());
    }

    private static String place(ByteSource bytes) {
        return bytes.name() + ", byte " + bytes.fileOffset();
    }
}
