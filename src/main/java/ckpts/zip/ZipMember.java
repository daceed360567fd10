package ckpts.zip;

/**
 * A file in an archive, as the archive's directory has it.
 *
 * @param name with {@code /} between folders
 * @param method of compression: 0 stored, 8 deflated
 * @param crc CRC-32 of its bytes
 * @param storedSize bytes in the archive
 * @param size bytes of the file
 * @param headerOffset position of its header in the archive
 * @param dataOffset position of its first byte in the archive
 */
public record ZipMember(
        String name, int method, int crc, long storedSize, long size, long headerOffset, long dataOffset) {
    static final int STORED = 0;
    static final int DEFLATED = 8;

    /** Whether its bytes lie in the archive as they are. */
    public boolean isStored() {
        return method == STORED;
    }
}
