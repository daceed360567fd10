package ckpts.format.tensorflow.bundle;

import ckpts.bytes.Disk;
import ckpts.format.NewestRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file {@code checkpoint} of a directory: its newest checkpoint, all checkpoints, and their times. A
 * CheckpointState as protocol buffer text:
 *
 * <pre>
 *   model_checkpoint_path: "ckpt-3"
 *   all_model_checkpoint_paths: "ckpt-2"
 *   all_model_checkpoint_paths: "ckpt-3"
 *   all_model_checkpoint_timestamps: 1796007376.091
 *   all_model_checkpoint_timestamps: 1796007377.5
 *   last_preserved_timestamp: 1796007375.04
 * </pre>
 *
 * <p>Paths are relative to the directory, or absolute. A {@code CheckpointManager} deletes only checkpoints that are
 * younger than the last one that it preserved: without times it deletes none.
 *
 * @param newest the newest checkpoint's prefix, as written there; may be empty
 * @param all prefixes, oldest first
 * @param times time of each of them in seconds, as written; empty unless the file has all of them
 * @param preserved time at which a checkpoint was last preserved
 */
public record CheckpointState(String newest, List<String> all, List<String> times, Optional<String> preserved) {
    static final String FILE = "checkpoint";

    /** The file after a save with {@code latest}: the other checkpoints stay listed, with their times. */
    public static final NewestRecord RECORD = new NewestRecord() {
        @Override
        public String fileName() {
            return FILE;
        }

        @Override
        public byte[] naming(Path path, Optional<byte[]> before, Disk disk) throws IOException {
            Path prefix = BundlePath.stripped(path);
            return before.flatMap(CheckpointState::parse)
                    .orElseGet(() -> new CheckpointState("", List.of()))
                    .mended(prefix, disk)
                    .naming(named(BundlePath.name(prefix)))
                    .text();
        }
    };

    /** An empty path would not name a checkpoint. */
    private static String named(String name) {
        return name.isEmpty() ? "./" : name;
    }

    public CheckpointState {
        all = List.copyOf(all);
        times = times.size() == all.size() ? List.copyOf(times) : List.of();
    }

    /** A state without times. */
    CheckpointState(String newest, List<String> all) {
        this(newest, all, List.of(), Optional.empty());
    }

    /** Reads the text; empty if it is not a state. */
    static Optional<CheckpointState> parse(byte[] text) {
        String newest = "";
        List<String> all = new ArrayList<>();
        List<String> times = new ArrayList<>();
        Optional<String> preserved = Optional.empty();
        try {
            TextProto in = new TextProto(text);
            while (in.next()) {
                switch (in.field()) {
                    case "model_checkpoint_path" -> newest = in.string();
                    case "all_model_checkpoint_paths" -> all.addAll(in.strings());
                    case "all_model_checkpoint_timestamps" -> times.addAll(in.numbers());
                    case "last_preserved_timestamp" ->
                        preserved = in.numbers().stream().findFirst();
                    default -> {
                        return Optional.empty();
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (Stream.concat(times.stream(), preserved.stream()).anyMatch(time -> Double.isInfinite(seconds(time)))) {
            return Optional.empty();
        }
        return Optional.of(new CheckpointState(newest, all, times, preserved));
    }

    /**
     * This state with a checkpoint as its newest and last one. If the others have times, it gets that of the youngest:
     * it counts as new, and the output does not depend on the clock.
     */
    CheckpointState naming(String prefix) {
        List<String> others = new ArrayList<>(all);
        List<String> otherTimes = new ArrayList<>(times);
        Optional<String> youngest = times.isEmpty() ? Optional.empty() : Optional.of(youngest());
        int known = others.indexOf(prefix);
        if (known >= 0) {
            others.remove(known);
            youngest.ifPresent(time -> otherTimes.remove(known));
        }
        others.add(prefix);
        youngest.ifPresent(otherTimes::add);
        return new CheckpointState(prefix, others, otherTimes, preserved);
    }

    /** The latest time, or one after the last preserved one if no other is. */
    private String youngest() {
        String latest = Collections.max(times, (left, right) -> Double.compare(seconds(left), seconds(right)));
        boolean after = preserved.isEmpty() || seconds(latest) > seconds(preserved.get());
        return after
                ? latest
                : BigDecimal.valueOf(seconds(preserved.get()))
                        .add(BigDecimal.ONE)
                        .toPlainString();
    }

    private static double seconds(String time) {
        return Double.parseDouble(time);
    }

    /**
     * This state with every checkpoint in the directory named only by its last part: a directory that was moved still
     * has the paths of its old place.
     *
     * @param saved the checkpoint in the directory that will be there
     */
    private CheckpointState mended(Path saved, Disk disk) throws IOException {
        List<String> paths = new ArrayList<>(all.size());
        for (String path : all) {
            paths.add(mended(path, saved, disk));
        }
        return new CheckpointState(newest, paths, times, preserved);
    }

    private static String mended(String path, Path saved, Disk disk) throws IOException {
        Path there;
        try {
            there = saved.resolveSibling(path);
        } catch (InvalidPathException e) {
            return path;
        }
        Path here = saved.resolveSibling(BundlePath.name(there));
        boolean isHere = (isThere(here, disk) || here.equals(saved))
                && (!isThere(there, disk) || disk.canonical(there).equals(disk.canonical(here)));
        return isHere ? BundlePath.name(here) : path;
    }

    /** Whether there is a checkpoint of either format. */
    private static boolean isThere(Path prefix, Disk disk) {
        return disk.exists(BundlePath.index(prefix)) || disk.exists(prefix);
    }

    byte[] text() {
        StringBuilder text = new StringBuilder(line("model_checkpoint_path", TextProto.quoted(newest)));
        all.forEach(path -> text.append(line("all_model_checkpoint_paths", TextProto.quoted(path))));
        times.forEach(time -> text.append(line("all_model_checkpoint_timestamps", time)));
        preserved.ifPresent(time -> text.append(line("last_preserved_timestamp", time)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String line(String field, String value) {
        return field + ": " + value + "\n";
    }
}
