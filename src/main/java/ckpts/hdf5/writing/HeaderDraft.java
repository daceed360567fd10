package ckpts.hdf5.writing;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** An object header of version 2, which records when messages were created: HDF5 File Format Specification, IV.A.1.b. */
final class HeaderDraft {
    /** The size of a message is a number of two bytes. */
    static final int MOST_BYTES = 0xffff;

    private static final int FOUR_BYTES = 2;
    private static final int TRACKED = 1 << 2;

    private final Draft messages = new Draft();

    void add(int type, Draft body) {
        add(type, 0, body);
    }

    /** @param order in which it was created, among those of its type */
    void add(int type, int order, Draft body) {
        if (body.size() > MOST_BYTES) {
            throw new IllegalArgumentException("a message of type " + type + " has " + body.size() + " bytes");
        }
        messages.u8(type).u16(body.size()).u8(0).u16(order).add(body);
    }

    Draft finished(Draft.Place place) {
        return new Draft(place)
                .bytes("OHDR".getBytes(US_ASCII))
                .u8(2)
                .u8(FOUR_BYTES | TRACKED)
                .u32(messages.size())
                .add(messages)
                .checksum();
    }
}
