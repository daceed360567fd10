package ckpts.bytes;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A file system in memory that forgets as badly as POSIX allows.
 *
 * <p>What programs see and what is durable are kept apart. Written bytes become durable by {@code sync} of the file,
 * changes of names by {@code syncDirectory}. At a crash, every change that is not durable yet survives or not, each by
 * itself: a later rename may survive where an earlier one does not, a file may have its name and length but zeros in
 * place of its bytes. A rename is one change: it survives whole or not at all.
 *
 * <p>Every call that changes something is a step; steps are counted from 1.
 */
public final class SimulatedDisk implements Disk {
    /** The machine stopped. Whoever catches this can do nothing more with the disk until {@link #restart}. */
    public static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash(long step) {
            super("crash at step " + step);
        }
    }

    private final Map<Path, Node> visible = new TreeMap<>();
    private final Map<Path, Node> durable = new TreeMap<>();
    private final List<Change> pending = new ArrayList<>();
    private final Set<Path> locks = new HashSet<>();
    private final Map<Long, Supplier<? extends IOException>> failures = new HashMap<>();
    /** Names to which files were given, or from which they were taken, through this disk. */
    private final Map<Path, Stamp> own = new HashMap<>();

    private long steps;
    private long crashStep;
    private long clock;
    private long capacity = Long.MAX_VALUE;
    private boolean stopped;
    /** Of working files that are open: their folders. */
    private final Map<Node, Path> working = new LinkedHashMap<>();

    /** A directory, or a file with its bytes; {@code base} and {@code unsynced} are what a crash starts from. */
    private static final class Node {
        private final boolean directory;
        private byte[] bytes = {};
        private byte[] base = {};
        private final List<Write> unsynced = new ArrayList<>();
        private long changed;

        Node(boolean directory) {
            this.directory = directory;
        }
    }

    private record Write(int position, byte[] bytes) {}

    /** A change of names in one directory: names that go, and perhaps one that comes. */
    private record Change(Path directory, List<Path> gone, Map<Path, Node> come) {
        void apply(Map<Path, Node> names) {
            gone.forEach(names::remove);
            names.putAll(come);
        }
    }

    public SimulatedDisk() {
        visible.put(Path.of("/"), new Node(true));
        durable.putAll(visible);
    }

    /** Stops the machine just before this step happens. */
    public void crashAt(long step) {
        crashStep = step;
    }

    /** Makes one step fail. */
    public void failAt(long step, Supplier<? extends IOException> failure) {
        failures.put(step, failure);
    }

    /** The maximum number of bytes of all files. */
    public synchronized void limitTo(long bytes) {
        capacity = bytes;
    }

    public synchronized long steps() {
        return steps;
    }

    /** Bytes of all files, each once, however many names it has. */
    public synchronized long used() {
        return Stream.concat(visible.values().stream().distinct(), working.keySet().stream())
                .mapToLong(node -> node.bytes.length)
                .sum();
    }

    /** Forgets, by a seed, some of what was not durable; then the disk can be used again. */
    public synchronized void restart(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (Change change : pending) {
            if (random.nextBoolean()) {
                change.apply(durable);
            }
        }
        durable.keySet().removeIf(path -> !hasDurableParents(path));
        pending.clear();
        visible.clear();
        visible.putAll(durable);
        for (Node node : new HashSet<>(visible.values())) {
            node.bytes = survivors(node, random);
            node.base = node.bytes;
            node.unsynced.clear();
        }
        restartProcess();
    }

    /** The process ended and the machine did not: everything is still seen, durable or not. */
    public synchronized void restartProcess() {
        locks.clear();
        own.clear();
        working.clear();
        failures.clear();
        crashStep = 0;
        stopped = false;
    }

    private boolean hasDurableParents(Path path) {
        for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
            if (!durable.containsKey(parent)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] survivors(Node node, SplittableRandom random) {
        byte[] result = node.base;
        for (Write write : node.unsynced) {
            int kept = random.nextInt(3) == 0 ? random.nextInt(write.bytes.length + 1) : write.bytes.length;
            int length = Math.max(result.length, write.position + kept);
            if (random.nextInt(3) != 0) {
                result = Arrays.copyOf(result, length);
                if (random.nextInt(3) != 0) {
                    System.arraycopy(write.bytes, 0, result, write.position, kept);
                }
            }
        }
        return result;
    }

    /** Changes a file in place, as another program might. */
    public synchronized void tamper(Path file, byte[] bytes) {
        Node node = Objects.requireNonNull(visible.get(file), "no such file");
        node.bytes = bytes.clone();
        node.base = node.bytes;
        node.changed = ++clock;
    }

    /** All files, as programs see them. */
    public synchronized Map<Path, byte[]> files() {
        Map<Path, byte[]> files = new TreeMap<>();
        visible.forEach((path, node) -> {
            if (!node.directory) {
                files.put(path, node.bytes.clone());
            }
        });
        return files;
    }

    /** All files, for comparison. */
    public Map<Path, ByteBuffer> contents() {
        Map<Path, ByteBuffer> contents = new TreeMap<>();
        files().forEach((path, bytes) -> contents.put(path, ByteBuffer.wrap(bytes)));
        return contents;
    }

    /** Makes everything durable, as a system does that is left in peace. */
    public synchronized void settle() {
        pending.forEach(change -> change.apply(durable));
        pending.clear();
        visible.values().forEach(SimulatedDisk::settle);
    }

    private static void settle(Node node) {
        node.base = node.bytes;
        node.unsynced.clear();
    }

    private void requireRunning() {
        if (stopped) {
            throw new Crash(crashStep);
        }
    }

    private void step() throws IOException {
        requireRunning();
        steps++;
        if (steps == crashStep) {
            stopped = true;
            throw new Crash(steps);
        }
        Supplier<? extends IOException> failure = failures.get(steps);
        if (failure != null) {
            throw failure.get();
        }
    }

    private void change(Path directory, List<Path> gone, Map<Path, Node> come) {
        Change change = new Change(directory, gone, come);
        change.apply(visible);
        pending.add(change);
    }

    private static Path key(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private Node file(Path path) throws IOException {
        Node node = visible.get(key(path));
        if (node == null) {
            throw new NoSuchFileException(path.toString());
        }
        if (node.directory) {
            throw new FileSystemException(path.toString(), null, "is a directory");
        }
        return node;
    }

    private Path parentOf(Path path) throws IOException {
        Path parent = key(path).getParent();
        if (!visible.containsKey(parent)) {
            throw new NoSuchFileException(path.toString());
        }
        return parent;
    }

    @Override
    public synchronized ByteSource open(Path file) throws IOException {
        requireRunning();
        Node node = file(file);
        return FileRange.whole(new Reading(file, node), file.toString(), node.bytes.length);
    }

    @Override
    public synchronized boolean exists(Path path) {
        requireRunning();
        return visible.containsKey(key(path));
    }

    @Override
    public synchronized boolean isDirectory(Path path) {
        requireRunning();
        Node node = visible.get(key(path));
        return node != null && node.directory;
    }

    @Override
    public synchronized List<String> list(Path directory) {
        requireRunning();
        Path parent = key(directory);
        return visible.keySet().stream()
                .filter(path -> parent.equals(path.getParent()))
                .map(path -> path.getFileName().toString())
                .sorted()
                .toList();
    }

    @Override
    public synchronized OutputFile create(Path file) throws IOException {
        step();
        Path parent = parentOf(file);
        if (visible.containsKey(key(file))) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Node node = new Node(false);
        node.changed = ++clock;
        change(parent, List.of(), Map.of(key(file), node));
        return new Writing(node);
    }

    @Override
    public synchronized void createDirectories(Path directory) throws IOException {
        Path path = key(directory);
        if (isDirectory(path)) {
            return;
        }
        createDirectories(path.getParent());
        step();
        if (visible.containsKey(path)) {
            throw new FileAlreadyExistsException(directory.toString());
        }
        change(path.getParent(), List.of(), Map.of(path, new Node(true)));
    }

    @Override
    public synchronized void move(Path source, Path target) throws IOException {
        step();
        Node node = file(source);
        if (!parentOf(source).equals(parentOf(target))) {
            throw new FileSystemException(source.toString(), target.toString(), "in another directory");
        }
        if (node != visible.get(key(target))) {
            change(parentOf(source), List.of(key(source)), Map.of(key(target), node));
            own.put(key(target), stamp(target));
        }
    }

    @Override
    public synchronized void link(Path existing, Path name) throws IOException {
        step();
        Node node = file(existing);
        if (visible.containsKey(key(name))) {
            throw new FileAlreadyExistsException(name.toString());
        }
        change(parentOf(name), List.of(), Map.of(key(name), node));
        own.put(key(name), stamp(name));
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        step();
        if (isDirectory(file) && !list(file).isEmpty()) {
            throw new DirectoryNotEmptyException(file.toString());
        }
        if (visible.containsKey(key(file))) {
            change(key(file).getParent(), List.of(key(file)), Map.of());
            own.put(key(file), Stamp.MISSING);
        }
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        step();
        Path parent = key(directory);
        if (!isDirectory(parent)) {
            throw new NoSuchFileException(directory.toString());
        }
        pending.stream().filter(change -> change.directory.equals(parent)).forEach(change -> change.apply(durable));
        pending.removeIf(change -> change.directory.equals(parent));
    }

    @Override
    public synchronized OutputFile create(Path file, Path like) throws IOException {
        return create(file);
    }

    /** The folders of the working files that are open. */
    public synchronized List<Path> working() {
        return List.copyOf(working.values());
    }

    @Override
    public synchronized WorkingFile working(Path folder) throws IOException {
        step();
        Node node = new Node(false);
        parentOf(folder.resolve("working"));
        working.put(node, folder);
        return new Working(node);
    }

    @Override
    public synchronized void writeInto(Path existing, ByteBuffer bytes) throws IOException {
        Node node = file(existing);
        step();
        byte[] written = new byte[bytes.remaining()];
        bytes.get(written);
        node.bytes = written;
        node.base = written;
        node.changed = ++clock;
        own.put(key(existing), stamp(existing));
    }

    @Override
    public synchronized void makePrivate(Path file) throws IOException {
        if (!exists(file)) {
            create(file).close();
        }
    }

    @Override
    public boolean isStream(Path path) {
        return false;
    }

    @Override
    public synchronized boolean hasOtherNames(Path file) throws IOException {
        Node node = file(file);
        return visible.values().stream().filter(other -> other == node).count() > 1;
    }

    @Override
    public boolean haveOneOwner(Path one, Path other) {
        return true;
    }

    @Override
    public synchronized Stamp stamp(Path file) {
        requireRunning();
        Node node = visible.get(key(file));
        return node == null || node.directory
                ? Stamp.MISSING
                : new Stamp(System.identityHashCode(node), node.bytes.length, node.changed, 0);
    }

    @Override
    public synchronized boolean isChangedByOthers(Path file, Stamp before) {
        Stamp now = stamp(file);
        return !now.equals(before) && !now.equals(own.get(key(file)));
    }

    @Override
    public synchronized Closeable lock(Path file) throws IOException {
        Path path = key(file);
        create(path).close();
        locks.add(path);
        return () -> unlock(path);
    }

    @Override
    public synchronized Optional<Closeable> lockOfDead(Path file) {
        Path path = key(file);
        return exists(path) && !locks.add(path) ? Optional.empty() : Optional.of(() -> unlock(path));
    }

    private synchronized void unlock(Path path) throws IOException {
        requireRunning();
        if (locks.contains(path)) {
            try {
                delete(path);
            } finally {
                locks.remove(path);
            }
        }
    }

    @Override
    public Path canonical(Path path) {
        return key(path);
    }

    /** An opened file; it stays readable when its name has gone. */
    private final class Reading implements FileRange.Opened {
        private final Path path;
        private final Node node;
        private final long size;
        private final long changed;
        private boolean closed;

        Reading(Path path, Node node) {
            this.path = path;
            this.node = node;
            this.size = node.bytes.length;
            this.changed = node.changed;
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            synchronized (SimulatedDisk.this) {
                recheck();
                target.put(node.bytes, (int) position, target.remaining());
            }
        }

        @Override
        public void recheck() throws IOException {
            synchronized (SimulatedDisk.this) {
                requireRunning();
                if (closed) {
                    throw new java.nio.channels.ClosedChannelException();
                }
                if (node.changed != changed || node.bytes.length != size) {
                    throw new StaleFileException(path.toString());
                }
            }
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final class Working implements WorkingFile {
        private final Node node;
        private final Writing writing;

        Working(Node node) {
            this.node = node;
            this.writing = new Writing(node);
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            writing.write(bytes);
        }

        @Override
        public void read(long position, ByteBuffer target) {
            synchronized (SimulatedDisk.this) {
                requireRunning();
                target.put(node.bytes, (int) position, target.remaining());
            }
        }

        @Override
        public void close() {
            synchronized (SimulatedDisk.this) {
                working.remove(node);
            }
        }
    }

    private final class Writing implements OutputFile {
        private final Node node;

        Writing(Node node) {
            this.node = node;
        }

        @Override
        public long position() {
            return node.bytes.length;
        }

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            synchronized (SimulatedDisk.this) {
                step();
                int room = (int) Math.min(bytes.remaining(), capacity - used());
                byte[] written = new byte[room];
                bytes.get(written);
                int position = node.bytes.length;
                node.unsynced.add(new Write(position, written));
                node.bytes = Arrays.copyOf(node.bytes, position + room);
                System.arraycopy(written, 0, node.bytes, position, room);
                node.changed = ++clock;
                if (bytes.hasRemaining()) {
                    throw new IOException("No space left on device");
                }
            }
        }

        @Override
        public void copy(ByteSource source, long position, long length) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
            source.read(position, bytes);
            write(bytes.flip());
        }

        @Override
        public void sync() throws IOException {
            synchronized (SimulatedDisk.this) {
                step();
                settle(node);
            }
        }

        @Override
        public void close() {
            requireRunning();
        }
    }
}
