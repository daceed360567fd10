package ckpts.hdf5.block;

/**
 * A message of an object header.
 *
 * @param order when it was created, among those of its type; 0 where that is not recorded
 * @param content its bytes, from {@link #body} only
 */
public record Message(int type, int flags, int order, Block content) {
    public static final int NIL = 0x0;
    public static final int DATASPACE = 0x1;
    public static final int LINK_INFO = 0x2;
    public static final int DATATYPE = 0x3;
    public static final int OLD_FILL_VALUE = 0x4;
    public static final int FILL_VALUE = 0x5;
    public static final int LINK = 0x6;
    public static final int EXTERNAL_FILES = 0x7;
    public static final int LAYOUT = 0x8;
    public static final int GROUP_INFO = 0xa;
    public static final int FILTERS = 0xb;
    public static final int ATTRIBUTE = 0xc;
    public static final int CONTINUATION = 0x10;
    public static final int SYMBOL_TABLE = 0x11;
    public static final int ATTRIBUTE_INFO = 0x15;
    public static final int REFERENCE_COUNT = 0x16;

    private static final int HIGHEST_KNOWN = 0x17;
    private static final int SHARED = 1 << 1;
    private static final int FAIL_IF_UNKNOWN = 1 << 7;

    /** Whether the content says where the message is. */
    boolean isShared() {
        return (flags & SHARED) != 0;
    }

    /** Whether an object with it must not be read by who does not know it. */
    boolean forbids() {
        return type > HIGHEST_KNOWN && (flags & FAIL_IF_UNKNOWN) != 0;
    }

    /** The content from its beginning. */
    Block body() {
        return content.again();
    }
}
