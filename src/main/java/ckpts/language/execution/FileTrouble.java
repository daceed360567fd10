package ckpts.language.execution;

import ckpts.bytes.MalformedFileException;
import ckpts.bytes.StaleFileException;
import ckpts.format.UnknownFormatException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What went wrong with a file, in the words of a diagnostic. */
final class FileTrouble {
    private FileTrouble() {}

    static Diagnostic diagnostic(IOException e, Path path, Span place) {
        if (e instanceof NoSuchFileException missing) {
            return Diagnostic.error(Code.FILE_MISSING, place, "there is no " + missing.getFile())
                    .note("paths in a script are relative to its folder");
        }
        if (e instanceof MalformedFileException malformed) {
            return Diagnostic.error(Code.FILE_DAMAGED, place, malformed.getMessage());
        }
        if (e instanceof UnknownFormatException) {
            return Diagnostic.error(Code.FILE_UNKNOWN, place, e.getMessage());
        }
        if (e instanceof StaleFileException) {
            return Diagnostic.error(Code.FILE_STALE, place, e.getMessage());
        }
        if (e instanceof AccessDeniedException) {
            return Diagnostic.error(Code.FILE_MISSING, place, "no permission to read " + path);
        }
        return Diagnostic.error(Code.FILE_DAMAGED, place, "cannot read " + path + ": " + e.getMessage());
    }
}
