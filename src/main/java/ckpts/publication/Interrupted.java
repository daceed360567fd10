package ckpts.publication;

import ckpts.bytes.Disk;
import ckpts.bytes.OutsideRootsException;
import ckpts.plan.PlannedSave;
import ckpts.plan.SaveRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Saves that were killed while they gave files their names. Safe for use by several threads at once. */
public final class Interrupted {
    private Interrupted() {}

    /**
     * Finishes or undoes them where new saves go, so that these find the old checkpoint or the new one. A save that
     * another run is working on stays as it is: the new saves will report it.
     *
     * @return the actions taken, as sentences
     * @throws IOException if a folder cannot be read or written
     */
    public static List<String> settle(List<SaveRequest> saves, Disk disk) throws IOException {
        List<String> settled = new ArrayList<>();
        for (SaveRequest save : saves) {
            Path path = save.format().destination(save.path(), disk).path();
            Path directory = PlannedSave.directoryOf(path);
            if (!records(directory, disk).isEmpty()) {
                settled.addAll(settle(path, directory, disk));
            }
        }
        return settled;
    }

    /** Warnings that {@link #settle} would do something; none where looking is not permitted. */
    public static List<String> warnings(List<SaveRequest> saves, Disk disk) {
        Set<String> sentences = new LinkedHashSet<>();
        for (SaveRequest save : saves) {
            Optional<Path> directory = permitted(() -> PlannedSave.directoryOf(
                    save.format().destination(save.path(), disk).path()));
            for (Path commit : directory.map(found -> commits(found, disk)).orElse(Set.of())) {
                sentences.add(unfinished(commit) + "a run that saves in that folder first completes it or undoes it,"
                        + " and may then find other files there");
            }
        }
        return List.copyOf(sentences);
    }

    private static List<String> settle(Path path, Path directory, Disk disk) throws IOException {
        try (TargetLock claim = TargetLock.of(disk, directory, path, TemporaryNames.random())) {
            return claim.settled();
        } catch (SaveFailedException e) {
            return List.of();
        }
    }

    /** Settles one, and returns the action as a sentence. */
    static String settled(PublicationRecord record, Path directory, TemporaryNames names, Disk disk)
            throws IOException {
        Publication publication = new Publication(record, directory, names, disk);
        String killed = "a save of " + directory.resolve(record.commit().name()) + " was killed: ";
        List<String> sentences = new ArrayList<>();
        sentences.add(
                switch (publication.settle()) {
                    case BEGUN -> "the renaming of its files is undone";
                    case COMMITTED, ARRIVED -> "the renaming of its files is completed";
                    case FOREIGN -> "another program has changed its files since; they are left as they are";
                });
        publication.obstacle().ifPresent(why -> sentences.add("its data files keep the names that they have: " + why));
        sentences.addAll(publication.warnings());
        return killed + String.join("; ", sentences);
    }

    /**
     * A warning for readers of these files that a save of them is unfinished. Only looks, and is silent where that is
     * not permitted.
     *
     * @param files of one checkpoint
     */
    public static List<String> warnings(Collection<Path> files, Disk disk) {
        Set<Path> absolute =
                files.stream().map(Path::toAbsolutePath).collect(Collectors.toCollection(LinkedHashSet::new));
        return absolute.stream()
                .map(PlannedSave::directoryOf)
                .distinct()
                .flatMap(directory -> commits(directory, disk).stream())
                .filter(absolute::contains)
                .map(commit -> unfinished(commit) + "files beside it may be from another save, until the next save in"
                        + " that folder completes it or undoes it")
                .toList();
    }

    private static String unfinished(Path commit) {
        return "a save of " + commit + " was killed, or is still running: ";
    }

    /** The commit files of the unfinished saves there, as far as one may look. */
    private static Set<Path> commits(Path directory, Disk disk) {
        Set<Path> commits = new LinkedHashSet<>();
        permitted(() -> records(directory, disk))
                .orElse(List.of())
                .forEach(trace -> permitted(() -> PublicationRecord.read(directory.resolve(trace.name()), disk))
                        .flatMap(record -> record)
                        .ifPresent(record ->
                                commits.add(directory.resolve(record.commit().name()))));
        return commits;
    }

    /** A look at the disk. */
    private interface Look<T> {
        T take() throws IOException;
    }

    /** Reading a checkpoint does not require the permission to look at its neighbours. */
    private static <T> Optional<T> permitted(Look<T> look) {
        try {
            return Optional.of(look.take());
        } catch (IOException | OutsideRootsException e) {
            return Optional.empty();
        }
    }

    private static List<TemporaryNames.Trace> records(Path directory, Disk disk) throws IOException {
        return disk.list(directory).stream()
                .flatMap(name -> TemporaryNames.parse(name).stream())
                .filter(trace -> trace.kind() == TemporaryNames.Kind.SAVE)
                .toList();
    }
}
