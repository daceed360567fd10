package ckpts.bytes;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** Why something could not be done to a file, in words: Java's own message may be no more than the name of the file. */
public final class Reason {
    private Reason() {}

    public static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException trouble) {
            return trouble.getReason() == null ? "the system gives no reason" : trouble.getReason();
        }
        return e.getMessage();
    }
}
