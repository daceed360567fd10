package ckpts.format;

import ckpts.bytes.Checksum;
import ckpts.bytes.Crc32;
import ckpts.format.Segment.Generated;
import ckpts.format.Segment.Values;
import ckpts.format.Segment.Written;
import java.util.List;

/**
 * Segments that are one whole within their file, a file in an archive: with a length, and a CRC-32 over all of them.
 *
 * @param segments in their order; the values among them are checksummed for the whole
 */
public record SegmentGroup(List<Segment> segments) {
    /** @throws IllegalArgumentException if a value has another checksum: each is computed once */
    public SegmentGroup {
        segments = segments.stream().map(SegmentGroup::checksummed).toList();
    }

    private static Segment checksummed(Segment segment) {
        if (!(segment instanceof Values values) || values.checksum() == Crc32.START) {
            return segment;
        }
        if (values.checksum() != Checksum.NONE) {
            throw new IllegalArgumentException("\"" + values.name() + "\" has another checksum");
        }
        return new Values(values.name(), values.tensor(), Crc32.START);
    }

    /** Whether length and checksum depend on no value, so that they are known before anything is written. */
    public boolean isGenerated() {
        return segments.stream().allMatch(Generated.class::isInstance);
    }

    /** Bytes of the values alone. */
    public long valueBytes() {
        return segments.stream()
                .mapToLong(segment ->
                        segment instanceof Values values ? values.tensor().byteSize() : 0)
                .sum();
    }

    /** Bytes of all segments, once those are written that the generated ones ask for. */
    public long length(Written written) {
        long length = valueBytes();
        for (Segment segment : segments) {
            length += segment instanceof Generated generated ? generated.bytes().apply(written).length : 0;
        }
        return length;
    }

    /** The CRC-32 of all segments, once they are written. */
    public int checksum(Written written) {
        int sum = 0;
        for (Segment segment : segments) {
            if (segment instanceof Values values) {
                sum = Crc32.merged(
                        sum, written.checksum(values.name()), values.tensor().byteSize());
            } else if (segment instanceof Generated generated) {
                byte[] bytes = generated.bytes().apply(written);
                sum = Crc32.merged(sum, Crc32.of(bytes), bytes.length);
            }
        }
        return sum;
    }
}
