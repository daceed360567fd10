package ckpts.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A disk that remembers what each file was when it was first opened, so that whoever acts on what it read can see whether
 * it still holds. For one thread.
 */
public final class Watch implements Disk {
    private final Disk disk;
    private final Map<Path, Stamp> seen = new LinkedHashMap<>();

    public Watch(Disk disk) {
        this.disk = disk;
    }

    /** Every file that was opened. */
    public Collection<Path> opened() {
        return seen.keySet();
    }

    /** A file as it was when it was first opened; as it is now if it never was. */
    public SeenFile seen(Path file) throws IOException {
        Stamp stamp = seen.get(file);
        return stamp == null ? SeenFile.of(file, disk) : new SeenFile(file, stamp);
    }

    /** Looked at before: what changes between the two is found to have changed. */
    @Override
    public ByteSource open(Path file) throws IOException {
        if (!seen.containsKey(file)) {
            Stamp stamp = disk.stamp(file);
            ByteSource source = disk.open(file);
            seen.put(file, stamp);
            return source;
        }
        return disk.open(file);
    }

    @Override
    public boolean exists(Path path) {
        return disk.exists(path);
    }

    @Override
    public boolean isDirectory(Path path) {
        return disk.isDirectory(path);
    }

    @Override
    public boolean isStream(Path path) {
        return disk.isStream(path);
    }

    @Override
    public boolean hasOtherNames(Path file) throws IOException {
        return disk.hasOtherNames(file);
    }

    @Override
    public boolean haveOneOwner(Path one, Path other) throws IOException {
        return disk.haveOneOwner(one, other);
    }

    @Override
    public Stamp stamp(Path file) throws IOException {
        return disk.stamp(file);
    }

    @Override
    public boolean isChangedByOthers(Path file, Stamp before) throws IOException {
        return disk.isChangedByOthers(file, before);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public OutputFile create(Path file) throws IOException {
        return disk.create(file);
    }

    @Override
    public OutputFile create(Path file, Path like) throws IOException {
        return disk.create(file, like);
    }

    @Override
    public void writeInto(Path existing, ByteBuffer bytes) throws IOException {
        disk.writeInto(existing, bytes);
    }

    @Override
    public void makePrivate(Path file) throws IOException {
        disk.makePrivate(file);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public void move(Path source, Path target) throws IOException {
        disk.move(source, target);
    }

    @Override
    public void link(Path existing, Path name) throws IOException {
        disk.link(existing, name);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        disk.syncDirectory(directory);
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return disk.lock(file);
    }

    @Override
    public Optional<Closeable> lockOfDead(Path file) throws IOException {
        return disk.lockOfDead(file);
    }

    @Override
    public Path canonical(Path path) throws IOException {
        return disk.canonical(path);
    }
}
