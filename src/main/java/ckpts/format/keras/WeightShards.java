package ckpts.format.keras;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.checkpoint.Checkpoint;
import ckpts.format.Conflict;
import ckpts.format.Destination;
import ckpts.format.Detour;
import ckpts.format.Layout;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.PlannedFile;
import ckpts.format.Segment;
import ckpts.format.Sharding;
import ckpts.format.Target;
import ckpts.format.index.IndexStyle;
import ckpts.format.index.IndexedPath;
import ckpts.format.index.ShardIndex;
import ckpts.format.index.ShardIndex.Place;
import ckpts.format.keras.ObjectPlacement.Placed;
import ckpts.format.keras.SavedFile.Container;
import ckpts.naming.Counted;
import ckpts.tensor.ExactSizes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Weights in shards:
 *
 * <pre>
 *   STEM.weights.json          for each group of variables, the shards that have some of them
 *   STEM_00000.weights.h5      numbered from 0, of which Keras opens the first before it looks at the index
 *   STEM_00001.weights.h5
 * </pre>
 */
final class WeightShards {
    static final String ENDING = ".weights.json";

    private static final IndexStyle STYLE = new IndexStyle(4, false, false, true);
    private static final Pattern SHARD = Pattern.compile("_[0-9]{5,9}\\.weights\\.h5");

    private final SavedDraft draft;
    private final ObjectPlacement placement;
    private final Target target;
    private final String stem;
    private final List<String> notes = new ArrayList<>();

    private WeightShards(SavedDraft draft, ObjectPlacement placement, Target target) {
        this.draft = draft;
        this.placement = placement;
        this.target = target;
        this.stem = stem(target.path());
    }

    static boolean isIndex(Path path, Disk disk) {
        return IndexedPath.name(path).endsWith(ENDING) && disk.exists(path) && !disk.isDirectory(path);
    }

    private static String stem(Path index) {
        String name = IndexedPath.name(index);
        return name.substring(0, name.length() - ENDING.length());
    }

    static OpenedCheckpoint open(Path path, Disk disk) throws IOException {
        List<ByteSource> opened = new ArrayList<>();
        try {
            opened.add(disk.open(path));
            ShardIndex index = ShardIndex.read(opened.get(0), STYLE).index();
            if (index.shards().isEmpty()) {
                throw new MalformedFileException(opened.get(0), 0, "the index names no file with weights");
            }
            SavedReader reader = new SavedReader(KerasWeightsFormat.NAME);
            List<Path> files = new ArrayList<>(List.of(path));
            List<String> names = List.copyOf(index.shards());
            for (String name : names) {
                Path shard = ShardIndex.shard(path, name, disk);
                opened.add(disk.open(shard));
                files.add(shard);
                reader.add(shard, opened.get(opened.size() - 1), Optional.empty());
            }
            requireIndexed(index, names, reader, opened.get(0));
            Checkpoint checkpoint = reader.checkpoint(
                    reader.rootMetadata(), Optional.empty(), new Container.Shards(reader.shardsOfDatasets()));
            return new OpenedCheckpoint(
                    checkpoint, KerasWeightsFormat.NAME, path, files, List.of(), () -> close(opened));
        } catch (IOException | RuntimeException e) {
            close(opened);
            throw e;
        }
    }

