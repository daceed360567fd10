package ckpts.bytes;

import java.nio.file.Path;

/** A file, or a name without one, as it was when something was made of it or decided by it. */
public record SeenFile(Path path, Stamp stamp) {
    /** Looks at a file. */
    public static SeenFile of(Path path, Disk disk) throws java.io.IOException {
        return new SeenFile(path, disk.stamp(path));
    }

    /** Whether another program changed it since. */
    public boolean isChanged(Disk disk) throws java.io.IOException {
        return disk.isChangedByOthers(path, stamp);
    }
}
