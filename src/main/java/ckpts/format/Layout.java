package ckpts.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files that will hold a checkpoint, as a value: {@code plan} prints it, the plan runner executes it.
 *
 * @param files in the order of writing
 * @param obsolete files of the old checkpoint at the target, to be deleted once the new one is in place
 * @param notes sentences about choices that were made
 * @param detour present if names of data files are among the obsolete ones
 */
public record Layout(List<PlannedFile> files, List<Path> obsolete, List<String> notes, Optional<Detour> detour) {
    public Layout {
        files = List.copyOf(files);
        obsolete = List.copyOf(obsolete);
        notes = List.copyOf(notes);
    }

    /** A layout whose names are all free. */
    public Layout(List<PlannedFile> files, List<Path> obsolete, List<String> notes) {
        this(files, obsolete, notes, Optional.empty());
    }

    /** The first name of a file, if it differs from the final one. */
    public Optional<Path> first(PlannedFile file) {
        return detour.flatMap(way -> way.first(file));
    }

    /** The one file that turns the others into a checkpoint. */
    public PlannedFile commit() {
        return files.stream()
                .filter(file -> file.stage() == PlannedFile.Stage.COMMIT)
                .findFirst()
                .orElseThrow();
    }

    /** This layout with further notes. */
    public Layout noting(List<String> more) {
        List<String> all = new ArrayList<>(notes);
        all.addAll(more);
        return new Layout(files, obsolete, all, detour);
    }

    /** This layout with a further file, written last. */
    public Layout with(PlannedFile file) {
        List<PlannedFile> more = new ArrayList<>(files);
        more.add(file);
        return new Layout(more, obsolete, notes, detour);
    }
}
