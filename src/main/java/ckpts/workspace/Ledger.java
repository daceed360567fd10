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
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The account of every loaded tensor: one fate each, any number of uses. Immutable.
 *
 * <p>It balances when each kept input is held by exactly one entry of its checkpoint and no other input is held by
 * any; {@link #imbalances} is the proof, asked for by tests and before every save.
 */
public final class Ledger {
    private static final Ledger EMPTY = new Ledger(HashTreePMap.empty());

    private final PMap<InputId, Account> accounts;

    private Ledger(PMap<InputId, Account> accounts) {
        this.accounts = accounts;
    }

    public static Ledger empty() {
        return EMPTY;
    }

    /** All accounts, sorted by checkpoint and name. */
    public Map<InputId, Account> accounts() {
        return new TreeMap<>(accounts);
    }

    /** @throws IllegalArgumentException if there is no such input */
    public Account account(InputId input) {
        Account account = accounts.get(input);
        if (account == null) {
            throw new IllegalArgumentException("not in the ledger: " + input);
        }
        return account;
    }

    Ledger opened(Collection<InputId> inputs) {
        Map<InputId, Account> fresh = new HashMap<>();
        inputs.forEach(input -> fresh.put(input, Account.OPENED));
        return new Ledger(accounts.plusAll(fresh));
    }

    Ledger used(Collection<InputId> inputs, Step step) {
        PMap<InputId, Account> changed = accounts;
        for (InputId input : inputs) {
            changed = changed.plus(input, account(input).used(step));
        }
        return new Ledger(changed);
    }

    Ledger decided(Collection<InputId> inputs, Fate fate) {
        PMap<InputId, Account> changed = accounts;
        for (InputId input : inputs) {
            changed = changed.plus(input, account(input).decided(fate));
        }
        return new Ledger(changed);
    }

    /**
     * What does not balance, as sentences; empty if all does.
     *
     * @param checkpoints alias to checkpoint as it is now
     */
    public List<String> imbalances(Map<String, Checkpoint> checkpoints) {
        Map<InputId, String> holders = new HashMap<>();
        List<String> problems = new ArrayList<>();
        checkpoints.forEach((alias, checkpoint) -> {
            for (Entry entry : checkpoint.entries()) {
                String holder = alias + "[\"" + entry.name() + "\"]";
                entry.holds().ifPresent(input -> {
                    String other = holders.put(input, holder);
                    if (other != null) {
                        problems.add(input + " is held twice: by " + other + " and by " + holder);
                    }
                });
            }
        });
        accounts.forEach((input, account) -> {
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
}
