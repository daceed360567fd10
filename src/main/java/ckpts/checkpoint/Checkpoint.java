package ckpts.checkpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * Immutable ordered named tensors, their aliases, and what their format keeps beside them.
 *
 * <p>A persistent structure: an edit of {@code k} names costs {@code k log n} and shares the rest, so that keeping
 * every earlier version (undo) is free and a statement costs what it touches. Names are indexed forwards and
 * backwards for patterns with a literal beginning or end.
 */
public final class Checkpoint {
    private final PSortedMap<String, Entry> entries;
    private final PSortedMap<String, String> reversed;
    private final PSortedMap<String, String> aliases;
    private final long nextOrder;
    private final Optional<FormatState> state;

    private Checkpoint(
            PSortedMap<String, Entry> entries,
            PSortedMap<String, String> reversed,
            PSortedMap<String, String> aliases,
            long nextOrder,
            Optional<FormatState> state) {
        this.entries = entries;
        this.reversed = reversed;
        this.aliases = aliases;
        this.nextOrder = nextOrder;
        this.state = state;
    }

    /** A checkpoint without tensors. */
    public static Checkpoint empty() {
        return new Checkpoint(TreePMap.empty(), TreePMap.empty(), TreePMap.empty(), 0, Optional.empty());
    }

    /**
     * A checkpoint as a format read it.
     *
     * @param entries in file order, names unique
     * @param state what the format wants back when it writes
     * @throws IllegalArgumentException if two entries have one name
     */
    public static Checkpoint of(Collection<Entry> entries, Optional<FormatState> state) {
        java.util.TreeMap<String, Entry> byName = new java.util.TreeMap<>();
        java.util.TreeMap<String, String> backwards = new java.util.TreeMap<>();
        long order = 0;
        for (Entry entry : entries) {
            if (byName.put(entry.name(), entry.at(order++)) != null) {
                throw new IllegalArgumentException("two tensors named " + entry.name());
            }
            backwards.put(backwards(entry.name()), entry.name());
        }
        return new Checkpoint(TreePMap.from(byName), TreePMap.from(backwards), TreePMap.empty(), order, state);
    }

    public int size() {
        return entries.size();
    }

    /** All names, sorted. */
    public Collection<String> names() {
        return entries.keySet();
    }

    /** All entries in the checkpoint's own order. */
    public List<Entry> entries() {
        List<Entry> all = new ArrayList<>(entries.values());
        all.sort(Comparator.comparingLong(Entry::order));
        return all;
    }

    /** The entry of this name; aliases are not looked through. */
    public Optional<Entry> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    public boolean contains(String name) {
        return entries.containsKey(name);
    }

    /** Alias to name, sorted by alias. */
    public Map<String, String> aliases() {
        return aliases;
    }

    public Optional<FormatState> state() {
        return state;
    }

    /**
     * The names that begin and end so, sorted; found by the rarer of the two. The beginning and the end may overlap in
     * a name: callers match the whole pattern.
     */
    public Collection<String> namesLike(String prefix, String suffix) {
        PSortedMap<String, Entry> byPrefix = range(entries, prefix);
        if (suffix.isEmpty()) {
            return byPrefix.keySet();
        }
        PSortedMap<String, String> bySuffix = range(reversed, backwards(suffix));
        return bySuffix.size() < byPrefix.size()
                ? List.copyOf(new java.util.TreeSet<>(bySuffix.values()))
                : byPrefix.keySet();
    }

    /** With this entry added last, or put in the place of the one of the same name. */
    public Checkpoint with(Entry entry) {
        Objects.requireNonNull(entry, "entry is null");
        Entry old = entries.get(entry.name());
        Entry placed = old == null ? entry.at(nextOrder) : entry.at(old.order());
        return new Checkpoint(
                entries.plus(entry.name(), placed),
                old == null ? reversed.plus(backwards(entry.name()), entry.name()) : reversed,
                aliases,
                old == null ? nextOrder + 1 : nextOrder,
                state);
    }

    /** Without these names and without the aliases that lead to them. */
    public Checkpoint without(Collection<String> names) {
        PSortedMap<String, Entry> keptEntries = entries;
        PSortedMap<String, String> keptReversed = reversed;
        for (String name : names) {
            keptEntries = keptEntries.minus(name);
            keptReversed = keptReversed.minus(backwards(name));
        }
        PSortedMap<String, String> keptAliases = aliases;
        for (Map.Entry<String, String> alias : aliases.entrySet()) {
            if (!keptEntries.containsKey(alias.getValue())) {
                keptAliases = keptAliases.minus(alias.getKey());
            }
        }
        return new Checkpoint(keptEntries, keptReversed, keptAliases, nextOrder, state);
    }

    /**
     * With entries taken away and others put in their place, all at once: names may be swapped. Entries keep the order
     * they carry; aliases follow the renames.
     *
     * @param renames old name to the entry that takes its place, under a new name or the same
     * @throws IllegalArgumentException if two entries would have one name
     */
    public Checkpoint replacing(Map<String, Entry> renames) {
        PSortedMap<String, Entry> changed = entries;
        PSortedMap<String, String> backwards = reversed;
        for (String old : renames.keySet()) {
            changed = changed.minus(old);
            backwards = backwards.minus(backwards(old));
        }
        for (Entry entry : renames.values()) {
            if (changed.containsKey(entry.name())) {
                throw new IllegalArgumentException("two tensors named " + entry.name());
            }
            changed = changed.plus(entry.name(), entry);
            backwards = backwards.plus(backwards(entry.name()), entry.name());
        }
        PSortedMap<String, String> moved = aliases;
        for (Map.Entry<String, String> alias : aliases.entrySet()) {
            Entry target = renames.get(alias.getValue());
            if (target != null) {
                moved = moved.plus(alias.getKey(), target.name());
            }
        }
        return new Checkpoint(changed, backwards, moved, nextOrder, state);
    }

    /** With another path under which a tensor is reached. */
    public Checkpoint withAlias(String alias, String name) {
        return new Checkpoint(entries, reversed, aliases.plus(alias, name), nextOrder, state);
    }

    public Checkpoint withoutAlias(String alias) {
        return new Checkpoint(entries, reversed, aliases.minus(alias), nextOrder, state);
    }

    private static <V> PSortedMap<String, V> range(PSortedMap<String, V> map, String prefix) {
        return prefix.isEmpty() ? map : map.subMap(prefix, prefix + Character.MAX_VALUE);
    }

    private static String backwards(String name) {
        char[] characters = name.toCharArray();
        for (int left = 0, right = characters.length - 1; left < right; left++, right--) {
            char swapped = characters[left];
            characters[left] = characters[right];
            characters[right] = swapped;
        }
        return new String(characters);
    }
}
