package ckpts.state;

import ckpts.checkpoint.Attribute;
import ckpts.checkpoint.AttributePath;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.ExpectedSlots;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Manifest;
import ckpts.checkpoint.Step;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.pcollections.HashTreePMap;
import org.pcollections.OrderedPMap;
import org.pcollections.PMap;

/**
 * The state that statements change: loaded checkpoints, manifests, the subject, the ledger. Immutable; every edit
 * returns the next workspace and keeps the ledger in balance. Edits decide names and values; whether an edit was asked
 * for in good order (a pattern that matches, a name that is free) is decided before.
 */
public final class Workspace {
    private final PMap<String, Loaded> checkpoints;
    private final Optional<String> subject;
    private final PMap<String, Manifest> manifests;
    private final Ledger ledger;
    private final PMap<Tensor, TensorLayout> layouts;

    private Workspace(
            PMap<String, Loaded> checkpoints,
            Optional<String> subject,
            PMap<String, Manifest> manifests,
            Ledger ledger,
            PMap<Tensor, TensorLayout> layouts) {
        this.checkpoints = checkpoints;
        this.subject = subject;
        this.manifests = manifests;
        this.ledger = ledger;
        this.layouts = layouts;
    }

    public static Workspace empty() {
        return new Workspace(
                OrderedPMap.empty(), Optional.empty(), OrderedPMap.empty(), Ledger.empty(), HashTreePMap.empty());
    }

    /** In the order of loading. */
    public Collection<Loaded> checkpoints() {
        return Collections.unmodifiableCollection(checkpoints.values());
    }

    public Optional<Loaded> checkpoint(String checkpointName) {
        return Optional.ofNullable(checkpoints.get(checkpointName));
    }

    /** The checkpoint being edited; empty before the first load. */
    public Optional<Loaded> subject() {
        return subject.map(checkpoints::get);
    }

    /** In the order of reading. */
    public Map<String, Manifest> manifests() {
        return Collections.unmodifiableMap(manifests);
    }

    /** The loader that the only manifest names; none if there are several. */
    public Optional<Manifest> model() {
        return model(manifests);
    }

    public Ledger ledger() {
        return ledger;
    }

    /** The imbalances of the ledger; empty if everything balances. */
    public List<String> imbalances() {
        Map<String, Checkpoint> current = new LinkedHashMap<>();
        checkpoints.forEach((checkpointName, loaded) -> current.put(checkpointName, loaded.current()));
        return ledger.imbalances(current);
    }

    /**
     * Returns a workspace with another checkpoint, every tensor of it an input of the ledger; the first one becomes the
     * subject.
     */
    public Workspace loading(Loaded opened) {
        Checkpoint checkpoint = opened.original().loadedAs(opened.name());
        Loaded loaded = new Loaded(
                        opened.name(), opened.path(), opened.format(), opened.files(), opened.leftOut(), checkpoint)
                .now(settled(checkpoint, checkpoint.names(), manifests));
        return new Workspace(
                checkpoints.plus(opened.name(), loaded),
                subject.isPresent() ? subject : Optional.of(opened.name()),
                manifests,
                ledger.opened(opened.name(), checkpoint),
                layouts);
    }

    public Workspace using(String checkpointName) {
        return new Workspace(checkpoints, Optional.of(checkpointName), manifests, ledger, layouts);
    }

    public Workspace withManifest(String name, Manifest manifest) {
        PMap<String, Manifest> all = manifests.plus(name, manifest);
        PMap<String, Loaded> settled = checkpoints;
        for (Loaded loaded : checkpoints.values()) {
            settled = settled.plus(
                    loaded.name(),
                    loaded.now(settled(loaded.current(), loaded.current().names(), all)));
        }
        return new Workspace(settled, subject, all, ledger, layouts);
    }

    /**
     * Returns a workspace with names changed, all at once; slots follow.
     *
     * @param names old name to new name; not changed any more
     * @throws CollisionException if two tensors would land on one name
     * @throws SlotConflictException if a slot is renamed and would follow elsewhere
     */
    public Workspace renaming(String checkpointName, Map<String, String> names, Step step) {
        Renaming renaming = new Renaming(current(checkpointName), names);
        return replaced(
                checkpointName,
                renaming.apply(step),
                names.values(),
                ledger,
                checkpoints.get(checkpointName).departures().renamed(renaming.names(), step));
    }

    /** Returns a workspace without these tensors and their slots. */
    public Workspace dropping(String checkpointName, Collection<String> names, Step step) {
        return leaving(checkpointName, withSlots(current(checkpointName), names), name -> new Fate.Dropped(step, name));
    }

    /** Returns a workspace without these tensors, which have become part of others; slots are not followed. */
    public Workspace consuming(String checkpointName, Collection<String> names, Step step) {
        return leaving(checkpointName, names, name -> new Fate.Consumed(step, name));
    }

    private Workspace leaving(String checkpointName, Collection<String> names, Function<String, Fate> fate) {
        return replaced(
                checkpointName,
                current(checkpointName).without(names),
                List.of(),
                ledger.decided(fates(current(checkpointName), names, fate)),
                checkpoints.get(checkpointName).departures().left(names, fate));
    }

    /** Returns a workspace with other values under existing names: the loaded tensors stay kept. */
    public Workspace changing(String checkpointName, Map<String, Tensor> values, Step step) {
        Checkpoint checkpoint = current(checkpointName);
        Map<String, Entry> changed = new HashMap<>();
        values.forEach((name, value) ->
                changed.put(name, checkpoint.entry(name).orElseThrow().valued(value, step)));
        return replaced(checkpointName, checkpoint.replacing(changed), values.keySet(), ledger);
    }

