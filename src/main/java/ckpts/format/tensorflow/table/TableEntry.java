package ckpts.format.tensorflow.table;

import ckpts.bytes.MalformedFileException;

/**
 * One key with its value and place.
 *
 * @param key raw bytes, owned by the receiver
 * @param value raw bytes, owned by the receiver
 * @param source file and block, for messages
 * @param offset offset of the value in the file; of the whole block if that is compressed
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, compared by nobody
public record TableEntry(byte[] key, byte[] value, String source, long offset) {
    /** An error at this entry. */
    public MalformedFileException malformed(String problem) {
        return new MalformedFileException(source, offset, problem);
    }
}
