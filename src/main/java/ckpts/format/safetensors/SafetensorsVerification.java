package ckpts.format.safetensors;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Entry;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.UnknownFormatException;
import ckpts.format.Verification;
import ckpts.format.Verification.Finding;
import ckpts.format.Verification.Kind;
import ckpts.format.Verification.Scope;
import ckpts.format.index.FileNames;
import ckpts.format.index.IndexedPath;
import ckpts.format.index.ShardIndex;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks stored checkpoints: headers against files, files against the index. Values have no checksums. */
final class SafetensorsVerification {
    private SafetensorsVerification() {}

    /** @throws IOException if there is no such checkpoint, or the disk fails */
    static Verification of(Path path, Disk disk) throws IOException {
        CheckpointLocation location = CheckpointLocation.find(path, disk);
        List<Finding> findings = new ArrayList<>();
        try (OpenedCheckpoint opened = SafetensorsReader.open(location, disk)) {
            opened.warnings().forEach(warning -> findings.add(odd(location.file(), warning)));
            long bytes = 0;
            for (Entry entry : opened.checkpoint().entries()) {
                bytes += entry.tensor().byteSize();
            }
            if (location.isIndex()) {
                compareIndex(opened, bytes, disk, findings);
            }
            return new Verification(opened.checkpoint().size(), 0, scope(location), findings);
        } catch (MalformedFileException e) {
            findings.add(new Finding(Kind.DAMAGED, e.source() + ", byte " + e.offset(), e.problem()));
        } catch (UnknownFormatException e) {
            findings.add(new Finding(Kind.DAMAGED, location.file().toString(), e.getMessage()));
        } catch (NoSuchFileException e) {
            findings.add(new Finding(
                    Kind.DAMAGED, location.file().toString(), "names " + e.getFile() + ", which is missing"));
        }
        return new Verification(0, 0, scope(location), findings);
    }

    private static Scope scope(CheckpointLocation location) {
        return new Scope(
                "headers, and that each byte of the data belongs to exactly one tensor"
                        + (location.isIndex() ? "; the index against its shards" : ""),
                "values: safetensors has no checksums, so a changed byte of a tensor cannot be detected");
    }

    private static void compareIndex(OpenedCheckpoint opened, long bytes, Disk disk, List<Finding> findings)
            throws IOException {
        Path index = opened.path();
        SafetensorsState state =
                opened.checkpoint().conventions(SafetensorsState.class).orElseThrow();
        String total = state.index().orElseThrow().index().metadata().get(ShardIndex.TOTAL_SIZE);
        if (total != null && !total.equals(Long.toString(bytes))) {
            findings.add(odd(index, "says that the tensors take " + total + " bytes, but they take " + bytes));
        }
        List<String> named = opened.files().stream().map(IndexedPath::name).toList();
        IndexedPath path = SafetensorsFormat.NAMES.of(index);
        for (String name : disk.list(index.toAbsolutePath().getParent())) {
            if (path.hasShard(name)
                    && !named.contains(name)
                    && !isEmptyShard(index.resolveSibling(name), named, disk)) {
                findings.add(odd(index.resolveSibling(name), "belongs to another save under this name"));
            }
        }
    }

    /** A shard without tensors: the index only lists files with tensors, but their names count this one. */
    private static boolean isEmptyShard(Path file, List<String> named, Disk disk) throws IOException {
        FileNames names = SafetensorsFormat.NAMES;
        int of = names.shard(IndexedPath.name(file)).orElseThrow().of();
        boolean counted =
                named.stream().flatMap(name -> names.shard(name).stream()).anyMatch(shard -> shard.of() == of);
        try (ByteSource source = disk.open(file)) {
            return counted && HeaderReader.read(source).tensors().isEmpty();
        } catch (MalformedFileException e) {
            return false;
        }
    }

    private static Finding odd(Path place, String sentence) {
        return new Finding(Kind.ODD, place.toString(), sentence);
    }
}
