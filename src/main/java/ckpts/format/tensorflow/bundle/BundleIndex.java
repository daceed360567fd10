package ckpts.format.tensorflow.bundle;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.format.tensorflow.table.TableEntry;
import ckpts.format.tensorflow.table.TableReader;
import ckpts.naming.Names;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An index file, read and checked for consistency: its tensors, each with its slices.
 *
 * @param tensors in the order of their keys
 */
public record BundleIndex(BundleHeader header, List<Listed> tensors) {
    /**
     * One tensor of an index.
     *
     * @param name its key
     * @param entry its entry in the index
     * @param parts for a partitioned one the entries of its slices, in the order of {@code entry.slices()}
     * @param place of its entry, for messages
     */
    public record Listed(String name, BundleEntry entry, List<BundleEntry> parts, Place place) {}

    /**
     * The place of an entry.
     *
     * @param source file and block
     * @param offset byte in the file
     */
    public record Place(String source, long offset) {
        public MalformedFileException malformed(String problem) {
            return new MalformedFileException(source, offset, problem);
        }
    }

    private record Keyed(ByteString key, BundleEntry entry, Place place) {}

    /**
     * Reads an index.
     *
     * @throws MalformedFileException if a rule of tables or of bundles is broken
     */
    public static BundleIndex read(ByteSource file) throws IOException {
        List<BundleHeader> header = new ArrayList<>(1);
        List<Keyed> entries = new ArrayList<>();
        BundleEntry.Shapes shapes = new BundleEntry.Shapes();
        TableReader.scan(file, entry -> {
            if (header.isEmpty()) {
                header.add(BundleHeader.parse(entry));
            } else {
                entries.add(keyed(entry, shapes));
            }
        });
        if (header.isEmpty()) {
            throw new MalformedFileException(
                    file, 0, "has no entry: an index begins with a header under the empty key");
        }
        return new BundleIndex(header.get(0), listed(entries));
    }

    private static Keyed keyed(TableEntry entry, BundleEntry.Shapes shapes) throws IOException {
        Place place = new Place(entry.source(), entry.offset());
        return new Keyed(ByteString.copyFrom(entry.key()), BundleEntry.parse(entry, shapes), place);
    }

    private static List<Listed> listed(List<Keyed> entries) throws MalformedFileException {
        // A key that begins with the byte 00 is not necessarily a slice: only the tensors say which keys are theirs.
        Map<ByteString, BundleEntry> byKey = new HashMap<>();
        if (entries.stream().anyMatch(keyed -> keyed.entry().isPartitioned())) {
            entries.forEach(keyed -> byKey.put(keyed.key(), keyed.entry()));
        }
        Set<ByteString> slices = new HashSet<>();
        Map<ByteString, List<BundleEntry>> parts = new HashMap<>();
        for (Keyed keyed : entries) {
            if (keyed.entry().isPartitioned()) {
                parts.put(keyed.key(), parts(keyed, byKey, slices));
            }
        }
        List<Listed> tensors = new ArrayList<>(entries.size() - slices.size());
        for (Keyed keyed : entries) {
            if (!slices.contains(keyed.key())) {
                tensors.add(new Listed(
                        Names.decode(keyed.key().toByteArray()),
                        keyed.entry(),
                        parts.getOrDefault(keyed.key(), List.of()),
                        keyed.place()));
            }
        }
        return List.copyOf(tensors);
    }

    private static List<BundleEntry> parts(Keyed owner, Map<ByteString, BundleEntry> byKey, Set<ByteString> taken)
            throws MalformedFileException {
        BundleEntry whole = owner.entry();
        byte[] name = owner.key().toByteArray();
        String quoted = "\"" + Names.decode(name) + "\"";
        Optional<String> flaw = Partition.flaw(whole.shape(), whole.slices());
        if (flaw.isPresent()) {
            throw owner.place().malformed(quoted + " is partitioned, but " + flaw.get());
        }
        List<BundleEntry> parts = new ArrayList<>(whole.slices().size());
        for (SliceSpec slice : whole.slices()) {
            ByteString key = ByteString.copyFrom(OrderedCode.sliceKey(name, slice));
            BundleEntry part = byKey.get(key);
            if (part == null) {
                throw owner.place().malformed("slice " + slice + " of " + quoted + " has no entry");
            }
            if (part.isPartitioned() || !taken.add(key)) {
                throw owner.place().malformed("slice " + slice + " of " + quoted + " is listed twice");
            }
            requireSameKind(owner, slice, part);
            parts.add(part);
        }
        return List.copyOf(parts);
    }

    private static void requireSameKind(Keyed owner, SliceSpec slice, BundleEntry part) throws MalformedFileException {
        BundleEntry whole = owner.entry();
        if (part.number() != whole.number() || !part.shape().equals(slice.shape(whole.shape()))) {
            throw owner.place()
                    .malformed(String.format(
                            "slice %s of \"%s\" is %s%s, expected %s%s",
                            slice,
                            Names.decode(owner.key().toByteArray()),
                            part.dtype(),
                            part.shape(),
                            whole.dtype(),
                            slice.shape(whole.shape())));
        }
    }
}