    /**
     * Returns a workspace with these entries under new or existing names; the old value of an existing name is
     * replaced.
     */
    public Workspace placing(String checkpointName, Collection<Entry> entries, Step step) {
        Checkpoint checkpoint = current(checkpointName);
        List<String> existing = new ArrayList<>();
        List<Entry> placed = new ArrayList<>();
        for (Entry entry : entries) {
            Optional<Entry> old = checkpoint.entry(entry.name());
            placed.add(old.map(entry::replacing).orElse(entry));
            old.ifPresent(known -> existing.add(known.name()));
        }
        return replaced(
                checkpointName,
                checkpoint.with(placed),
                placed.stream().map(Entry::name).toList(),
                ledger.decided(fates(checkpoint, existing, name -> new Fate.Replaced(step, name))));
    }

    /**
     * Returns a workspace with the loaded tensors among these, and those their values are computed from, marked as
     * used.
     */
    public Workspace using(Collection<InputId> inputs, Step step) {
        return new Workspace(checkpoints, subject, manifests, ledger.used(inputs, step), layouts);
    }

    /**
     * Returns a workspace with layouts declared: they belong to values, so they go with them under any name, and end
     * where a statement computes another value.
     */
    public Workspace declaring(Map<Tensor, TensorLayout> declared) {
        return new Workspace(checkpoints, subject, manifests, ledger, layouts.plusAll(declared));
    }

    /** The layout declared for this very value. */
    public Optional<TensorLayout> layout(Tensor tensor) {
        return Optional.ofNullable(layouts.get(tensor));
    }

    /**
     * Returns a workspace with a value of the metadata set in a checkpoint; with the value removed if none is given.
     */
    public Workspace describing(String checkpointName, AttributePath path, Optional<Attribute> value, Step step) {
        Checkpoint checkpoint = current(checkpointName);
        Checkpoint described = value.map(given -> checkpoint.withMetadata(path, given, step))
                .orElseGet(() -> checkpoint.withoutMetadata(path, step));
        return replaced(checkpointName, described, List.of(), ledger);
    }

    /** Returns a workspace with a JSON file as it is to be written beside a checkpoint. */
    public Workspace editing(String checkpointName, EditedFile file) {
        Loaded loaded = checkpoints.get(checkpointName).with(file);
        return new Workspace(checkpoints.plus(checkpointName, loaded), subject, manifests, ledger, layouts);
    }

    /** Returns a workspace with other aliases in a checkpoint. */
    public Workspace aliasing(String checkpointName, Map<String, String> aliases) {
        return replaced(checkpointName, current(checkpointName).withAliases(aliases), List.of(), ledger);
    }

    /** The names with those of their slots, in order, each once. */
    public static Set<String> withSlots(Checkpoint checkpoint, Collection<String> names) {
        Set<String> all = new LinkedHashSet<>(names);
        for (String name : names) {
            all.addAll(checkpoint.slotsOf(name));
        }
        return all;
    }

    /**
     * Checks that new names are free.
     *
     * @param sources new name to the tensors that would land on it, for the message
     * @throws CollisionException naming every one that is taken or asked for twice
     */
    public static void requireFree(Checkpoint checkpoint, Map<String, List<String>> sources) {
        TreeMap<String, List<String>> collisions = new TreeMap<>();
        sources.forEach((target, from) -> {
            boolean taken = checkpoint.contains(target) || checkpoint.aliases().containsKey(target);
            if (taken || from.size() > 1) {
                List<String> landing = new ArrayList<>(from);
                if (taken) {
                    landing.add(target);
                }
                collisions.put(target, landing);
            }
        });
        if (!collisions.isEmpty()) {
            throw new CollisionException(collisions);
        }
    }

    private Checkpoint current(String checkpointName) {
        return checkpoints.get(checkpointName).current();
    }

    /** Decides the fate of the loaded tensors under these names. */
    private static Map<InputId, Fate> fates(
            Checkpoint checkpoint, Collection<String> names, Function<String, Fate> fate) {
        Map<InputId, Fate> fates = new HashMap<>();
        for (String name : names) {
            checkpoint.entry(name).orElseThrow().holds().ifPresent(input -> fates.put(input, fate.apply(name)));
        }
        return fates;
    }

    private Workspace replaced(
            String checkpointName, Checkpoint checkpoint, Collection<String> touched, Ledger newLedger) {
        return replaced(
                checkpointName,
                checkpoint,
                touched,
                newLedger,
                checkpoints.get(checkpointName).departures());
    }

    private Workspace replaced(
            String checkpointName,
            Checkpoint checkpoint,
            Collection<String> touched,
            Ledger newLedger,
            RemovedNames departures) {
        Checkpoint settled = settled(checkpoint, touched, manifests);
        return new Workspace(
                checkpoints.plus(checkpointName, checkpoints.get(checkpointName).now(settled, departures)),
                subject,
                manifests,
                newLedger,
                layouts);
    }

    /** @param touched names that have come, or have got another value, since the checkpoint was settled before */
    private static Checkpoint settled(
            Checkpoint checkpoint, Collection<String> touched, Map<String, Manifest> manifests) {
        Optional<Manifest> model = model(manifests);
        Checkpoint known = model.map(manifest -> ExpectedSlots.marked(checkpoint, manifest, touched))
                .orElse(checkpoint);
        return known.conventions().map(state -> state.settled(known, model)).orElse(known);
    }

    private static Optional<Manifest> model(Map<String, Manifest> manifests) {
        return manifests.size() == 1 ? Optional.of(manifests.values().iterator().next()) : Optional.empty();
    }
}
