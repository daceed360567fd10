package ckpts.format;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The way for data files to get names that the old checkpoint still uses: the new one is written under other names, the
 * old files are deleted, then the data files are linked under their final names, a second commit file names those, and
 * the first names are deleted. At every moment one of the checkpoints is complete. This way, two runs of the same
 * script write the same files.
 *
 * @param names final name of a data file to its first name
 * @param data further data files, which exist only during the detour
 * @param commit the commit file during the detour, under the name of the final one: it has the first names of the data
 *     files
 */
public record Detour(Map<Path, Path> names, List<PlannedFile> data, PlannedFile commit) {
    public Detour {
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        data = List.copyOf(data);
        Objects.requireNonNull(commit, "commit is null");
    }

    /** The first name of a file, if it differs from the final one. */
    public Optional<Path> first(PlannedFile file) {
        return Optional.ofNullable(names.get(file.path()));
    }

    /** The files that are written in addition to those of the layout. */
    public List<PlannedFile> files() {
        List<PlannedFile> files = new ArrayList<>(data);
        files.add(commit);
        return files;
    }

    /** Names of data files that are deleted at its end. */
    public List<Path> passing() {
        List<Path> passing = new ArrayList<>(names.values());
        data.forEach(file -> passing.add(file.path()));
        return passing;
    }
}
