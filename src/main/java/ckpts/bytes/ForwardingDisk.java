package ckpts.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A wrapper around another disk. Each path of each call passes through {@link #used} or {@link #isVisible}, so that a
 * subclass that overrides these controls all that is done; {@link #canonical} touches nothing and goes straight
 * through.
 */
abstract class ForwardingDisk implements Disk {
    private final Disk disk;

    ForwardingDisk(Disk disk) {
        this.disk = disk;
    }

    /** The path of a call that reads, lists, makes or changes something; throws if it is not to be made. */
    Path used(Path path) throws IOException {
        return path;
    }

    /** Whether a call that merely looks is made; else it finds nothing. */
    boolean isVisible(Path path) {
        return true;
    }

    @Override
    public ByteSource open(Path file) throws IOException {
        return disk.open(used(file));
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
        return disk.hasOtherNames(used(file));
    }

    @Override
    public boolean haveOneOwner(Path one, Path other) throws IOException {
        return disk.haveOneOwner(used(one), used(other));
    }

    @Override
    public Stamp stamp(Path file) throws IOException {
        return isVisible(file) ? disk.stamp(file) : Stamp.MISSING;
    }

    @Override
    public boolean isChangedByOthers(Path file, Stamp before) throws IOException {
        return disk.isChangedByOthers(used(file), before);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(used(directory));
    }

    @Override
    public OutputFile create(Path file) throws IOException {
        return disk.create(used(file));
    }

    @Override
    public OutputFile create(Path file, Path like) throws IOException {
        return disk.create(used(file), used(like));
    }

    /** Not checked: a confined script chooses neither its name nor its folder. */
    @Override
    public WorkingFile working(Path folder) throws IOException {
        return disk.working(folder);
    }

    @Override
    public void writeInto(Path existing, ByteBuffer bytes) throws IOException {
        disk.writeInto(used(existing), bytes);
    }

    @Override
    public void makePrivate(Path file) throws IOException {
        disk.makePrivate(used(file));
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(used(directory));
    }

    @Override
    public void move(Path source, Path target) throws IOException {
        disk.move(used(source), used(target));
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        disk.link(used(existing), used(name));
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(used(file));
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        disk.syncDirectory(used(directory));
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return disk.lock(used(file));
    }

    @Override
    public Optional<Closeable> lockOfDead(Path file) throws IOException {
        return disk.lockOfDead(used(file));
    }

    @Override
    public Path canonical(Path path) throws IOException {
        return disk.canonical(path);
    }
}
