package ckpts.publication;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.bytes.OutputFile;
import ckpts.bytes.Reason;
import ckpts.bytes.StaleFileException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A file being written under a temporary name; its errors mention the name that it is to have. */
public final class NewFile implements Closeable {
    private final Path path;
    private final long tensorBytes;
    private final OutputFile output;

    NewFile(Path path, long tensorBytes, OutputFile output) {
        this.path = path;
        this.tensorBytes = tensorBytes;
        this.output = output;
    }

    public void write(ByteBuffer bytes) throws SaveFailedException {
        try {
            output.write(bytes);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** @throws IOException as the source throws it if that is at fault, else a {@link SaveFailedException} */
    public void copy(ByteSource source, long position, long length) throws IOException {
        try {
            output.copy(source, position, length);
        } catch (StaleFileException | MalformedFileException e) {
            throw e;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    public void sync() throws SaveFailedException {
        try {
            output.sync();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    public long position() {
        return output.position();
    }

    @Override
    public void close() throws SaveFailedException {
        try {
            output.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private SaveFailedException failed(IOException e) {
        return new SaveFailedException(
                "cannot write " + path + ": " + Reason.of(e) + " (at byte " + output.position() + "; its tensors take "
                        + tensorBytes + "); nothing was changed",
                e);
    }
}
