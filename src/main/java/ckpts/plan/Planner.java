package ckpts.plan;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.UnopenableName;
import ckpts.bytes.Watch;
import ckpts.checkpoint.SharedValues;
import ckpts.format.Conflict;
import ckpts.format.Destination;
import ckpts.format.Detour;
import ckpts.format.Layout;
import ckpts.format.NewestRecord;
import ckpts.format.Obstacles;
import ckpts.format.PlannedFile;
import ckpts.format.PlannedFile.Stage;
import ckpts.format.Segment;
import ckpts.format.Target;
import ckpts.plan.SaveRefusedException.Reason;
import ckpts.plan.SaveRefusedException.Refusal;
import ckpts.state.EditedFile;
import ckpts.tensor.ExactSizes;
import ckpts.tensor.TooLargeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns requests into a plan, or reports everything that prevents it. */
final class Planner {
    private static final long LARGEST_RECORD = 1L << 20;

    /** The stamps of files already looked into, so that no file changed since is replaced. */
    private final Watch disk;

    private final List<Refusal> refusals = new ArrayList<>();
    private final List<PlannedSave> saves = new ArrayList<>();
    private final Map<Named, SaveRequest> checkpoints = new HashMap<>();
    private final Map<Path, SaveRequest> files = new HashMap<>();
    /** The JSON files that the saves so far write beside checkpoints. */
    private final Map<Path, EditedFile> edited = new HashMap<>();
    /** The contents of records of newest checkpoints after the saves so far. */
    private final Map<Path, byte[]> records = new HashMap<>();
    /** The total of the saves so far. */
    private long tensorBytes;

    /** A checkpoint as it will be opened: those of two formats do not touch each other, even under one name. */
    private record Named(String format, Path target) {}

    Planner(Disk disk) {
        this.disk = new Watch(disk);
    }

    List<PlannedSave> plan(List<SaveRequest> requests) throws SaveRefusedException, IOException {
        for (SaveRequest asked : requests) {
            Destination destination = asked.format().destination(asked.path(), disk);
            SaveRequest request = asked.at(destination.path());
            try {
                Optional<Refusal> refusal = refusal(request, destination, asked.path());
                if (refusal.isPresent()) {
                    refusals.add(refusal.get());
                } else {
                    lay(request, destination);
                }
            } catch (TooLargeException e) {
                refusals.add(new Refusal(
                        request.step(),
                        Reason.UNSTORABLE,
                        "the checkpoint is too large to save: " + e.getMessage(),
                        List.of(),
                        "drop or slice tensors that are too large"));
            }
        }
        if (!refusals.isEmpty()) {
            throw new SaveRefusedException(refusals);
        }
        for (PlannedSave save : saves) {
            requireNothingNewIsDeleted(save);
        }
        return saves;
    }

    /** @param asked the path as it was given */
    private Optional<Refusal> refusal(SaveRequest request, Destination destination, Path asked) throws IOException {
        Named named = new Named(request.format().name(), disk.canonical(destination.stem()));
        SaveRequest earlier = checkpoints.putIfAbsent(named, request);
        if (earlier != null) {
            return Optional.of(twice(request, asked, earlier));
        }
        List<String> obstacles = Obstacles.of(request.checkpoint(), request.format());
        if (!obstacles.isEmpty()) {
            return Optional.of(new Refusal(
                    request.step(),
                    Reason.UNSTORABLE,
                    request.format().name() + " cannot store this checkpoint",
                    obstacles,
                    ""));
        }
        Optional<Conflict> conflict = request.format().conflict(request.checkpoint(), destination, disk);
        if (conflict.isPresent()) {
            return Optional.of(new Refusal(
                    request.step(),
                    Reason.UNSTORABLE,
                    conflict.get().message(),
                    conflict.get().details(),
                    conflict.get().help()));
        }
        return request.options().overwrite()
                ? Optional.empty()
                : destination.occupant().map(there -> occupied(request, there));
    }

