package ckpts.state;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.pcollections.ConsPStack;
import org.pcollections.HashTreePMap;
import org.pcollections.OrderedPMap;
import org.pcollections.PMap;
import org.pcollections.PStack;

/**
 * The account of every loaded tensor: one fate each, any number of uses. Immutable.
 *
 * <p>It balances when each kept input is held by exactly one entry of its checkpoint and no other input is held by
 * any; {@link #imbalances} is the proof, asked for by tests and before every save.
 */
public final class Ledger {
    /** A save of everything is one entry of the ledger, not a hundred thousand. */
    private static final int BROAD = 1024;

    private static final Ledger EMPTY = new Ledger(OrderedPMap.empty(), HashTreePMap.empty(), ConsPStack.empty());

    /** Name of a checkpoint to the checkpoint as it was loaded: its names are the inputs. */
    private final PMap<String, Checkpoint> opened;
    /** The entries that are no longer as at the beginning. */
    private final PMap<InputId, LedgerEntry> changed;
    /** Uses of so many inputs at once that they are not recorded in each entry; latest first. */
    private final PStack<Use> broad;

    private record Use(Step step, Set<InputId> inputs) {}

    private Ledger(PMap<String, Checkpoint> opened, PMap<InputId, LedgerEntry> changed, PStack<Use> broad) {
        this.opened = opened;
        this.changed = changed;
        this.broad = broad;
    }

    public static Ledger empty() {
        return EMPTY;
    }

    /** All entries, sorted by checkpoint and name. */
    public Map<InputId, LedgerEntry> accounts() {
        TreeMap<InputId, LedgerEntry> all = new TreeMap<>();
        forEach((input, entered) -> all.put(input, withBroad(input, entered)));
        return all;
    }

    /** Every input with its own entry; uses that are not recorded in it are left out. */
    private void forEach(BiConsumer<InputId, LedgerEntry> visitor) {
        opened.forEach((checkpointName, checkpoint) -> {
            for (String name : checkpoint.names()) {
                InputId input = new InputId(checkpointName, name);
                visitor.accept(input, changed.getOrDefault(input, LedgerEntry.OPENED));
            }
        });
    }

    /** @throws IllegalArgumentException if there is no such input */
    public LedgerEntry account(InputId input) {
        return withBroad(input, entered(input));
    }

    private LedgerEntry withBroad(InputId input, LedgerEntry entered) {
        List<Step> uses = new ArrayList<>(0);
        for (Use use : broad) {
            if (use.inputs().contains(input)) {
                uses.add(use.step());
            }
        }
        if (uses.isEmpty()) {
            return entered;
        }
        uses.addAll(entered.uses());
        uses.sort(Comparator.comparingInt(Step::number).reversed());
        return new LedgerEntry(entered.fate(), ConsPStack.from(uses));
    }

    private LedgerEntry entered(InputId input) {
        LedgerEntry account = changed.get(input);
        if (account != null) {
            return account;
        }
        if (!opened.containsKey(input.checkpoint())
                || !opened.get(input.checkpoint()).contains(input.name())) {
            throw new IllegalArgumentException("not in the ledger: " + input);
        }
        return LedgerEntry.OPENED;
    }

    Ledger opened(String checkpointName, Checkpoint checkpoint) {
        return new Ledger(opened.plus(checkpointName, checkpoint), changed, broad);
    }

    Ledger used(Collection<InputId> inputs, Step step) {
        if (inputs.size() < BROAD) {
            return changing(inputs, (input, account) -> account.used(step));
        }
        inputs.forEach(this::entered);
        return new Ledger(opened, changed, broad.plus(new Use(step, Set.copyOf(inputs))));
    }

    Ledger decided(Map<InputId, Fate> fates) {
        return changing(fates.keySet(), (input, account) -> account.decided(fates.get(input)));
    }

    private Ledger changing(Collection<InputId> inputs, BiFunction<InputId, LedgerEntry, LedgerEntry> change) {
        PMap<InputId, LedgerEntry> next = changed;
        for (InputId input : inputs) {
            next = next.plus(input, change.apply(input, entered(input)));
        }
        return new Ledger(opened, next, broad);
    }

    /**
     * Imbalances, as sentences; empty if everything balances.
     *
     * @param checkpoints by name, as it is now
     */
    public List<String> imbalances(Map<String, Checkpoint> checkpoints) {
        Map<InputId, Holder> holders = new HashMap<>();
        List<String> problems = new ArrayList<>();
        checkpoints.forEach((checkpointName, checkpoint) -> {
            for (Entry entry : checkpoint.entries()) {
                entry.holds().ifPresent(input -> {
                    Holder holder = new Holder(checkpointName, entry.name());
                    Holder other = holders.put(input, holder);
                    if (other != null) {
                        problems.add(input + " is held twice: by " + other + " and by " + holder);
                    }
                });
            }
        });
        forEach((input, account) -> {
            boolean held = holders.remove(input) != null;
            if (account.fate() instanceof Fate.Kept && !held) {
                problems.add(input + " is kept, but nothing holds it");
            } else if (!(account.fate() instanceof Fate.Kept) && held) {
                problems.add(input + " is " + account.fate().word() + ", but still held");
            }
        });
        holders.forEach((input, holder) -> problems.add(holder + " holds " + input + ", which was never loaded"));
        return problems;
    }

    /** An entry of a checkpoint. */
    private record Holder(String checkpointName, String name) {
        @Override
        public String toString() {
            return checkpointName + "[\"" + name + "\"]";
        }
    }
}
