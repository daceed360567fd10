package ckpts.format;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How data files come to names that the old checkpoint still has: the new one is made to stand under other names, the old
 * files are deleted, then the data files get a second name, a second commit file names those, and the first names go. At
 * every moment one of the checkpoints stands. So that two runs of one script write the same files.
 *
 * @param names by the name that a data file comes to, the one that it has first
 * @param files what only stands for that while: further data files, and the commit file, which names the data files as they
 *     are called first
 */
public record Detour(Map<Path, Path> names, List<PlannedFile> files) {
    public Detour {
        names = new LinkedHashMap<>(names);
        files = List.copyOf(files);
    }

    /** The name that a file has first, if it is not the one it comes to. */
    public Optional<Path> first(PlannedFile file) {
        return Optional.ofNullable(names.get(file.path()));
    }

    /** The commit file that stands first. */
    public PlannedFile commit() {
        return files.stream()
                .filter(file -> file.stage() == PlannedFile.Stage.COMMIT)
                .findFirst()
                .orElseThrow();
    }

    /** Further data files. */
    public List<PlannedFile> data() {
        return files.stream()
                .filter(file -> file.stage() == PlannedFile.Stage.DATA)
                .toList();
    }
}
