package ckpts.bytes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A disk that remembers what each file was when it was first opened, so that a caller can check later whether what it
 * read is still current. For one thread.
 */
public final class Watch extends ForwardingDisk {
    private final Map<Path, Stamp> seen = new LinkedHashMap<>();

    public Watch(Disk disk) {
        super(disk);
    }

    /** Every file that was opened. */
    public Collection<Path> opened() {
        return seen.keySet();
    }

    /** A file as it was when it was first opened; as it is now if it never was. */
    public SeenFile seen(Path file) throws IOException {
        Stamp stamp = seen.get(file);
        return stamp == null ? SeenFile.of(file, this) : new SeenFile(file, stamp);
    }

    /** Looked at before: a change between the two is then noticed. */
    @Override
    public ByteSource open(Path file) throws IOException {
        if (seen.containsKey(file)) {
            return super.open(file);
        }
        Stamp stamp = stamp(file);
        ByteSource source = super.open(file);
        seen.put(file, stamp);
        return source;
    }
}
