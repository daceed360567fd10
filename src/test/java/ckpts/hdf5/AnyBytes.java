package ckpts.hdf5;

import ckpts.bytes.MalformedFileException;
import ckpts.hdf5.block.Limits;
import ckpts.hdf5.block.UnsupportedHdf5Exception;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is done with a file whatever its bytes are: everything is read, and what is small is written again. */
public final class AnyBytes implements Hdf5File.Visitor {
    /** Little enough that a reader that allocates before it looks fails. */
    private static final Limits LIMITS = new Limits(1 << 20, 1 << 20, 1 << 12, 1 << 20, 1 << 20, 16, 1 << 12);

    private static final int PIECE = 1 << 12;
    private static final int SMALL = 1 << 16;
    private static final int MOST_REPAIRS = 64;
    private static final Pattern CHECKSUM =
            Pattern.compile("the checksum is [0-9a-f]{8}, but that of these bytes is ([0-9a-f]{8})");

    private long bytes;

    private AnyBytes() {}

    /** Refusing is right, as is reading; whatever else is thrown escapes. */
    public static void read(byte[] contents) {
        try {
            Hdf5File file = open(contents);
            if (file.root() != null) {
                readAgain(file);
            }
        } catch (MalformedFileException | UnsupportedHdf5Exception e) {
            // Refused.
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Hdf5File open(byte[] contents) throws IOException {
        return Hdf5File.open(Described.source(contents), LIMITS);
    }

    /** Puts right the checksums that a reader finds wrong, so that damage is in what they cover. */
    public static byte[] repaired(byte[] contents) {
        byte[] repaired = contents.clone();
        for (int i = 0; i < MOST_REPAIRS; i++) {
            try {
                open(repaired).walk(new AnyBytes());
                return repaired;
            } catch (MalformedFileException e) {
                Matcher matcher = CHECKSUM.matcher(e.problem());
                if (!matcher.matches()) {
                    return repaired;
                }
                int checksum = Integer.parseUnsignedInt(matcher.group(1), 16);
                for (int at = 0; at < Integer.BYTES; at++) {
                    repaired[(int) e.offset() + at] = (byte) (checksum >>> Byte.SIZE * at);
                }
            } catch (IOException e) {
                return repaired;
            }
        }
        return repaired;
    }

    private static void readAgain(Hdf5File file) throws IOException {
        AnyBytes all = new AnyBytes();
        file.walk(all);
        if (all.bytes < SMALL) {
            List<Map<String, Object>> before = withoutStorage(Described.objects(file));
            List<Map<String, Object>> after = withoutStorage(Described.objects(Described.file(Rewritten.of(file))));
            if (!before.equals(after)) {
                throw new IllegalStateException("read as\n" + before + "\nwritten as\n" + after);
            }
        }
    }

    private static List<Map<String, Object>> withoutStorage(List<Map<String, Object>> objects) {
        objects.removeIf(object -> "named".equals(object.get("kind")));
        objects.forEach(object -> {
            if (object.containsKey("kind")) {
                object.remove("chunk");
            }
        });
        return objects;
    }

    @Override
    public void group(Group group) throws IOException {
        attributes(group);
    }

    private static void attributes(Node node) throws IOException {
        for (StoredAttribute attribute : node.attributes()) {
            attribute.read();
        }
    }

    @Override
    public void namedType(NamedType type) throws IOException {
        attributes(type);
    }

    @Override
    public void dataset(Dataset dataset) throws IOException {
        attributes(dataset);
        long size = dataset.bytes();
        bytes = size > SMALL ? Long.MAX_VALUE / 2 : Math.min(Long.MAX_VALUE / 2, bytes + size);
        DatasetReader reader = dataset.open(PIECE);
        for (long at : new long[] {0, size / 2, Math.max(0, size - PIECE)}) {
            reader.read(at, ByteBuffer.allocate((int) Math.min(PIECE, size - at)));
        }
    }

    @Override
    public void soft(String path, String target) {}
}
