package ckpts.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A disk of which nothing can be reached but what lies within some folders, the roots, once all links are resolved: the
 * one place where a run is confined, whoever names the path.
 *
 * <p>Everything that would read, list, make or change something outside throws {@link OutsideRootsException}. What merely
 * looks whether something is there finds nothing outside; a name within a root that a link leads out of it is refused by
 * this as well. Whoever can change links while a run goes on is not held off.
 */
public final class ConfinedDisk implements Disk {
    private final Disk disk;
    private final List<Path> roots;
    /** The roots and, behind them, what else they are called: paths are compared with these before links are resolved. */
    private final List<Path> spelled = new ArrayList<>();

    private final List<Path> canonical = new ArrayList<>();

    /**
     * @param roots existing folders
     * @throws IOException if one cannot be looked at
     */
    public ConfinedDisk(Disk disk, List<Path> roots) throws IOException {
        this.disk = disk;
        this.roots = List.copyOf(roots);
        for (Path root : roots) {
            Path real = disk.canonical(root);
            canonical.add(real);
            spelled.add(real);
            spelled.add(root.toAbsolutePath().normalize());
        }
    }

    @Override
    public ByteSource open(Path file) throws IOException {
        return disk.open(within(file));
    }

    @Override
    public boolean exists(Path path) {
        return isVisible(path) && disk.exists(path);
    }

    @Override
    public boolean isDirectory(Path path) {
        return isVisible(path) && disk.isDirectory(path);
    }

    @Override
    public boolean isStream(Path path) {
        return isVisible(path) && disk.isStream(path);
    }

    @Override
    public boolean hasOtherNames(Path file) throws IOException {
        return disk.hasOtherNames(within(file));
    }

    @Override
    public boolean haveOneOwner(Path one, Path other) throws IOException {
        return disk.haveOneOwner(within(one), within(other));
    }

    @Override
    public Stamp stamp(Path file) throws IOException {
        return isVisible(file) ? disk.stamp(file) : Stamp.MISSING;
    }

    @Override
    public boolean isChangedByOthers(Path file, Stamp before) throws IOException {
        return disk.isChangedByOthers(within(file), before);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(within(directory));
    }

    @Override
    public OutputFile create(Path file) throws IOException {
        return disk.create(within(file));
    }

    @Override
    public OutputFile create(Path file, Path like) throws IOException {
        return disk.create(within(file), within(like));
    }

    @Override
    public void writeInto(Path existing, ByteBuffer bytes) throws IOException {
        disk.writeInto(within(existing), bytes);
    }

    @Override
    public void makePrivate(Path file) throws IOException {
        disk.makePrivate(within(file));
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(within(directory));
    }

    @Override
    public void move(Path source, Path target) throws IOException {
        disk.move(within(source), within(target));
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        disk.link(within(existing), within(name));
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(within(file));
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        disk.syncDirectory(within(directory));
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return disk.lock(within(file));
    }

    @Override
    public Optional<Closeable> lockOfDead(Path file) throws IOException {
        return disk.lockOfDead(within(file));
    }

    @Override
    public Path canonical(Path path) throws IOException {
        Path real = disk.canonical(path);
        if (isBelow(real, canonical)) {
            return real;
        }
        throw new OutsideRootsException(path, roots, isSpelledWithin(path));
    }

    private Path within(Path path) throws IOException {
        canonical(path);
        return path;
    }

    private boolean isVisible(Path path) {
        try {
            if (isBelow(disk.canonical(path), canonical)) {
                return true;
            }
        } catch (IOException e) {
            return false;
        }
        if (isSpelledWithin(path)) {
            throw new OutsideRootsException(path, roots, true);
        }
        return false;
    }

    private boolean isSpelledWithin(Path path) {
        return isBelow(path.toAbsolutePath().normalize(), spelled);
    }

    private static boolean isBelow(Path path, List<Path> folders) {
        return folders.stream().anyMatch(path::startsWith);
    }
}
