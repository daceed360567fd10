package ckpts.workspace;

import ckpts.bytes.CannotLinkException;
import ckpts.bytes.Disk;
import ckpts.bytes.OutputFile;
import ckpts.bytes.SeenFile;
import ckpts.format.Detour;
import ckpts.format.PlannedFile;
import ckpts.format.PlannedFile.Stage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files of one save on their way: made under temporary names beside their targets, then given their names stage by
 * stage. Until the commit file has its name, {@link #abandon} takes everything back.
 */
final class Staging implements Closeable {
    private final PlannedSave save;
    private final Disk disk;
    private final TemporaryNames names = TemporaryNames.random();
    private final List<Claim> claims = new ArrayList<>();
    private final Deque<Path> madeDirectories = new ArrayDeque<>();
    private final Deque<Path> made = new ArrayDeque<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean committed;
    /** Whether data files keep the names that they were to have for a while. */
    private boolean stays;

    Staging(PlannedSave save, Disk disk) {
        this.save = save;
        this.disk = disk;
    }

    PlannedSave save() {
        return save;
    }

    /** Takes the target, makes its directories, removes what dead runs left in them. */
    void begin() throws SaveFailedException {
        for (Path directory : save.directories()) {
            try {
                makeDirectory(directory);
                claims.add(Claim.of(disk, directory, save.request().path(), names));
            } catch (SaveFailedException e) {
                throw e;
            } catch (IOException e) {
                throw failed("cannot write in " + directory, e);
            }
        }
        requireUnchanged();
    }

    /**
     * What the save is made of and what it replaces must be what they were when it was planned: else what somebody else
     * did meanwhile would be lost.
     */
    void requireUnchanged() throws SaveFailedException {
        List<SeenFile> inputs = new ArrayList<>(save.request().inputs());
        save.request().edited().forEach(file -> inputs.add(file.source()));
        require(inputs, " since it was read: load it again and save");
        require(save.replaced(), " since the save was planned: save again");
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

    private Path temporary(PlannedFile file) {
        boolean goes = detour().filter(detour -> file == detour.commit()).isPresent();
        // Two files wait for the name of the commit file.
        return names.temporary(goes ? file.path().resolveSibling(file.path().getFileName() + "-first") : file.path());
    }

    private String happened(SeenFile file) {
        if (file.stamp().isMissing()) {
            return " has appeared";
        }
        return disk.exists(file.path()) ? " has changed" : " has gone";
    }

    private static SaveFailedException failed(String what, IOException e) {
        return new SaveFailedException(what + ": " + SaveFailedException.reason(e) + "; nothing was changed", e);
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

    NewFile create(PlannedFile file) throws SaveFailedException {
        Path temporary = temporary(file);
        made.push(temporary);
        try {
            Optional<Path> like = save.predecessor(file);
            OutputFile output = like.isPresent() ? disk.create(temporary, like.get()) : disk.create(temporary);
            return new NewFile(file.path(), PlannedSave.tensorBytes(file), output);
        } catch (IOException e) {
            throw failed("cannot write " + file.path(), e);
        }
    }

    /** @return false if the disk cannot, so that the file must be copied */
    boolean link(PlannedFile file, Path existing) throws SaveFailedException {
        Path temporary = temporary(file);
        made.push(temporary);
        try {
            disk.link(existing, temporary);
            return true;
        } catch (CannotLinkException e) {
            made.pop();
            warnings.add(file.path() + " is a copy of " + existing + ": it cannot be linked: " + e.getReason());
            return false;
        } catch (IOException e) {
            throw new SaveFailedException(
                    "cannot link " + file.path() + " to " + existing + ": " + SaveFailedException.reason(e)
                            + "; nothing was changed; leave out `by link` to copy",
                    e);
        }
    }

    /** Gives the files their names; afterwards the new checkpoint stands and the old one is gone. */
    void publish() throws IOException {
        Optional<Detour> detour = detour();
        publish(files(Stage.DATA));
        publish(detour.map(Detour::data).orElse(List.of()));
        publish(detour.map(way -> List.of(way.commit())).orElseGet(() -> files(Stage.COMMIT)));
        publish(files(Stage.AFTER));
        delete(save.layout().obsolete());
        if (detour.isPresent()) {
            arrive(detour.get());
        }
    }

    private List<PlannedFile> files(Stage stage) {
        return save.layout().files().stream()
                .filter(file -> file.stage() == stage)
                .toList();
    }

    /** The end of a detour: second names for the data files, a commit file that says them, and the first names go. */
    private void arrive(Detour detour) throws IOException {
        try {
            link(detour.names());
        } catch (CannotLinkException e) {
            stay(e);
            return;
        }
        publish(files(Stage.COMMIT));
        delete(detour.passing());
    }

    /** All of these names or, where one cannot be had, none: the checkpoint stands under the first ones. */
    private void link(Map<Path, Path> names) throws IOException {
        List<Path> linked = new ArrayList<>();
        try {
            for (Map.Entry<Path, Path> name : names.entrySet()) {
                disk.link(name.getValue(), name.getKey());
                linked.add(name.getKey());
            }
        } catch (IOException e) {
            delete(linked);
            throw e;
        }
        sync(linked);
    }

    private void stay(CannotLinkException e) throws IOException {
        stays = true;
        Path waiting = temporary(save.layout().commit());
        disk.delete(waiting);
        made.remove(waiting);
        warnings.add("data files keep numbers that depend on what stood at "
                + save.request().path() + ": this disk has no second names for files: " + e.getReason());
    }

    /** What the files of the checkpoint are called, once they are published. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        save.layout().files().forEach(file -> files.add(stays ? first(file) : file.path()));
        if (stays) {
            detour().ifPresent(way -> way.data().forEach(file -> files.add(file.path())));
        }
        return files;
    }

    private void delete(List<Path> files) throws IOException {
        for (Path file : files) {
            disk.delete(file);
        }
        sync(files);
    }

    private void publish(List<PlannedFile> files) throws IOException {
        for (PlannedFile file : files) {
            move(file);
        }
        sync(files.stream().map(this::first).toList());
    }

    private void move(PlannedFile file) throws IOException {
        Path temporary = temporary(file);
        try {
            disk.move(temporary, first(file));
        } finally {
            // A move that failed after it was done must not lead to the loss of what it moved.
            committed |= file.stage() == Stage.COMMIT && !disk.exists(temporary);
        }
        made.remove(temporary);
        if (file.stage() == Stage.DATA) {
            made.push(first(file));
        }
    }

    private void sync(List<Path> files) throws IOException {
        Set<Path> directories = new TreeSet<>();
        files.forEach(file -> directories.add(PlannedSave.directoryOf(file)));
        for (Path directory : directories) {
            disk.syncDirectory(directory);
        }
    }

    /** Whether the new checkpoint stands. */
    boolean isCommitted() {
        return committed;
    }

    List<String> warnings() {
        return Stream.concat(warnings.stream(), claims.stream().flatMap(claim -> claim.warnings().stream()))
                .toList();
    }

    /** Removes what was made. A checkpoint that stands keeps its data; its temporary files go all the same. */
    void abandon() throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (Path file : made) {
            if (!committed || TemporaryNames.isTemporary(file)) {
                try {
                    disk.delete(file);
                } catch (IOException e) {
                    failure = Optional.of(e);
                }
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Gives the target back; directories that were made for nothing go with it. */
    @Override
    public void close() throws IOException {
        Optional<IOException> failure = Optional.empty();
        for (Claim claim : claims) {
            try {
                claim.close();
            } catch (IOException e) {
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        while (!committed && !madeDirectories.isEmpty()) {
            Path directory = madeDirectories.pop();
            if (disk.list(directory).isEmpty()) {
                disk.delete(directory);
            }
        }
    }
}
