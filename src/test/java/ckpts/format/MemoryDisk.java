package ckpts.format;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.bytes.OutputFile;
import ckpts.bytes.Stamp;
import ckpts.bytes.WorkingFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files that are byte arrays, to be damaged at will; cannot be written through the interface. */
public final class MemoryDisk implements Disk {
    private final TreeMap<Path, byte[]> files = new TreeMap<>();

    /** A copy of all files of a directory, under their names. */
    public static MemoryDisk copyOf(Path directory) throws IOException {
        MemoryDisk disk = new MemoryDisk();
        try (Stream<Path> list = Files.list(directory)) {
            for (Path file : list.filter(Files::isRegularFile).toList()) {
                disk.files.put(file.getFileName(), Files.readAllBytes(file));
            }
        }
        return disk;
    }

    /** The file names, sorted. */
    public List<Path> files() {
        return List.copyOf(files.keySet());
    }

    public byte[] contents(Path file) {
        return files.get(file.normalize()).clone();
    }

    public MemoryDisk put(Path file, byte[] contents) {
        files.put(file, contents.clone());
        return this;
    }

    @Override
    public ByteSource open(Path file) throws IOException {
        byte[] contents = files.get(file.normalize());
        if (contents == null) {
            throw new NoSuchFileException(file.toString());
        }
        return new View(file.toString(), ByteBuffer.wrap(contents), 0, Optional.empty());
    }

    @Override
    public boolean exists(Path path) {
        return files.containsKey(path.normalize());
    }

    @Override
    public boolean isDirectory(Path path) {
        return path.normalize().toString().isEmpty();
    }

    @Override
    public List<String> list(Path directory) {
        return files.keySet().stream().map(Path::toString).toList();
    }

    @Override
    public OutputFile create(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public WorkingFile working(Path folder) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OutputFile create(Path file, Path like) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void writeInto(Path existing, ByteBuffer bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void makePrivate(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isStream(Path path) {
        return false;
    }

    @Override
    public boolean hasOtherNames(Path file) {
        return false;
    }

    @Override
    public boolean haveOneOwner(Path one, Path other) {
        return true;
    }

    @Override
    public Stamp stamp(Path file) {
        return exists(file) ? new Stamp(file, files.get(file.normalize()).length, 0, 0) : Stamp.MISSING;
    }

    @Override
    public boolean isChangedByOthers(Path file, Stamp before) {
        return !stamp(file).equals(before);
    }

    @Override
    public Optional<Closeable> lockOfDead(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createDirectories(Path directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void move(Path source, Path target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void link(Path existing, Path name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void syncDirectory(Path directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Closeable lock(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path canonical(Path path) {
        return path;
    }

    /** @param whole the view of the file; empty if it is this one */
    private record View(String name, ByteBuffer bytes, long fileOffset, Optional<View> whole) implements ByteSource {
        @Override
        public ByteSource file() {
            return whole.orElse(this);
        }

        @Override
        public long size() {
            return bytes.limit();
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            require(position, target.remaining());
            target.put(bytes.slice((int) position, target.remaining()));
        }

        @Override
        public ByteSource slice(long position, long length, String part) throws MalformedFileException {
            require(position, length);
            return new View(
                    name + ", " + part,
                    bytes.slice((int) position, (int) length),
                    fileOffset + position,
                    Optional.of(whole.orElse(this)));
        }

        private void require(long position, long length) throws MalformedFileException {
            if (position < 0 || length < 0 || length > size() - position) {
                throw new MalformedFileException(name, fileOffset, position + "+" + length + " of " + size());
            }
        }

        @Override
        public void close() {}
    }
}
