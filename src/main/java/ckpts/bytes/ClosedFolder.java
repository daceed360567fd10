package ckpts.bytes;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Optional;

/** A folder that the account may not look into: what lies in it cannot be said to be missing. */
public final class ClosedFolder {
    private ClosedFolder() {}

    /** Why nobody can tell what is at a path: it, or the nearest folder on the way to it, is such a one. */
    public static Optional<AccessDeniedException> on(Path path, Disk disk) {
        Path folder = path;
        while (folder != null && !disk.isDirectory(folder)) {
            folder = folder.getParent();
        }
        if (folder == null) {
            return Optional.empty();
        }
        try {
            disk.list(folder);
            return Optional.empty();
        } catch (AccessDeniedException e) {
            return Optional.of(new AccessDeniedException(folder.toString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
