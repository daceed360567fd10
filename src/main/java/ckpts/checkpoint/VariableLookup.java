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
 * Which tensor of a checkpoint stands for a variable of a model: under its name, else under one of the manifest's aliases of
 * it, each also as an alias of the checkpoint; a slot also under the model's name of its variable, and at a place that is no
 * name here, where the format's loader comes to it. For one thread.
 */
public final class VariableLookup {
    private final Checkpoint checkpoint;
    private final Manifest manifest;
    /** Places that are no names to the names of what is there; empty until one is asked for. */
    private Optional<Map<String, String>> places = Optional.empty();

    public VariableLookup(Checkpoint checkpoint, Manifest manifest) {
        this.checkpoint = Objects.requireNonNull(checkpoint, "checkpoint is null");
        this.manifest = Objects.requireNonNull(manifest, "manifest is null");
    }

    /** The one that comes first; empty if none stands for it. */
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

    /** A slot is named after its variable, which the model may know by another of its names; slots have none. */
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

    /** Of one optimizer a model may have a list of everything alone, and the checkpoint this and lists of their own. */
    private Optional<Entry> listed(Expected variable) {
        if (variable.slotOf().isEmpty()) {
            return Optional.empty();
        }
        if (places.isEmpty()) {
            Map<String, String> names = new HashMap<>();
            checkpoint
                    .state()
                    .ifPresent(
                            state -> state.listedOnceMore(checkpoint).forEach((name, place) -> names.put(place, name)));
            places = Optional.of(names);
        }
        return Optional.ofNullable(places.get().get(variable.name())).flatMap(checkpoint::entry);
    }
}
