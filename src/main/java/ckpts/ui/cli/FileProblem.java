package ckpts.ui.cli;

import ckpts.bytes.MalformedFileException;
import ckpts.bytes.OccupiedException;
import ckpts.bytes.Reason;
import ckpts.bytes.StaleFileException;
import ckpts.bytes.UnopenableName;
import ckpts.format.UnknownFormatException;
import ckpts.language.execution.Session;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Diagnostics about a file that the command line named. */
public final class FileProblem {
    private FileProblem() {}

    public static Diagnostic diagnose(IOException failure) {
        if (failure instanceof OccupiedException occupied) {
            return Diagnostic.error(Code.OVERWRITE, occupied.getFile() + " " + occupied.getReason())
                    .help("write to another path, or move it away first");
        }
        if (failure instanceof NoSuchFileException missing) {
            Diagnostic problem = Diagnostic.error(Code.FILE_MISSING, "there is no " + missing.getFile());
            Optional<String> note =
                    UnopenableName.in(missing.getFile()).or(() -> Optional.ofNullable(missing.getReason()));
            return note.map(problem::note).orElse(problem);
        }
        if (failure instanceof UnreadableInputException) {
            return Diagnostic.error(Code.FILE_MISSING, failure.getMessage())
                    .help("name the script, ckpts run FILE.ckpts, or pipe it in: ... | ckpts run -");
        }
        if (failure instanceof AccessDeniedException denied) {
            return Session.refusal(denied);
        }
        if (failure instanceof MalformedFileException) {
            return Diagnostic.error(Code.FILE_DAMAGED, failure.getMessage());
        }
        if (failure instanceof UnknownFormatException unknown) {
            Diagnostic problem = Diagnostic.error(Code.FILE_UNKNOWN, unknown.getMessage());
            return unknown.help().isEmpty() ? problem : problem.help(unknown.help());
        }
        if (failure instanceof StaleFileException) {
            return Diagnostic.error(Code.FILE_STALE, failure.getMessage());
        }
        if (failure instanceof FileSystemException trouble
                && trouble.getFile() != null
                && UnopenableName.in(trouble.getFile()).isPresent()) {
            return Diagnostic.error(Code.FILE_MISSING, "there is no " + trouble.getFile())
                    .note(UnopenableName.in(trouble.getFile()).get());
        }
        if (failure instanceof FileSystemException trouble) {
            return Diagnostic.error(Code.FILE_DAMAGED, trouble.getFile() + ": " + Reason.of(trouble));
        }
        return Diagnostic.error(Code.FILE_DAMAGED, failure.getMessage());
    }
}
