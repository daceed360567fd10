package ckpts.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files that will hold a checkpoint, as a value: {@code explain} prints it, the plan runner executes it.
 *
 * @param files in the order of writing
 * @param obsolete files of what stood at the target before, to be deleted once the new checkpoint is in place
 * @param notes sentences about choices that were made
 * @param detour where names of data files are among the obsolete ones
 */
public record Layout(List<PlannedFile> files, List<Path> obsolete, List<String> notes, Optional<Detour> detour) {
    public Layout {
        files = List.copyOf(files);
        obsolete = List.copyOf(obsolete);
        notes = List.copyOf(notes);
    }

    /** One whose names are free. */
    public Layout(List<PlannedFile> files, List<Path> obsolete, List<String> notes) {
        this(files, obsolete, notes, Optional.empty());
    }

    /** The name that a file has first, if it is not the one it comes to. */
    public Optional<Path> first(PlannedFile file) {
        return detour.flatMap(way -> way.first(file));
    }

    /** The one file that makes the others a checkpoint. */
    public PlannedFile commit() {
        return files.stream()
                .filter(file -> file.stage() == PlannedFile.Stage.COMMIT)
                .findFirst()
                .orElseThrow();
    }

    /** With a further file, written last. */
    public Layout with(PlannedFile file) {
        List<PlannedFile> more = new ArrayList<>(files);
        more.add(file);
        return new Layout(more, obsolete, notes, detour);
    }
}
