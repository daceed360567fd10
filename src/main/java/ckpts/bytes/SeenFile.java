package ckpts.bytes;

import java.io.IOException;
import java.nio.file.Path;

/** A file, or a name without one, as it was when something was made of it or decided by it. */
public record SeenFile(Path path, Stamp stamp) {
    /** Looks at a file, which need not be there. */
    public static SeenFile of(Path path, Disk disk) throws IOException {
        return new SeenFile(path, disk.stamp(path));
    }

    /** Whether another program changed it since. */
    public boolean isChanged(Disk disk) throws IOException {
        return disk.isChangedByOthers(path, stamp);
    }
}
