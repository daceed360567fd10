package ckpts.format.keras;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.keras.KerasState.Origin;
import ckpts.format.keras.StoredFile.Layer;
import ckpts.format.keras.StoredFile.Weight;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Opens checkpoints: the weights of a file under their names in scripts, with their roles. */
final class KerasReader {
    private final StoredFile file;
    private final List<Origin> origins = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();

    private KerasReader(StoredFile file) {
        this.file = file;
    }

    static OpenedCheckpoint open(Path path, Disk disk) throws IOException {
        ByteSource bytes = disk.open(path);
        try {
            Checkpoint checkpoint = new KerasReader(FileReader.read(path, bytes)).checkpoint();
            return new OpenedCheckpoint(checkpoint, KerasH5Format.NAME, path, List.of(path), List.of(), bytes);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private Checkpoint checkpoint() {
        List<SlotNames.Variable> variables = new ArrayList<>();
        for (Layer layer : file.layers()) {
            for (Weight weight : layer.weights()) {
                String name = distinct(layer.name() + "/" + weight.name().rest());
                add(new Origin(name, Optional.of(layer), weight), Role.VARIABLE);
                variables.add(new SlotNames.Variable(
                        name, weight.name().bare(), weight.tensor().type().shape()));
            }
        }
        SlotNames slots = new SlotNames(variables);
        for (Layer optimizer : file.optimizer().stream().toList()) {
            for (Weight weight : optimizer.weights()) {
                Role role =
                        slots.role(weight.name().bare(), weight.tensor().type().shape());
                String name = role instanceof Role.Slot slot
                        ? slot.nameFor(slot.owner())
                        : SlotNames.SCOPE + weight.name().bare();
                String distinct = distinct(name);
                add(
                        new Origin(distinct, Optional.empty(), weight),
                        distinct.equals(name)
                                ? role
                                : new Role.OptimizerState(weight.name().rest()));
            }
        }
        return Checkpoint.of(entries, Map.of(), Optional.of(new KerasState(file, origins)));
    }

    private void add(Origin origin, Role role) {
        entries.add(Entry.read(origin.name(), origin.weight().tensor(), role, entries.size()));
        origins.add(origin);
    }

    /** The name, with a number if an earlier tensor has it. */
    private String distinct(String name) {
        String distinct = name;
        for (int number = 2; !taken.add(distinct); number++) {
            distinct = name + "#" + number;
        }
        return distinct;
    }
}
