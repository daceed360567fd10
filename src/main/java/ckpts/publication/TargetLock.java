package ckpts.publication;

import ckpts.bytes.Disk;
import ckpts.bytes.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One run's claim to write a target's files in one directory, and the removal of what dead runs left there.
 *
 * <p>A run first makes a lock file of its own and holds its lock; then it looks at those of others. Of two runs that
 * start at one time at least one sees the other. A lock that can be taken belongs to a dead run: its file and all
 * temporary files with its token are litter. The lock file is made before the first temporary file and goes after the
 * last one, so a temporary file without one, as a crash may leave it, is litter, too.
 */
final class TargetLock implements Closeable {
    private final Disk disk;
    private final Path directory;
    private final Path target;
    private final TemporaryNames names;
    private final Closeable own;
    private final List<String> warnings = new ArrayList<>();
    private final List<String> settled = new ArrayList<>();

    private TargetLock(Disk disk, Path directory, Path target, TemporaryNames names, Closeable own) {
        this.disk = disk;
        this.directory = directory;
        this.target = target;
        this.names = names;
        this.own = own;
    }

    /** @throws SaveFailedException if another run is saving to the target */
    static TargetLock of(Disk disk, Path directory, Path target, TemporaryNames names) throws IOException {
        Path lock = names.lock(directory, target);
        TargetLock claim = new TargetLock(disk, directory, target, names, disk.lock(lock));
        try {
            claim.clean();
            if (!disk.exists(lock)) {
                throw claim.busy();
            }
            return claim;
        } catch (IOException | RuntimeException e) {
            try {
                claim.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /** Sentences about litter that could not be removed. */
    List<String> warnings() {
        return warnings;
    }

    /** Sentences about saves that had been killed and were finished or undone. */
    List<String> settled() {
        return settled;
    }

    private void clean() throws IOException {
        // Locks last: whatever lock belongs to one of the others was made before it, and is in the last list.
        List<TemporaryNames.Trace> temporaries = traces(TemporaryNames.Kind.TMP);
        List<TemporaryNames.Trace> records = traces(TemporaryNames.Kind.SAVE);
        List<TemporaryNames.Trace> locks = traces(TemporaryNames.Kind.LOCK);
        Set<String> alive = new HashSet<>(Set.of(names.token()));
        Map<TemporaryNames.Trace, Closeable> dead = new LinkedHashMap<>();
        try {
            for (TemporaryNames.Trace lock : locks) {
                if (!lock.token().equals(names.token())) {
                    take(lock, dead, alive);
                }
            }
            for (TemporaryNames.Trace record : records) {
                if (!alive.contains(record.token()) && !(hold(record, dead) && settle(record))) {
                    alive.add(record.token());
                }
            }
            for (TemporaryNames.Trace temporary : temporaries) {
                if (!alive.contains(temporary.token())) {
                    remove(temporary);
                }
            }
        } finally {
            dead.forEach(this::release);
        }
    }

    private List<TemporaryNames.Trace> traces(TemporaryNames.Kind kind) throws IOException {
        return disk.list(directory).stream()
                .flatMap(name -> TemporaryNames.parse(name).stream())
                .filter(trace -> trace.kind() == kind)
                .toList();
    }

    private void take(TemporaryNames.Trace lock, Map<TemporaryNames.Trace, Closeable> dead, Set<String> alive)
            throws IOException {
        Optional<Closeable> left = disk.lockOfDead(directory.resolve(lock.name()));
        if (left.isPresent()) {
            dead.put(lock, left.get());
            return;
        }
        alive.add(lock.token());
        if (lock.isOf(target)) {
            throw busy();
        }
    }

    /**
     * Two runs that finish one save at a time could undo each other's steps: a record whose lock file is gone, as that
     * of a run that could not delete its files, gets a new one.
     *
     * @return false if another run is at it
     */
    private boolean hold(TemporaryNames.Trace record, Map<TemporaryNames.Trace, Closeable> dead) throws IOException {
        TemporaryNames.Trace lock = record.lock();
        try {
            dead.put(lock, disk.lock(directory.resolve(lock.name())));
            return true;
        } catch (FileAlreadyExistsException e) {
            return dead.containsKey(lock);
        }
    }

    /**
     * A record of another user may be a trap: it stays, with the files in it, for that user's next save.
     *
     * @return false if it stays
     */
    private boolean settle(TemporaryNames.Trace trace) throws IOException {
        Path file = directory.resolve(trace.name());
        if (!disk.exists(file)) {
            return true;
        }
        if (!disk.haveOneOwner(file, names.lock(directory, target))) {
            warnings.add(file + " records a save that was killed: the next save here by the owner of that file"
                    + " completes it");
            return false;
        }
        Optional<PublicationRecord> record = PublicationRecord.read(file, disk);
        if (record.isPresent()) {
            settled.add(Interrupted.settled(record.get(), directory, trace.names(), disk));
        }
        disk.delete(file);
        disk.syncDirectory(directory);
        return true;
    }

    private void remove(TemporaryNames.Trace temporary) {
        try {
            disk.delete(directory.resolve(temporary.name()));
        } catch (IOException e) {
            warn(temporary, e);
        }
    }

    private void release(TemporaryNames.Trace lock, Closeable left) {
        try {
            left.close();
        } catch (IOException e) {
            warn(lock, e);
        }
    }

    private void warn(TemporaryNames.Trace trace, IOException e) {
        warnings.add(directory.resolve(trace.name()) + ", left by a run that was killed, cannot be deleted: "
                + Reason.of(e));
    }

    private SaveFailedException busy() {
        return new SaveFailedException("another run is saving to " + target + ": wait for it; nothing was changed");
    }

    @Override
    public void close() throws IOException {
        own.close();
    }
}
