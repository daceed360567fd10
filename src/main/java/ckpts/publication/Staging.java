package ckpts.publication;

import ckpts.bytes.CannotLinkException;
import ckpts.bytes.Disk;
import ckpts.bytes.OutputFile;
import ckpts.bytes.Reason;
import ckpts.bytes.SeenFile;
import ckpts.format.Detour;
import ckpts.format.PlannedFile;
import ckpts.plan.PlannedSave;
import ckpts.plan.SaveRequest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one save being written: created under temporary names beside their targets, then given their names
 * stage by stage. Until the commit file has its name, {@link #abandon} undoes everything.
 */
public final class Staging implements Closeable {
    private final PlannedSave save;
    private final Disk disk;
    private final TemporaryNames names = TemporaryNames.random();
    private final List<TargetLock> claims = new ArrayList<>();
    private final Deque<Path> madeDirectories = new ArrayDeque<>();
    private final Deque<Path> created = new ArrayDeque<>();
    private final List<String> warnings = new ArrayList<>();
    private Optional<Publication> publication = Optional.empty();
    /** Present as long as the record is on the disk. */
    private Optional<Path> record = Optional.empty();

    private Publication.State state = Publication.State.BEGUN;
    /** Whether data files keep the names that they were to have for a while. */
    private boolean stays;

    public Staging(PlannedSave save, Disk disk) {
        this.save = save;
        this.disk = disk;
    }

    public PlannedSave save() {
        return save;
    }

    /**
     * Takes the target, makes its directories, removes what dead runs left in them. If one of these was giving names
     * there, the plan may not fit the files there now.
     */
    public void begin() throws SaveFailedException {
        for (Path directory : save.directories()) {
            try {
                makeDirectory(directory);
                claims.add(TargetLock.of(disk, directory, save.request().path(), names));
            } catch (SaveFailedException e) {
                throw e;
            } catch (IOException e) {
                throw failed("cannot write in " + directory, e);
            }
        }
        List<String> settled =
                claims.stream().flatMap(claim -> claim.settled().stream()).toList();
        if (!settled.isEmpty()) {
            throw new SaveFailedException(String.join("; ", settled) + ": save again; nothing else was changed");
        }
        requireUnchanged();
    }

    /**
     * The inputs of the save and the files it replaces must be what they were when it was planned: else changes by
     * another program would be lost.
     */
    public void requireUnchanged() throws SaveFailedException {
        List<SeenFile> inputs = new ArrayList<>(save.request().inputs());
        save.request().edited().forEach(file -> inputs.add(file.source()));
        require(inputs, " since it was read: load it again and save");
        require(save.replaced(), " since the save was planned: save again");
        requireFresh();
    }

    /** Two saves to one path may have no file in common: then the names of this one do not reveal the other. */
    private void requireFresh() throws SaveFailedException {
        SaveRequest request = save.request();
        try {
            Optional<Path> occupant = save.fresh()
                    ? request.format().destination(request.path(), disk).occupant()
                    : Optional.empty();
            if (occupant.isPresent()) {
                throw new SaveFailedException(
                        occupant.get() + " has appeared since the save was planned: save again; nothing was changed");
            }
        } catch (SaveFailedException e) {
            throw e;
        } catch (IOException e) {
            throw failed("cannot look at " + request.path(), e);
        }
    }

    private void require(List<SeenFile> files, String since) throws SaveFailedException {
        for (SeenFile file : files) {
            try {
                if (file.isChanged(disk)) {
                    throw new SaveFailedException(file.path() + happened(file) + since + "; nothing was changed");
                }
            } catch (SaveFailedException e) {
                throw e;
            } catch (IOException e) {
                throw failed("cannot look at " + file.path(), e);
            }
        }
    }

    private Optional<Detour> detour() {
        return save.layout().detour();
    }

    /** The name that a file gets when it is published. */
    private Path first(PlannedFile file) {
        return save.layout().first(file).orElse(file.path());
    }

    /** Two files wait for the name of the commit file, if there is a detour. */
    private Path temporary(PlannedFile file) {
        boolean waits = detour().isPresent() && file == save.layout().commit();
        return waits ? names.waiting(file.path()) : names.temporary(first(file));
    }

    private String happened(SeenFile file) {
        if (file.stamp().isMissing()) {
            return " has appeared";
        }
        return disk.exists(file.path()) ? " has changed" : " has gone";
    }

    private SaveFailedException failed(String what, IOException e) {
        return new SaveFailedException(what + ": " + reason(e, Reason.of(e)) + "; nothing was changed", e);
    }

    private void makeDirectory(Path directory) throws IOException {
        if (disk.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            makeDirectory(parent);
        }
        disk.createDirectories(directory);
        madeDirectories.push(directory);
        if (parent != null) {
            disk.syncDirectory(parent);
        }
    }

    public NewFile create(PlannedFile file) throws SaveFailedException {
        Path temporary = temporary(file);
        created.push(temporary);
        try {
            Optional<Path> like = save.predecessor(file);
            OutputFile output = like.isPresent() ? disk.create(temporary, like.get()) : disk.create(temporary);
            return new NewFile(file.path(), PlannedSave.tensorBytes(file), output);
        } catch (IOException e) {
            throw failed("cannot write " + file.path(), e);
        }
    }

    /** @return false if the disk cannot, so that the file must be copied */
    public boolean link(PlannedFile file, Path existing) throws SaveFailedException {
        Path temporary = temporary(file);
        created.push(temporary);
        try {
            disk.link(existing, temporary);
            return true;
        } catch (CannotLinkException e) {
            created.pop();
            warnings.add(file.path() + " is a copy of " + existing + ": it cannot be linked: " + e.getReason());
            return false;
        } catch (IOException e) {
            throw new SaveFailedException(
                    "cannot link " + file.path() + " to " + existing + ": " + Reason.of(e)
                            + "; nothing was changed; leave out `by link` to copy",
                    e);
        }
    }

    /**
     * Gives the files their names; afterwards the new checkpoint is in place and the old one is gone. The record of
     * this is on the disk before, so that the next run finishes or undoes it if this one is killed.
     */
    public void publish() throws IOException {
        PublicationRecord written = PublicationRecord.of(save.layout(), names, disk);
        Publication begun = new Publication(written, directory(), names, disk);
        publication = Optional.of(begun);
        if (!written.isOneStep()) {
            record(written);
        }
        begun.publish();
        requireThere(begun);
        stays = begun.stays();
        begun.obstacle()
                .ifPresent(why -> warnings.add("data files keep numbers that depend on the previous files at "
                        + save.request().path() + ": " + why));
        warnings.addAll(begun.warnings());
        state = Publication.State.ARRIVED;
        forget();
        clear();
    }

    private void record(PublicationRecord written) throws IOException {
        Path file = names.record(directory(), save.request().path());
        record = Optional.of(file);
        try {
            written.write(file, disk);
        } catch (IOException e) {
            throw disk.isDirectory(directory())
                    ? new SaveFailedException("cannot write in " + directory() + ": " + Reason.of(e), e)
                    : e;
        }
    }

    private Path directory() {
        return PlannedSave.directoryOf(save.layout().commit().path());
    }

    /** The folder may have been moved away, and another one come to its place, while files got their names in it. */
    private void requireThere(Publication published) throws IOException {
        if (published.state() == Publication.State.FOREIGN) {
            throw new SaveFailedException(
                    save.layout().commit().path() + " was moved, replaced or deleted by another program meanwhile");
        }
    }

    /** Removed before any file in it goes: it is outdated from then on. */
    private void forget() throws IOException {
        if (record.isPresent()) {
            disk.delete(record.get());
            disk.syncDirectory(directory());
            record = Optional.empty();
        }
    }

    /** The names of the checkpoint's files, once they are published. */
    public List<Path> files() {
        List<Path> files = new ArrayList<>();
        save.layout().files().forEach(file -> files.add(stays ? first(file) : file.path()));
        if (stays) {
            detour().ifPresent(way -> way.data().forEach(file -> files.add(file.path())));
        }
        return files;
    }

    /** The state of the path after a publication that failed. */
    public String outcome() {
        Path path = save.request().path();
        if (!disk.isDirectory(directory())) {
            return path + " is gone with its folder";
        }
        return path
                + switch (state) {
                    case BEGUN -> " is as it was";
                    case COMMITTED, ARRIVED -> " holds the new checkpoint";
                    case FOREIGN -> " was changed by another program";
                };
    }

    /** Of a folder that was moved away the system says only that there is no such file. */
    public String reason(IOException e, String message) {
        boolean gone = e instanceof NoSuchFileException && !disk.isDirectory(directory());
        return gone ? "the folder " + directory() + " was moved or deleted meanwhile" : message;
    }

    public List<String> warnings() {
        return Stream.concat(warnings.stream(), claims.stream().flatMap(claim -> claim.warnings().stream()))
                .toList();
    }

    /**
     * Removes the files that were created. A checkpoint that is in place stays, and what is left to do for it is done;
     * temporary files go. If that fails they stay, with the record, for the next save.
     */
    public void abandon() throws IOException {
        if (publication.isPresent()) {
            state = publication.get().state();
            publication.get().settle();
            forget();
        }
        clear();
    }

    private void clear() throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (Path file : created) {
            try {
                if (disk.exists(file)) {
                    disk.delete(file);
                }
            } catch (IOException e) {
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Releases the target; directories that were created in vain are removed. */
    @Override
    public void close() throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (TargetLock claim : claims) {
            try {
                claim.close();
            } catch (IOException e) {
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        boolean isNew = state == Publication.State.COMMITTED || state == Publication.State.ARRIVED;
        while (!isNew && !madeDirectories.isEmpty()) {
            Path directory = madeDirectories.pop();
            if (disk.list(directory).isEmpty()) {
                disk.delete(directory);
            }
        }
    }
}
