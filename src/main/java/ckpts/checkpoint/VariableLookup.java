package ckpts.checkpoint;

import ckpts.checkpoint.Manifest.Expected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the tensor of a checkpoint for a variable of a model: under its name, else under one of its aliases in the
 * manifest, each also as an alias of the checkpoint; a slot also under the model's name of its variable, and at a place
 * that is not a name here, where the format's loader reaches it. For one thread.
 */
public final class VariableLookup {
    private final Checkpoint checkpoint;
    private final Manifest manifest;
    /** Places that are not names to the names of the tensors there; empty until one is needed. */
    private Optional<Map<String, String>> places = Optional.empty();

    public VariableLookup(Checkpoint checkpoint, Manifest manifest) {
        this.checkpoint = Objects.requireNonNull(checkpoint, "checkpoint is null");
        this.manifest = Objects.requireNonNull(manifest, "manifest is null");
    }

    /** The first one found; empty if there is none. */
    public Optional<Entry> of(Expected variable) {
        return all(variable).stream().findFirst();
    }

    /** Under its name first, then under its aliases. */
    List<Entry> all(Expected variable) {
        List<Entry> found = named(variable);
        return found.isEmpty()
                ? slot(variable).or(() -> listed(variable)).map(List::of).orElse(List.of())
                : found;
    }

    private List<Entry> named(Expected variable) {
        List<String> names = new ArrayList<>();
        names.add(variable.name());
        names.addAll(variable.aliases());
        Map<String, Entry> found = new LinkedHashMap<>();
        for (String name : names) {
            String target = checkpoint.aliases().getOrDefault(name, name);
            checkpoint.entry(target).ifPresent(entry -> found.put(entry.name(), entry));
        }
        return List.copyOf(found.values());
    }

    /** A slot is named after its variable, which may have another of its names in the model; slots have no aliases. */
    private Optional<Entry> slot(Expected variable) {
        return variable.slotOf()
                .flatMap(manifest::variable)
                .flatMap(owner -> named(owner).stream().findFirst())
                .flatMap(owner -> checkpoint.slotsOf(owner.name()).stream()
                        .map(name -> checkpoint.entry(name).orElseThrow())
                        .filter(entry -> entry.role() instanceof Role.Slot slot
                                && !slot.numbered()
                                && slot.nameFor(variable.slotOf().get()).equals(variable.name()))
                        .findFirst());
    }

    /**
     * For one optimizer, the model may have only a list of everything, and the checkpoint this list and separate ones.
     */
    private Optional<Entry> listed(Expected variable) {
        if (variable.slotOf().isEmpty()) {
            return Optional.empty();
        }
        if (places.isEmpty()) {
            Map<String, String> names = new HashMap<>();
            checkpoint
                    .conventions()
                    .ifPresent(
                            state -> state.listedOnceMore(checkpoint).forEach((name, place) -> names.put(place, name)));
            places = Optional.of(names);
        }
        return Optional.ofNullable(places.get().get(variable.name())).flatMap(checkpoint::entry);
    }
}
