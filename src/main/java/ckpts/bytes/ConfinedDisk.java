package ckpts.bytes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk on which only files within some folders, the roots, can be reached, once all links are resolved: the one place
 * where a run is confined, wherever the path comes from.
 *
 * <p>Everything that would read, list, make or change something outside throws {@link OutsideRootsException}. Checks
 * for existence find nothing outside; a name within a root that a link leads out of it is refused as well. A program
 * that changes links during a run is not held off.
 */
public final class ConfinedDisk extends ForwardingDisk {
    private final Disk disk;
    private final List<Path> roots;
    /** The roots and, after them, their other spellings: paths are compared with these before links are resolved. */
    private final List<Path> spelled = new ArrayList<>();

    private final List<Path> canonical = new ArrayList<>();

    /** Whether paths that are not written as within the roots are reached. */
    private final boolean reachesOutside;

    /**
     * @param roots existing folders
     * @throws IOException if one cannot be looked at
     */
    public ConfinedDisk(Disk disk, List<Path> roots) throws IOException {
        super(disk);
        this.disk = disk;
        this.roots = List.copyOf(roots);
        this.reachesOutside = false;
        for (Path root : roots) {
            Path real = disk.canonical(root);
            canonical.add(real);
            spelled.add(real);
            spelled.add(root.toAbsolutePath().normalize());
        }
    }

    /** The same roots, which paths written as outside them do not concern. */
    private ConfinedDisk(ConfinedDisk confined) {
        super(confined.disk);
        this.disk = confined.disk;
        this.roots = confined.roots;
        this.reachesOutside = true;
        spelled.addAll(confined.spelled);
        canonical.addAll(confined.canonical);
    }

    @Override
    public Path canonical(Path path) throws IOException {
        Path real = super.canonical(path);
        if (isBelow(real, canonical) || reachesOutside && !isSpelledWithin(path)) {
            return real;
        }
        throw new OutsideRootsException(path, roots, isSpelledWithin(path));
    }

    @Override
    Path used(Path path) throws IOException {
        canonical(path);
        return path;
    }

    @Override
    boolean isVisible(Path path) {
        try {
            if (isBelow(super.canonical(path), canonical)) {
                return true;
            }
        } catch (IOException e) {
            return false;
        }
        if (isSpelledWithin(path)) {
            throw new OutsideRootsException(path, roots, true);
        }
        return reachesOutside;
    }

    /**
     * The disk for paths that the caller of the run names, who may name any: paths written as outside the roots are
     * reached. Paths written as within them do not leave them, since others may have made the links there.
     */
    public Disk forCaller() {
        return new ConfinedDisk(this);
    }

    private boolean isSpelledWithin(Path path) {
        return isBelow(path.toAbsolutePath().normalize(), spelled);
    }

    private static boolean isBelow(Path path, List<Path> folders) {
        return folders.stream().anyMatch(path::startsWith);
    }
}
