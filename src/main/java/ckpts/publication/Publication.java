package ckpts.publication;

import ckpts.bytes.CannotLinkException;
import ckpts.bytes.Disk;
import ckpts.publication.PublicationRecord.Data;
import ckpts.publication.PublicationRecord.Mark;
import ckpts.publication.PublicationRecord.Named;
import ckpts.publication.PublicationRecord.Old;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives the files of one save their names, or continues where another run that did so was killed: every step looks
 * first whether it is done, so that it can be taken any number of times.
 *
 * <p>Until the commit file has its name the old checkpoint is in place, and the new data files can be removed again;
 * from then on the new one is in place, and the rest is completed. Nothing is replaced or deleted that is not the very
 * file that was written down.
 */
final class Publication {
    /** Progress of a publication. */
    enum State {
        /** The old checkpoint is in place. */
        BEGUN,
        /** The new one is in place. */
        COMMITTED,
        /** The new one is in place under the names that it gets at the end of its detour. */
        ARRIVED,
        /** Another program has changed the files there. */
        FOREIGN
    }

    private final PublicationRecord record;
    private final Path directory;
    private final TemporaryNames names;
    private final Disk disk;
    private final List<String> warnings = new ArrayList<>();
    private boolean stays;
    private Optional<String> obstacle = Optional.empty();

    Publication(PublicationRecord record, Path directory, TemporaryNames names, Disk disk) {
        this.record = record;
        this.directory = directory;
        this.names = names;
        this.disk = disk;
    }

    /** Gives all names; afterwards the new checkpoint is in place and the old one is gone. */
    void publish() throws IOException {
        for (Data file : record.data()) {
            move(file.name());
        }
        sync(!record.data().isEmpty());
        move(record.commit().name());
        sync(true);
        finish(State.COMMITTED);
    }

    /**
     * Brings the directory to the state before the save or after it, depending on its progress.
     *
     * @return its progress
     */
    State settle() throws IOException {
        State state = state();
        switch (state) {
            case BEGUN -> takeBack();
            case COMMITTED, ARRIVED -> {
                // Seen is not yet durable: the killed run may not have come to that, and the old files go next.
                sync(true);
                finish(state);
            }
            case FOREIGN -> {}
        }
        return state;
    }

    State state() throws IOException {
        Path index = path(record.commit().name());
        if (record.commit().mark().isAt(names.temporary(index), disk)) {
            return record.commit().before().isAt(index, disk) ? State.BEGUN : State.FOREIGN;
        }
        // Two indexes written at one moment may have one mark: that of the end is not there while it waits.
        if (record.last().isPresent()
                && !isWaiting(record.last().get())
                && record.last().get().isAt(index, disk)) {
            return State.ARRIVED;
        }
        if (record.commit().mark().isAt(index, disk)) {
            return record.last().isPresent() ? State.COMMITTED : State.ARRIVED;
        }
        return State.FOREIGN;
    }

    private Path waiting() {
        return names.waiting(path(record.commit().name()));
    }

    private boolean isWaiting(Mark last) throws IOException {
        return last.isAt(waiting(), disk);
    }

    /** Sentences about steps that could not be done as planned, though the checkpoint is in place. */
    List<String> warnings() {
        return warnings;
    }

    /** Whether data files keep the names that they were to have for a while. */
    boolean stays() {
        return stays;
    }

    /** The reason why they do, if it was found here. */
    Optional<String> obstacle() {
        return obstacle;
    }

    private Path path(String name) {
        return directory.resolve(name);
    }

    private void move(String name) throws IOException {
        disk.move(names.temporary(path(name)), path(name));
    }

    private void sync(boolean changed) throws IOException {
        if (changed) {
            disk.syncDirectory(directory);
        }
    }

    private void takeBack() throws IOException {
        boolean changed = false;
        for (Data file : record.data()) {
            changed |= delete(file.name(), file.mark());
        }
        sync(changed);
    }

    /** @return whether it was there */
    private boolean delete(String name, Mark mark) throws IOException {
        boolean there = mark.isAt(path(name), disk);
        if (there) {
            disk.delete(path(name));
        }
        return there;
    }

    private void finish(State state) throws IOException {
        boolean changed = false;
        for (Named file : record.after()) {
            changed |= replace(file);
        }
        sync(changed);
        deleteOld(state);
        if (record.last().isPresent()) {
            arrive(state, record.last().get());
        }
    }

    /** @return whether it was still to be done */
    private boolean replace(Named file) throws IOException {
        if (!file.mark().isAt(names.temporary(path(file.name())), disk)) {
            return false;
        }
        if (!file.before().isAt(path(file.name()), disk)) {
            warnings.add(
                    path(file.name()) + " was changed by another program meanwhile: it is left as it is, though the"
                            + " checkpoint is the new one");
            return false;
        }
        move(file.name());
        return true;
    }

    /** On arrival the names of old data files are those of the new ones. */
    private void deleteOld(State state) throws IOException {
        List<String> taken = state == State.ARRIVED
                ? record.data().stream()
                        .flatMap(file -> file.lastName().stream())
                        .toList()
                : List.of();
        boolean changed = false;
        for (Old file : record.old()) {
            changed |= !taken.contains(file.name()) && delete(file.name(), file.mark());
        }
        sync(changed);
    }

    /**
     * The end of a detour: hard links under the last names of the data files, a commit file that refers to them, and the
     * first names go.
     */
    private void arrive(State state, Mark last) throws IOException {
        if (state != State.ARRIVED) {
            obstacle = isWaiting(last) ? link() : Optional.empty();
            stays = obstacle.isPresent() || !isWaiting(last);
            if (stays) {
                disk.delete(waiting());
                return;
            }
            disk.move(waiting(), path(record.commit().name()));
            sync(true);
        }
        boolean changed = false;
        for (Data file : record.data()) {
            boolean passed = file.lastName().isEmpty()
                    || file.mark().isAt(path(file.lastName().get()), disk);
            changed |= file.passing() && passed && delete(file.name(), file.mark());
        }
        sync(changed);
    }

    /**
     * Links for all last names or, where one cannot be created, for none: the checkpoint is in place under the first names.
     *
     * @return why one cannot be created
     */
    private Optional<String> link() throws IOException {
        for (Data file : record.data()) {
            if (file.passing() && !file.mark().isAt(path(file.name()), disk)) {
                return Optional.of(path(file.name()) + " was changed by another program");
            }
        }
        try {
            for (Data file : record.data()) {
                if (file.lastName().isPresent()
                        && !file.mark().isAt(path(file.lastName().get()), disk)) {
                    disk.link(path(file.name()), path(file.lastName().get()));
                }
            }
        } catch (CannotLinkException e) {
            unlink();
            return Optional.of("this disk cannot create hard links: " + e.getReason());
        } catch (FileAlreadyExistsException e) {
            unlink();
            return Optional.of(e.getFile() + " is in the way");
        }
        sync(true);
        return Optional.empty();
    }

    private void unlink() throws IOException {
        for (Data file : record.data()) {
            if (file.lastName().isPresent()) {
                delete(file.lastName().get(), file.mark());
            }
        }
        sync(true);
    }
}
