package ckpts.workspace;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePMap;
import org.pcollections.OrderedPMap;
import org.pcollections.PMap;

/**
 * The account of every loaded tensor: one fate each, any number of uses. Immutable.
 *
 * <p>It balances when each kept input is held by exactly one entry of its checkpoint and no other input is held by
 * any; {@link #imbalances} is the proof, asked for by tests and before every save.
 */
public final class Ledger {
    private static final Ledger EMPTY = new Ledger(OrderedPMap.empty(), HashTreePMap.empty());

    /** Alias to the checkpoint as it was loaded: its names are the inputs. */
    private final PMap<String, Checkpoint> opened;
    /** The accounts that are no longer as at the beginning. */
    private final PMap<InputId, Account> changed;

    private Ledger(PMap<String, Checkpoint> opened, PMap<InputId, Account> changed) {
        this.opened = opened;
        this.changed = changed;
    }

    public static Ledger empty() {
        return EMPTY;
    }

    /** All accounts, sorted by checkpoint and name. */
    public Map<InputId, Account> accounts() {
        TreeMap<InputId, Account> all = new TreeMap<>();
        forEach(all::put);
        return all;
    }

    private void forEach(BiConsumer<InputId, Account> visitor) {
        opened.forEach((alias, checkpoint) -> {
            for (String name : checkpoint.names()) {
                InputId input = new InputId(alias, name);
                visitor.accept(input, changed.getOrDefault(input, Account.OPENED));
            }
        });
    }

    /** @throws IllegalArgumentException if there is no such input */
    public Account account(InputId input) {
        Account account = changed.get(input);
        if (account != null) {
            return account;
        }
        if (!opened.containsKey(input.checkpoint())
                || !opened.get(input.checkpoint()).contains(input.name())) {
            throw new IllegalArgumentException("not in the ledger: " + input);
        }
        return Account.OPENED;
    }

    Ledger opened(String alias, Checkpoint checkpoint) {
        return new Ledger(opened.plus(alias, checkpoint), changed);
    }

    Ledger used(Collection<InputId> inputs, Step step) {
        return changing(inputs, account -> account.used(step));
    }

    Ledger decided(Collection<InputId> inputs, Fate fate) {
        return changing(inputs, account -> account.decided(fate));
    }

    private Ledger changing(Collection<InputId> inputs, UnaryOperator<Account> change) {
        PMap<InputId, Account> next = changed;
        for (InputId input : inputs) {
            next = next.plus(input, change.apply(account(input)));
        }
        return new Ledger(opened, next);
    }

    /**
     * What does not balance, as sentences; empty if all does.
     *
     * @param checkpoints alias to checkpoint as it is now
     */
    public List<String> imbalances(Map<String, Checkpoint> checkpoints) {
        Map<InputId, Holder> holders = new HashMap<>();
        List<String> problems = new ArrayList<>();
        checkpoints.forEach((alias, checkpoint) -> {
            for (Entry entry : checkpoint.entries()) {
                entry.holds().ifPresent(input -> {
                    Holder holder = new Holder(alias, entry.name());
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
    private record Holder(String alias, String name) {
        @Override
        public String toString() {
            return alias + "[\"" + name + "\"]";
        }
    }
}
