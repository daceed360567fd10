package ckpts.format.tensorflow.table;

import ckpts.bytes.MalformedFileException;

/**
 * One key with its value, and where it lies.
 *
 * @param key raw bytes, owned by the receiver
 * @param value raw bytes, owned by the receiver
 * @param source file and block, for messages
 * @param offset byte in the file where the value begins; of the whole block, where that is compressed
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, compared by nobody
public record TableEntry(byte[] key, byte[] value, String source, long offset) {
    /** An error at this entry. */
    public MalformedFileException malformed(String problem) {
        return new MalformedFileException(source, offset, problem);
    }
}