    private void lay(SaveRequest request, Destination destination) throws IOException {
        SaveOptions options = request.options();
        Target target = new Target(
                request.path(),
                disk.list(PlannedSave.directoryOf(request.path())),
                options.shards(),
                options.shardSize(),
                options.byLink(),
                options.latest(),
                options.ofFormat());
        Layout layout = recorded(request, request.format().layout(request.checkpoint(), target))
                .noting(separated(request));
        requireOneCommit(request, layout);
        tensorBytes = ExactSizes.sum(tensorBytes, PlannedSave.tensorBytes(layout));
        Optional<String> tooLong = layout.files().stream()
                .flatMap(file -> UnopenableName.tooLong(file.path()).stream())
                .findFirst();
        if (tooLong.isPresent()) {
            refusals.add(new Refusal(
                    request.step(), Reason.UNSTORABLE, tooLong.get(), List.of(), "save under a shorter name"));
            return;
        }
        for (PlannedFile file : layout.files()) {
            if (file.stage() != Stage.AFTER) {
                claim(request, file, layout.first(file).isEmpty());
            }
        }
        for (Detour detour : layout.detour().stream().toList()) {
            for (Path passing : detour.passing()) {
                claim(request, PlannedFile.written(passing, Stage.DATA, List.of()), true);
            }
        }
        Layout accompanied = accompanied(request, layout, destination);
        saves.add(PlannedSave.of(request, accompanied, destination.occupant().isEmpty(), disk));
    }

    /** With the directory's record of its newest checkpoint, if that is to name this one. */
    /** Which tensors share their values where they were read and do not where they are written. */
    private static List<String> separated(SaveRequest request) {
        if (request.format().keepsSharedValues()) {
            return List.of();
        }
        List<List<String>> shared = SharedValues.among(request.checkpoint().entries());
        if (shared.isEmpty()) {
            return List.of();
        }
        int count = shared.stream().mapToInt(List::size).sum();
        List<String> first = shared.get(0);
        return List.of(count + " tensors share values, such as \"" + first.get(0) + "\" and \"" + first.get(1)
                + "\"; they are stored separately");
    }

    private Layout recorded(SaveRequest request, Layout layout) throws IOException {
        Optional<NewestRecord> record = request.format().newestRecord();
        if (!request.options().latest() || record.isEmpty()) {
            return layout;
        }
        Path file = PlannedSave.directoryOf(request.path()).resolve(record.get().fileName());
        Path key = disk.canonical(file);
        Optional<byte[]> before = records.containsKey(key) ? Optional.of(records.get(key)) : contents(file);
        byte[] text = record.get().naming(request.path(), before, disk);
        records.put(key, text);
        Segment segment = new Segment.Generated("record of the newest checkpoint", written -> text);
        return layout.with(PlannedFile.written(file, Stage.AFTER, List.of(segment)));
    }

    /** The contents of a record; a large file of that name is something else. */
    private Optional<byte[]> contents(Path file) throws IOException {
        if (!disk.exists(file) || disk.isDirectory(file)) {
            return Optional.empty();
        }
        try (ByteSource source = disk.open(file)) {
            if (source.size() > LARGEST_RECORD) {
                return Optional.empty();
            }
            ByteBuffer contents = ByteBuffer.allocate((int) source.size());
            source.read(0, contents);
            return Optional.of(contents.array());
        }
    }

    /** @param free whether the path must be free: else the file there is removed first */
    private void claim(SaveRequest request, PlannedFile file, boolean free) throws IOException {
        SaveRequest earlier = files.putIfAbsent(disk.canonical(file.path()), request);
        if (earlier != null && earlier != request) {
            refusals.add(twice(request, file.path(), earlier));
        } else if (earlier != null) {
            throw new IllegalStateException("the layout of " + request.path() + " has two files " + file.path());
        } else if (!free || !disk.exists(file.path())) {
            return;
        } else if (file.stage() == Stage.DATA) {
            refusals.add(new Refusal(
                    request.step(),
                    Reason.OCCUPIED,
                    file.path() + " is in the way",
                    List.of("its name is needed for new data, which must not be mixed with old data"),
                    "move it away, or save under another name"));
        } else if (!request.options().overwrite()) {
            refusals.add(occupied(request, file.path()));
        }
    }

    /** With the JSON files that go beside the checkpoint; one that an earlier save writes just so is written once. */
    private Layout accompanied(SaveRequest request, Layout layout, Destination destination) throws IOException {
        Layout all = layout;
        for (EditedFile file : request.edited()) {
            Path path = file.beside(request.path());
            Path key = disk.canonical(path);
            EditedFile earlier = edited.putIfAbsent(key, file);
            if (earlier != null && earlier.hasContentsOf(file)) {
                continue;
            }
            Optional<Refusal> refusal = refusal(request, layout, file, destination);
            if (refusal.isPresent()) {
                refusals.add(refusal.get());
                continue;
            }
            // A replaced file cannot be restored, so it stays until the checkpoint is certain to be complete.
            Stage stage = disk.exists(path) ? Stage.AFTER : Stage.DATA;
            Segment segment = new Segment.Generated(file.summary(), written -> file.bytes());
            all = all.with(PlannedFile.written(path, stage, List.of(segment)));
        }
        return all;
    }

