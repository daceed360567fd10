package ckpts.checkpoint;

import ckpts.naming.NameSet;
import ckpts.naming.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Ordered named tensors, their aliases, and the data that their format keeps next to them. Immutable.
 *
 * <p>A persistent structure: an edit of {@code k} names costs {@code k log n} and shares the rest, so that keeping
 * every earlier version (undo) is free and a statement costs only what it touches. Names are indexed forwards and
 * backwards for patterns with a literal beginning or end, slots by their owner.
 */
public final class Checkpoint implements NameSet {
    /** Up to this many names, looking through them is faster than counting endings. */
    private static final int FEW = 16;

    /** Name to entry. */
    private final PSortedMap<String, Entry> entries;
    /** Reversed name to name; built when first needed, which a listing never does, and kept from then on. */
    private volatile Optional<PSortedMap<String, String>> reversed;
    /** Owner's name to the names of its slots. */
    private final PMap<String, PSortedSet<String>> slots;
    /** Weight's name to the names of its averages. */
    private final PMap<String, PSortedSet<String>> averages;

    private final PSortedMap<String, String> aliases;
    private final long nextOrder;
    private final Optional<Conventions> conventions;
    private final MetadataEdits metadata;

    private Checkpoint(
            PSortedMap<String, Entry> entries,
            Optional<PSortedMap<String, String>> reversed,
            PMap<String, PSortedSet<String>> slots,
            PMap<String, PSortedSet<String>> averages,
            PSortedMap<String, String> aliases,
            long nextOrder,
            Optional<Conventions> conventions,
            MetadataEdits metadata) {
        this.entries = entries;
        this.reversed = reversed;
        this.slots = slots;
        this.averages = averages;
        this.aliases = aliases;
        this.nextOrder = nextOrder;
        this.conventions = conventions;
        this.metadata = metadata;
    }

    /** A checkpoint without tensors. */
    public static Checkpoint empty() {
        return of(List.of(), Map.of(), Optional.empty());
    }

    /**
     * A checkpoint as read by a format.
     *
     * @param entries in file order, names unique; their order is set from the position
     * @param aliases alias to name
     * @param conventions of the format that it was opened from
     * @throws IllegalArgumentException if two entries have the same name, or an alias is a name or leads nowhere
     */
    public static Checkpoint of(
            Collection<Entry> entries, Map<String, String> aliases, Optional<Conventions> conventions) {
        TreeMap<String, Entry> byName = new TreeMap<>();
        Map<String, PSortedSet<String>> slots = new HashMap<>();
        Map<String, PSortedSet<String>> averages = new HashMap<>();
        long order = 0;
        for (Entry entry : entries) {
            if (byName.put(entry.name(), entry.at(order++)) != null) {
                throw new IllegalArgumentException("two tensors named " + entry.name());
            }
            entry.role()
                    .slot()
                    .ifPresent(
                            slot -> slots.merge(slot.owner(), TreePSet.singleton(entry.name()), PSortedSet::plusAll));
            entry.role()
                    .averaged()
                    .ifPresent(weight -> averages.merge(weight, TreePSet.singleton(entry.name()), PSortedSet::plusAll));
        }
        aliases.forEach((alias, name) -> {
            if (byName.containsKey(alias) || !byName.containsKey(name)) {
                throw new IllegalArgumentException("alias " + alias + " of " + name);
            }
        });
        return new Checkpoint(
                TreePMap.fromSortedMap(byName),
                Optional.empty(),
                HashTreePMap.from(slots),
                HashTreePMap.from(averages),
                TreePMap.fromSortedMap(new TreeMap<>(aliases)),
                order,
                conventions,
                MetadataEdits.NONE);
    }

    public int size() {
        return entries.size();
    }

    /** All names, sorted. */
    public Collection<String> names() {
        return entries.keySet();
    }

    /** All entries in the checkpoint's order. */
    public List<Entry> entries() {
        List<Entry> all = new ArrayList<>(entries.values());
        all.sort(Comparator.comparingLong(Entry::order));
        return all;
    }

    /** The entry of this name; aliases are not resolved. */
    public Optional<Entry> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    @Override
    public boolean contains(String name) {
        return entries.containsKey(name);
    }

    /** Alias to name, sorted by alias. */
    public Map<String, String> aliases() {
        return aliases;
    }