    /** All of them, whatever happens to one. */
    private static void close(List<ByteSource> opened) throws IOException {
        IOException first = null;
        for (ByteSource source : opened) {
            try {
                source.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Index and shards must say the same: Keras finds only what the index has. */
    private static void requireIndexed(ShardIndex index, List<String> names, SavedReader reader, ByteSource source)
            throws MalformedFileException {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        reader.shardsOfDatasets()
                .forEach((dataset, shard) -> found.computeIfAbsent(
                                dataset.substring(0, dataset.lastIndexOf('/')), any -> new LinkedHashSet<>())
                        .add(names.get(shard)));
        for (Map.Entry<String, Place> place : index.weightMap().entrySet()) {
            Set<String> shards = found.getOrDefault(place.getKey(), Set.of());
            for (String name : place.getValue().files()) {
                if (!shards.contains(name)) {
                    throw new MalformedFileException(
                            source, 0, "the index has " + place.getKey() + " in " + name + ", where it is not");
                }
            }
        }
        for (Map.Entry<String, Set<String>> group : found.entrySet()) {
            Optional<Place> place = Optional.ofNullable(index.weightMap().get(group.getKey()));
            for (String name : group.getValue()) {
                if (place.filter(own -> own.files().contains(name)).isEmpty()) {
                    throw new MalformedFileException(
                            source, 0, name + " has " + group.getKey() + ", which the index does not have there");
                }
            }
        }
    }

    /** Files that are called as its shards would be, and belong to no index. */
    static Optional<Conflict> conflict(Destination destination, Disk disk) throws IOException {
        Path index = destination.path();
        if (!IndexedPath.name(index).endsWith(ENDING) || disk.exists(index)) {
            return Optional.empty();
        }
        Path folder = Optional.ofNullable(index.getParent()).orElse(Path.of(""));
        List<String> there =
                disk.exists(folder) || folder.toString().isEmpty() ? shards(stem(index), disk.list(folder)) : List.of();
        return there.isEmpty()
                ? Optional.empty()
                : Optional.of(new Conflict(
                        "the shards would replace " + Counted.of(there.size(), "file", "files")
                                + " that no index names",
                        there,
                        "save under another name, or remove them"));
    }

    private static List<String> shards(String stem, List<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(stem)
                        && SHARD.matcher(name.substring(stem.length())).matches())
                .toList();
    }

    static Layout layout(SavedDraft draft, ObjectPlacement placement, Target target) {
        return new WeightShards(draft, placement, target).layout();
    }

    private Layout layout() {
        List<List<Placed>> contents = contents();
        List<PlannedFile> files = new ArrayList<>();
        List<Path> names = new ArrayList<>();
        for (int shard = 0; shard < contents.size(); shard++) {
            names.add(shard(shard));
        }
        List<List<Segment>> segments = draft.files(contents);
        for (int shard = 0; shard < contents.size(); shard++) {
            files.add(PlannedFile.written(names.get(shard), PlannedFile.Stage.DATA, segments.get(shard)));
        }
        files.add(commit(contents, names));
        List<String> old = shards(stem, target.siblings());
        List<Path> obsolete = old.stream().map(target.path()::resolveSibling).toList();
        boolean inUse = names.stream().anyMatch(name -> old.contains(IndexedPath.name(name)));
        return new Layout(files, obsolete, notes, inUse ? Optional.of(detour(contents, names, old)) : Optional.empty());
    }

    private Path shard(int number) {
        return target.path().resolveSibling(String.format(Locale.ROOT, "%s_%05d.weights.h5", stem, number));
    }

    /** The first names are numbered behind those that are there. */
    private Detour detour(List<List<Placed>> contents, List<Path> names, List<String> old) {
        int free = contents.size();
        for (String name : old) {
            String number = name.substring(stem.length() + 1, name.length() - KerasWeightsFormat.ENDING.length());
            free = Math.max(free, Integer.parseInt(number) + 1);
        }
        Map<Path, Path> detour = new LinkedHashMap<>();
        List<Path> first = new ArrayList<>();
        for (int shard = 0; shard < names.size(); shard++) {
            first.add(shard(free + shard));
            detour.put(names.get(shard), first.get(shard));
        }
        return new Detour(detour, List.of(), commit(contents, first));
    }

    private PlannedFile commit(List<List<Placed>> contents, List<Path> names) {
        Map<String, List<String>> places = new LinkedHashMap<>();
        Map<String, Integer> counts = new LinkedHashMap<>();
        long bytes = 0;
        for (int shard = 0; shard < contents.size(); shard++) {
            for (Placed placed : contents.get(shard)) {
                String group = placed.path().substring(0, placed.path().lastIndexOf('/'));
                String name = IndexedPath.name(names.get(shard));
                List<String> files = places.computeIfAbsent(group, any -> new ArrayList<>());
                if (!files.contains(name)) {
                    files.add(name);
                }
                counts.merge(group, 1, Integer::sum);
                bytes = ExactSizes.sum(bytes, placed.entry().tensor().byteSize());
            }
        }
        Map<String, Place> weightMap = new LinkedHashMap<>();
        // Keras turns the name of a file into a list when it adds the second variable.
        places.forEach((group, files) -> weightMap.put(group, new Place(files, counts.get(group) > 1)));
        byte[] index = new ShardIndex(weightMap).totalling(bytes, 0).encoded(STYLE);
        String what = "index of " + Counted.of(weightMap.size(), "group of variables", "groups of variables");
        return PlannedFile.written(
                target.path(), PlannedFile.Stage.COMMIT, List.of(new Segment.Generated(what, written -> index)));
    }

    /** The requested shards, those that were read, or one. */
    private List<List<Placed>> contents() {
        List<Placed> all = placement.placed();
        List<List<Placed>> shards = List.of(all);
        if (target.shards().isPresent()) {
            shards = Sharding.even(all, WeightShards::size, target.shards().getAsInt());
        } else if (target.shardSize().isPresent()) {
            long limit = target.shardSize().getAsLong();
            Sharding.noteTooLarge(all, placed -> placed.entry().name(), WeightShards::size, limit, notes);
            shards = Sharding.limited(all, WeightShards::size, limit);
        } else if (placement.state().file().container() instanceof Container.Shards read) {
            shards = List.copyOf(
                    Sharding.asRead(all, placed -> number(placed, read)).values());
            if (shards.size() > 1) {
                notes.add(Sharding.kept(shards.size()));
            }
        }
        List<List<Placed>> filled =
                shards.stream().filter(shard -> !shard.isEmpty()).toList();
        return filled.isEmpty() ? List.of(List.of()) : filled;
    }

    private OptionalInt number(Placed placed, Container.Shards read) {
        return placement
                .state()
                .origin(placed.entry().order())
                .map(origin -> OptionalInt.of(read.shards().get(origin.path())))
                .orElse(OptionalInt.empty());
    }

    private static long size(Placed placed) {
        return placed.entry().tensor().byteSize();
    }
}
