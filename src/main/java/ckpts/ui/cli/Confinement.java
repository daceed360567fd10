package ckpts.ui.cli;

import ckpts.bytes.ConfinedDisk;
import ckpts.bytes.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folders that a command may use, if its caller confines it: {@code --root} names them, {@code --safe} means those of the
 * files that the command line names. Nothing but the command line decides it.
 */
final class Confinement {
    private Confinement() {}

    /**
     * The surroundings with a disk on which nothing else can be reached.
     *
     * @param paths those that the command line names
     * @throws UsageException if a root is not a folder
     * @throws ckpts.bytes.OutsideRootsException if one of the paths lies outside the roots
     */
    static Surroundings of(Surroundings surroundings, Arguments arguments, List<String> paths)
            throws UsageException, IOException {
        if (!arguments.has(Usage.SAFE) && !arguments.has(Usage.ROOT)) {
            return surroundings;
        }
        Disk disk = surroundings.disk().get();
        List<Path> roots = new ArrayList<>();
        for (String root : arguments.values(Usage.ROOT)) {
            roots.add(root(root, disk));
        }
        if (arguments.has(Usage.SAFE)) {
            roots.addAll(folders(paths));
        }
        ConfinedDisk confined = new ConfinedDisk(disk, roots);
        for (String path : paths) {
            if (!path.equals(Scripts.STANDARD_INPUT)) {
                confined.canonical(Path.of(path));
            }
        }
        return surroundings.confined(confined);
    }

    private static Path root(String text, Disk disk) throws UsageException {
        Path root = Path.of(text);
        if (!disk.isDirectory(root)) {
            throw new UsageException("--root must be an existing folder: there is no folder " + text);
        }
        return root;
    }

    /** Standard input and typed input count as lying in the working directory. */
    private static List<Path> folders(List<String> paths) {
        List<Path> folders = new ArrayList<>();
        for (String path : paths) {
            Path folder = path.equals(Scripts.STANDARD_INPUT)
                    ? Path.of("")
                    : Optional.ofNullable(Path.of(path).getParent()).orElse(Path.of(""));
            if (!folders.contains(folder)) {
                folders.add(folder);
            }
        }
        return folders.isEmpty() ? List.of(Path.of("")) : folders;
    }
}