    /** The names of the slots of this variable, sorted; empty if it has none. */
    public Collection<String> slotsOf(String variable) {
        PSortedSet<String> names = slots.get(variable);
        return names == null ? List.of() : names;
    }

    /** The names of the averages of this variable, sorted; empty if it has none. */
    public Collection<String> averagesOf(String variable) {
        PSortedSet<String> names = averages.get(variable);
        return names == null ? List.of() : names;
    }

    /** Those of the format that it was opened from; empty if it was not. */
    public Optional<Conventions> conventions() {
        return conventions;
    }

    /** The same as a format's own class, which only that format asks for; empty if it was opened from another one. */
    public <T extends Conventions> Optional<T> conventions(Class<T> own) {
        return conventions.filter(own::isInstance).map(own::cast);
    }

    /** The metadata: the values that were read, with the edits of statements applied. */
    public Attribute.Fields metadata() {
        return metadata.applied(readMetadata());
    }

    /** The edits of the metadata; empty if it is as it was read. */
    public MetadataEdits metadataEdits() {
        return metadata;
    }

    /** The metadata as it was read. */
    public Attribute.Fields readMetadata() {
        return conventions.map(Conventions::metadata).orElse(Attribute.Fields.NONE);
    }

    /**
     * The names with this beginning and end, sorted; found by the rarer of the two. Beginning and end may overlap in a
     * name, and the result may include names with only one of them: callers match the whole pattern.
     */
    @Override
    public Collection<String> namesLike(String prefix, String suffix) {
        PSortedMap<String, Entry> byPrefix = range(entries, prefix);
        if (suffix.isEmpty() || byPrefix.size() <= FEW) {
            return byPrefix.keySet();
        }
        PSortedMap<String, String> bySuffix = range(reversed(), Names.reversed(suffix));
        return bySuffix.size() < byPrefix.size() ? new TreeSet<>(bySuffix.values()) : byPrefix.keySet();
    }

    /** A checkpoint with this entry added last, or replacing the entry of the same name. */
    public Checkpoint with(Entry entry) {
        return with(List.of(entry));
    }

    /** A checkpoint with these entries, each added last or replacing the entry of the same name. */
    public Checkpoint with(Collection<Entry> added) {
        Draft draft = new Draft(added.size());
        for (Entry entry : added) {
            Optional<Entry> old = draft.entries.get(entry.name());
            old.ifPresent(draft::remove);
            draft.add(entry.at(old.isPresent() ? old.get().order() : draft.nextOrder++));
        }
        return draft.freeze();
    }

    /** A checkpoint without these names and without their aliases. */
    public Checkpoint without(Collection<String> names) {
        Draft draft = new Draft(names.size());
        for (String name : names) {
            draft.entries.get(name).ifPresent(draft::remove);
        }
        aliases.forEach((alias, name) -> {
            if (!draft.entries.contains(name)) {
                draft.aliases = draft.aliases.minus(alias);
            }
        });
        return draft.freeze();
    }

    /**
     * A checkpoint with entries removed and others put in their place, all at once: names may be swapped. Entries keep
     * their order; aliases follow the renames.
     *
     * @param replacements old name to the entry that takes its place, under a new name or the same
     * @throws IllegalArgumentException if two entries would have the same name
     */
    public Checkpoint replacing(Map<String, Entry> replacements) {
        Draft draft = new Draft(replacements.size());
        for (String old : replacements.keySet()) {
            draft.remove(draft.entries.get(old).orElseThrow());
        }
        for (Entry entry : replacements.values()) {
            if (draft.entries.contains(entry.name())) {
                throw new IllegalArgumentException("two tensors named " + entry.name());
            }
            draft.add(entry);
        }
        aliases.forEach((alias, name) -> {
            Entry target = replacements.get(name);
            if (target != null) {
                draft.aliases = draft.aliases.plus(alias, target.name());
            }
        });
        return draft.freeze();
    }

    /** The checkpoint as loaded under a name: every entry holds the input of its name. */
    public Checkpoint loadedAs(String checkpointName) {
        TreeMap<String, Entry> holding = new TreeMap<>((SortedMap<String, Entry>) entries);
        holding.replaceAll((name, entry) -> entry.holding(Optional.of(new InputId(checkpointName, name))));
        return new Checkpoint(
                TreePMap.fromSortedMap(holding), reversed, slots, averages, aliases, nextOrder, conventions, metadata);
    }

