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
 * How data files come to names that the old checkpoint still has: the new one is made to stand under other names, the old
 * files are deleted, then the data files get a second name, a second commit file names those, and the first names go. At
 * every moment one of the checkpoints stands. So that two runs of one script write the same files.
 *
 * @param names by the name that a data file comes to, the one that it has first
 * @param data further data files, which only stand for that while
 * @param commit the commit file that stands for that while, under the name of the later one: it names the data files as they
 *     are called first
 */
public record Detour(Map<Path, Path> names, List<PlannedFile> data, PlannedFile commit) {
    public Detour {
        names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
        data = List.copyOf(data);
        Objects.requireNonNull(commit, "commit is null");
    }

    /** The name that a file has first, if it is not the one it comes to. */
    public Optional<Path> first(PlannedFile file) {
        return Optional.ofNullable(names.get(file.path()));
    }

    /** What is written beside the files of the layout. */
    public List<PlannedFile> files() {
        List<PlannedFile> files = new ArrayList<>(data);
        files.add(commit);
        return files;
    }

    /** Names of data files that go at its end. */
    public List<Path> passing() {
        List<Path> passing = new ArrayList<>(names.values());
        data.forEach(file -> passing.add(file.path()));
        return passing;
    }
}