    /** Why a JSON file cannot be written beside a checkpoint. */
    private Optional<Refusal> refusal(SaveRequest request, Layout layout, EditedFile file, Destination destination)
            throws IOException {
        Path path = file.beside(request.path());
        Path key = disk.canonical(path);
        List<Path> own = new ArrayList<>(layout.obsolete());
        layout.files().forEach(planned -> own.add(planned.path()));
        for (Path ownFile : own) {
            if (disk.canonical(ownFile).equals(key)) {
                return Optional.of(new Refusal(
                        request.step(),
                        Reason.UNSTORABLE,
                        path + " belongs to the checkpoint itself",
                        List.of("the save writes or deletes it, so that the values set in it would be lost"),
                        "leave out the `set json` of it"));
            }
        }
        SaveRequest earlier = files.putIfAbsent(key, request);
        if (earlier != null) {
            return Optional.of(twice(request, path, earlier));
        }
        if (disk.isDirectory(path)) {
            return Optional.of(new Refusal(
                    request.step(),
                    Reason.OCCUPIED,
                    path + " is in the way",
                    List.of("a folder has the name of the JSON file that goes beside the checkpoint"),
                    "move it away, or save to another folder"));
        }
        return disk.exists(path) && !request.options().imagined()
                ? replacing(request, file, destination)
                : Optional.empty();
    }

    /**
     * Why a JSON file that is there is not replaced; {@code overwrite} is about the checkpoint and what goes with it.
     */
    private Optional<Refusal> replacing(SaveRequest request, EditedFile file, Destination destination)
            throws IOException {
        Path path = file.beside(request.path());
        if (disk.canonical(path).equals(disk.canonical(file.path()))) {
            return Optional.of(new Refusal(
                    request.step(),
                    Reason.OCCUPIED,
                    path + " is the file in which values were set",
                    List.of("`set json` leaves it as it is, and writes the new one beside the checkpoint"),
                    "save to another folder"));
        }
        if (!request.options().overwrite()) {
            return Optional.of(occupied(request, path));
        }
        return destination.occupant().isPresent()
                ? Optional.empty()
                : Optional.of(new Refusal(
                        request.step(),
                        Reason.OCCUPIED,
                        path + " exists",
                        List.of("`overwrite` replaces it together with the checkpoint at " + request.path()
                                + ", and there is none: it belongs to something else"),
                        "move it away, or save to another folder"));
    }

    /** Without exactly one file that makes a checkpoint exist, a crash could leave half of it. */
    private static void requireOneCommit(SaveRequest request, Layout layout) {
        long commits = layout.files().stream()
                .filter(file -> file.stage() == Stage.COMMIT)
                .count();
        if (commits != 1) {
            throw new IllegalStateException(
                    "the layout of " + request.path() + " has " + commits + " commit files in place of one");
        }
    }

    private void requireNothingNewIsDeleted(PlannedSave save) throws IOException {
        for (Path old : save.layout().obsolete()) {
            boolean makesWay = save.layout()
                    .detour()
                    .filter(detour -> detour.names().containsKey(old))
                    .isPresent();
            if (!makesWay && files.containsKey(disk.canonical(old))) {
                throw new IllegalStateException(
                        "the layout of " + save.request().path() + " deletes " + old + ", which is written");
            }
        }
    }

    private static Refusal twice(SaveRequest request, Path path, SaveRequest earlier) {
        return new Refusal(
                request.step(),
                Reason.TWICE,
                path + " is saved twice",
                List.of("first at " + earlier.step().place() + ": "
                        + earlier.step().text()),
                "give one of them another path");
    }

    private static Refusal occupied(SaveRequest request, Path path) {
        return new Refusal(
                request.step(),
                Reason.OCCUPIED,
                path + " exists",
                List.of(),
                "to replace it, run with --overwrite, or write `overwrite` at the end of the statement; else save"
                        + " to another path");
    }
}