    /** A checkpoint with its aliases replaced by these: alias to name. */
    public Checkpoint withAliases(Map<String, String> newAliases) {
        Draft draft = new Draft(0);
        draft.aliases = TreePMap.fromSortedMap(new TreeMap<>(newAliases));
        return draft.freeze();
    }

    /** The checkpoint without aliases that are nothing but further paths of its format: another one loses nothing. */
    public Checkpoint withoutPaths() {
        return conventions().filter(Conventions::aliasesArePaths).isPresent() ? withAliases(Map.of()) : this;
    }

    /** A checkpoint with another state of its format. */
    public Checkpoint withConventions(Conventions newConventions) {
        return new Checkpoint(
                entries, reversed, slots, averages, aliases, nextOrder, Optional.of(newConventions), metadata);
    }

    /** A checkpoint with a value of its metadata, replacing the one at this path. */
    public Checkpoint withMetadata(AttributePath path, Attribute value, Step step) {
        return withMetadata(metadata.setting(path, value, step));
    }

    /** A checkpoint without the value of its metadata at this path. */
    public Checkpoint withoutMetadata(AttributePath path, Step step) {
        return withMetadata(metadata.dropping(path, readMetadata(), step));
    }

    private Checkpoint withMetadata(MetadataEdits edits) {
        return new Checkpoint(entries, reversed, slots, averages, aliases, nextOrder, conventions, edits);
    }

    private PSortedMap<String, String> reversed() {
        if (reversed.isEmpty()) {
            TreeMap<String, String> names = new TreeMap<>();
            entries.keySet().forEach(name -> names.put(Names.reversed(name), name));
            reversed = Optional.of(TreePMap.fromSortedMap(names));
        }
        return reversed.get();
    }

    private static <V> PSortedMap<String, V> range(PSortedMap<String, V> map, String prefix) {
        return Names.afterAllBeginning(prefix)
                .map(end -> map.subMap(prefix, end))
                .orElseGet(() -> map.tailMap(prefix));
    }

    private static PMap<String, PSortedSet<String>> listed(
            PMap<String, PSortedSet<String>> lists, String owner, String name) {
        return lists.plus(owner, lists.getOrDefault(owner, TreePSet.empty()).plus(name));
    }

    private static PMap<String, PSortedSet<String>> struck(
            PMap<String, PSortedSet<String>> lists, String owner, String name) {
        PSortedSet<String> names = lists.get(owner).minus(name);
        return names.isEmpty() ? lists.minus(owner) : lists.plus(owner, names);
    }

    @Override
    public String toString() {
        return Collections.unmodifiableCollection(entries.keySet()).toString();
    }

    /** The next version under construction; keeps the indexes in step. */
    private final class Draft {
        private final EntriesDraft entries;
        private Optional<PSortedMap<String, String>> reversed;
        private PMap<String, PSortedSet<String>> slots = Checkpoint.this.slots;
        private PMap<String, PSortedSet<String>> averages = Checkpoint.this.averages;
        private PSortedMap<String, String> aliases = Checkpoint.this.aliases;
        private long nextOrder = Checkpoint.this.nextOrder;

        Draft(int changes) {
            this.entries = new EntriesDraft(Checkpoint.this.entries, changes);
            this.reversed = entries.isBulk() ? Optional.empty() : Checkpoint.this.reversed;
        }

        void add(Entry entry) {
            entries.put(entry);
            reversed = reversed.map(names -> names.plus(Names.reversed(entry.name()), entry.name()));
            entry.role().slot().ifPresent(slot -> slots = listed(slots, slot.owner(), entry.name()));
            entry.role().averaged().ifPresent(weight -> averages = listed(averages, weight, entry.name()));
        }

        void remove(Entry entry) {
            entries.remove(entry.name());
            reversed = reversed.map(names -> names.minus(Names.reversed(entry.name())));
            entry.role().slot().ifPresent(slot -> slots = struck(slots, slot.owner(), entry.name()));
            entry.role().averaged().ifPresent(weight -> averages = struck(averages, weight, entry.name()));
        }

        Checkpoint freeze() {
            return new Checkpoint(entries.done(), reversed, slots, averages, aliases, nextOrder, conventions, metadata);
        }
    }
}
