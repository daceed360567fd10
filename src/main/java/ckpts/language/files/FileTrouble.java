package ckpts.language.files;

import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.bytes.OccupiedException;
import ckpts.bytes.OutsideRootsException;
import ckpts.bytes.Reason;
import ckpts.bytes.StaleFileException;
import ckpts.bytes.UnopenableName;
import ckpts.bytes.WriteFailedException;
import ckpts.format.UnknownFormatException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.naming.NearNames;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Diagnostics for files that cannot be used. One fault has one code, one message and one advice, whoever meets it; a place
 * in a script adds where that is, and what paths there are relative to.
 */
public final class FileTrouble {
    private static final String INDEX = ".index";

    private FileTrouble() {}

    /**
     * The error for a file that no statement names.
     *
     * @param disk where to look for files of nearly the same name
     */
    public static Diagnostic of(IOException failure, Disk disk) {
        return of(failure, Optional.empty(), Optional.empty(), disk);
    }

    /**
     * The error for a file that a statement names, itself or through another file.
     *
     * @param place that names it
     * @param path named there
     */
    public static Diagnostic at(Span place, Path path, IOException failure, Disk disk) {
        return of(failure, Optional.of(path), Optional.of(place), disk).at(place);
    }

    /** The error for a path that this run must not use. */
    public static Diagnostic of(OutsideRootsException refusal) {
        return Diagnostic.error(Code.OUTSIDE_ROOTS, refusal.getMessage())
                .help(refusal.help())
                .note(refusal.note());
    }

    /** The error for a text that cannot be a path here. */
    public static Diagnostic of(InvalidPathException failure) {
        return Diagnostic.error(
                Code.FILE_MISSING,
                "\"" + failure.getInput() + "\" is not a path on this system: " + failure.getReason());
    }

    /** The error for a place of an output that cannot be inspected before anything is written. */
    public static Diagnostic ofDestination(IOException failure, Disk disk) {
        String nothing = "nothing was written";
        if (!(failure instanceof FileSystemException unseen)) {
            return of(failure, disk).note(nothing);
        }
        String message =
                "cannot inspect " + unseen.getFile() + ", where a checkpoint is to be saved: " + Reason.of(failure);
        return permitted(Diagnostic.error(Code.WRITE_FAILED, message).note(nothing), failure);
    }

    private static Diagnostic of(IOException failure, Optional<Path> path, Optional<Span> place, Disk disk) {
        Optional<String> file = failure instanceof FileSystemException named && named.getFile() != null
                ? Optional.of(named.getFile())
                : path.map(Path::toString);
        Optional<String> unopenable = file.flatMap(UnopenableName::in);
        if (unopenable.isPresent()) {
            return Diagnostic.error(Code.FILE_MISSING, "there is no " + file.get())
                    .note(unopenable.get());
        }
        if (failure instanceof NoSuchFileException missing) {
            return missing(missing, place, disk);
        }
        if (failure instanceof AccessDeniedException denied) {
            String wanted = isFolder(Path.of(denied.getFile()), disk) ? "list the folder " : "read ";
            return permitted(
                    Diagnostic.error(Code.FILE_MISSING, "no permission to " + wanted + denied.getFile()), denied);
        }
        if (failure instanceof OccupiedException occupied) {
            return Diagnostic.error(Code.OVERWRITE, occupied.getFile() + " " + occupied.getReason())
                    .help("write to another path, or move it away first");
        }
        if (failure instanceof UnreadableInputException) {
            return Diagnostic.error(Code.FILE_MISSING, failure.getMessage())
                    .help("name the script, ckpts run FILE.ckpts, or pipe it in: ... | ckpts run -");
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
        if (failure instanceof WriteFailedException) {
            return permitted(Diagnostic.error(Code.WRITE_FAILED, failure.getMessage()), failure.getCause());
        }
        return Diagnostic.error(
                Code.FILE_DAMAGED,
                file.map(name -> "cannot read " + name + ": ").orElse("") + Reason.of(failure));
    }

    /** If access was refused, adds the right that is missing, and what to do. */
    private static Diagnostic permitted(Diagnostic problem, Throwable cause) {
        if (!(cause instanceof AccessDeniedException denied)) {
            return problem;
        }
        Diagnostic explained = denied.getReason() == null ? problem : problem.note(denied.getReason());
        return explained.help("ask its owner for that permission, or run this as its owner");
    }

    /** The error for a missing file: says whether there is a file of nearly the same name, or not even the folder. */
    private static Diagnostic missing(NoSuchFileException failure, Optional<Span> place, Disk disk) {
        Diagnostic problem = Diagnostic.error(Code.FILE_MISSING, "there is no " + failure.getFile());
        if (failure.getReason() != null) {
            return problem.note(failure.getReason());
        }
        Path file = Path.of(failure.getFile());
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || file.getFileName() == null) {
            return problem;
        }
        Optional<String> rule = place.flatMap(span -> rule(span, file));
        if (!isFolder(folder, disk)) {
            return problem.note("there is no folder " + folder + " either"
                    + rule.map(sentence -> "; " + sentence).orElse(""));
        }
        Optional<String> near = NearNames.nearestWord(file.getFileName().toString(), names(folder, disk));
        return near.isPresent()
                ? problem.help("did you mean \"" + near.get() + "\", which is in that folder?")
                : rule.map(problem::note).orElse(problem);
    }

    /** A sentence about what a path in a script is relative to; empty if it is absolute. */
    private static Optional<String> rule(Span place, Path path) {
        Optional<Path> folder = place.source().folder();
        if (folder.isEmpty()) {
            return path.isAbsolute()
                    ? Optional.empty()
                    : Optional.of("paths here are relative to the working directory");
        }
        if (folder.get().equals(Path.of("")) || path.startsWith(folder.get())) {
            return Optional.of("paths in a script are relative to its folder");
        }
        return path.isAbsolute()
                ? Optional.empty()
                : Optional.of("paths from the command line are relative to the working directory");
    }

    /** A folder outside the roots counts as none: nothing is said about it. */
    private static boolean isFolder(Path path, Disk disk) {
        try {
            return disk.isDirectory(path);
        } catch (OutsideRootsException e) {
            return false;
        }
    }

    /** The files of a folder; the prefix for the files of a bundle. */
    private static List<String> names(Path folder, Disk disk) {
        try {
            return disk.list(folder).stream()
                    .map(name -> name.endsWith(INDEX) ? name.substring(0, name.length() - INDEX.length()) : name)
                    .toList();
        } catch (IOException | OutsideRootsException e) {
            return List.of();
        }
    }
}
