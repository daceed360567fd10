package ckpts.language.execution;

import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.bytes.Reason;
import ckpts.bytes.StaleFileException;
import ckpts.bytes.UnopenableName;
import ckpts.format.UnknownFormatException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.naming.NearNames;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Diagnostics for files that cannot be read. */
final class FileTrouble {
    private static final String INDEX = ".index";

    private FileTrouble() {}

    static Diagnostic diagnostic(IOException e, Path path, Span place, Disk disk) {
        Optional<String> unopenable = UnopenableName.in(path.toString());
        if (unopenable.isPresent()) {
            return Diagnostic.error(Code.FILE_MISSING, place, "there is no " + path)
                    .note(unopenable.get());
        }
        if (e instanceof NoSuchFileException missing) {
            return missing(missing, path, place, disk);
        }
        if (e instanceof MalformedFileException malformed) {
            return Diagnostic.error(Code.FILE_DAMAGED, place, malformed.getMessage());
        }
        if (e instanceof UnknownFormatException unknown) {
            return unknown(unknown, path, place, disk);
        }
        if (e instanceof StaleFileException) {
            return Diagnostic.error(Code.FILE_STALE, place, e.getMessage());
        }
        if (e instanceof AccessDeniedException denied) {
            boolean folder = disk.isDirectory(Path.of(denied.getFile()));
            String wanted = folder ? "list the folder " : "read ";
            return explained(
                    Diagnostic.error(Code.FILE_MISSING, place, "no permission to " + wanted + denied.getFile()),
                    denied);
        }
        return Diagnostic.error(Code.FILE_DAMAGED, place, "cannot read " + path + ": " + Reason.of(e));
    }

    /** Adds the reason of a refused access, and what to do. */
    static Diagnostic explained(Diagnostic problem, AccessDeniedException denied) {
        Diagnostic explained = denied.getReason() == null ? problem : problem.note(denied.getReason());
        return explained.help("ask its owner for that permission, or run this as its owner");
    }

    private static Diagnostic unknown(UnknownFormatException e, Path path, Span place, Disk disk) {
        if (!e.help().isEmpty()) {
            return Diagnostic.error(Code.FILE_UNKNOWN, place, e.getMessage()).help(e.help());
        }
        return disk.isDirectory(path)
                ? Diagnostic.error(Code.FILE_UNKNOWN, place, "the folder " + path + " contains no checkpoint")
                        .help("name the file, or the prefix that the files of the checkpoint have in common")
                : Diagnostic.error(Code.FILE_UNKNOWN, place, e.getMessage());
    }

    /** The error for a missing file: says whether there is a file of nearly the same name, or not even the folder. */
    private static Diagnostic missing(NoSuchFileException e, Path path, Span place, Disk disk) {
        Diagnostic problem = Diagnostic.error(Code.FILE_MISSING, place, "there is no " + e.getFile());
        Optional<String> unopenable = UnopenableName.in(e.getFile());
        if (unopenable.isPresent()) {
            return problem.note(unopenable.get());
        }
        if (e.getReason() != null) {
            return problem.note(e.getReason());
        }
        if (!e.getFile().equals(path.toString())) {
            return problem.note(path + " names it");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || path.getFileName() == null) {
            return problem;
        }
        if (!disk.isDirectory(folder)) {
            return problem.note("there is no folder " + folder + " either"
                    + rule(problem, path).map(rule -> "; " + rule).orElse(""));
        }
        Optional<String> near = NearNames.nearestWord(path.getFileName().toString(), names(folder, disk));
        return near.isPresent()
                ? problem.help("did you mean \"" + near.get() + "\", which is in that folder?")
                : rule(problem, path).map(problem::note).orElse(problem);
    }

    /** A sentence about what the path is relative to; empty if it is absolute. */
    private static Optional<String> rule(Diagnostic problem, Path path) {
        Optional<Path> folder =
                problem.primary().flatMap(place -> place.source().folder());
        if (folder.isEmpty()) {
            return Optional.of("paths here are relative to the working directory");
        }
        if (folder.get().equals(Path.of("")) || path.startsWith(folder.get())) {
            return Optional.of("paths in a script are relative to its folder");
        }
        return path.isAbsolute()
                ? Optional.empty()
                : Optional.of("paths from the command line are relative to the working directory");
    }

    /** The files of a folder; the prefix for the files of a bundle. */
    private static List<String> names(Path folder, Disk disk) {
        try {
            return disk.list(folder).stream()
                    .map(name -> name.endsWith(INDEX) ? name.substring(0, name.length() - INDEX.length()) : name)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
