package ckpts.bytes;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Optional;

/** A folder that the user has no permission to search: nothing can be said about whether a file in it exists. */
public final class ClosedFolder {
    private ClosedFolder() {}

    /** Returns the folder, the path itself or the nearest one on the way to it, that hides what is at the path. */
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
