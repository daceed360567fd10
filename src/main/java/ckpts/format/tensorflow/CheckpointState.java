package ckpts.format.tensorflow;

import ckpts.format.NewestRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file {@code checkpoint} of a directory: which checkpoint is the newest one, and which there are. A CheckpointState
 * as protocol buffer text:
 *
 * <pre>
 *   model_checkpoint_path: "ckpt-3"
 *   all_model_checkpoint_paths: "ckpt-2"
 *   all_model_checkpoint_paths: "ckpt-3"
 * </pre>
 *
 * <p>Paths are relative to the directory, or absolute. Time stamps are read over and not written: TensorFlow takes a list
 * without them, and a list that lacks one it refuses.
 *
 * @param newest the newest checkpoint's prefix, as it stands there; may be empty
 * @param all prefixes, oldest first
 */
record CheckpointState(String newest, List<String> all) {
    static final String FILE = "checkpoint";

    /** The file as a save with {@code latest} changes it: the other checkpoints stay listed. */
    static final NewestRecord RECORD = new NewestRecord() {
        @Override
        public String fileName() {
            return FILE;
        }

        @Override
        public byte[] naming(Path path, Optional<byte[]> before) {
            return before.flatMap(CheckpointState::parse)
                    .orElseGet(() -> new CheckpointState("", List.of()))
                    .naming(named(BundlePath.name(BundlePath.stripped(path))))
                    .text();
        }
    };

    /** An empty path would name no checkpoint. */
    private static String named(String name) {
        return name.isEmpty() ? "./" : name;
    }

    CheckpointState {
        all = List.copyOf(all);
    }

    /** Reads the text; empty if it is none. */
    static Optional<CheckpointState> parse(byte[] text) {
        String newest = "";
        List<String> all = new ArrayList<>();
        try {
            TextProto in = new TextProto(text);
            while (in.next()) {
                switch (in.field()) {
                    case "model_checkpoint_path" -> newest = in.string();
                    case "all_model_checkpoint_paths" -> all.addAll(in.strings());
                    case "all_model_checkpoint_timestamps", "last_preserved_timestamp" -> in.requireNumbers();
                    default -> {
                        return Optional.empty();
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(new CheckpointState(newest, all));
    }

    /** This state with a checkpoint as its newest and last one. */
    CheckpointState naming(String prefix) {
        List<String> others = new ArrayList<>(all);
        others.remove(prefix);
        others.add(prefix);
        return new CheckpointState(prefix, others);
    }

    byte[] text() {
        StringBuilder text = new StringBuilder(line("model_checkpoint_path", newest));
        all.forEach(path -> text.append(line("all_model_checkpoint_paths", path)));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String line(String field, String value) {
        return field + ": " + TextProto.quoted(value) + "\n";
    }
}
