package ckpts.workspace;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.LostWeights;
import ckpts.checkpoint.LostWeights.Lost;
import ckpts.checkpoint.LostWeights.Made;
import ckpts.checkpoint.Role;
import ckpts.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The loaded weights of which nothing is left, and the variables whose values come from no file. Weights and variables
 * are what has the role of a variable and at least one axis: slots, averages, the optimizer's own tensors and counters
 * are none. For one checkpoint.
 */
public final class Losses {
    private final Workspace workspace;
    private final String subject;
    private final Checkpoint judged;
    private final Set<Object> left = new HashSet<>();
    private final Map<String, Made> made = new LinkedHashMap<>();
    /** What stands where an input was loaded, or was put there by a statement that replaced it. */
    private final Map<InputId, Entry> successors = new HashMap<>();

    private final List<Lost> lost = new ArrayList<>();
    private final List<Lost> unreplaced = new ArrayList<>();

    private Losses(Workspace workspace, String subject, Checkpoint judged) {
        this.workspace = workspace;
        this.subject = subject;
        this.judged = judged;
    }

    /**
     * The account of one checkpoint.
     *
     * @param subject under which alias it was loaded
     * @param judged as it is to be; a part of what it is now, where a part is saved
     * @param whole what still holds what it has, though it is not judged
     */
    public static Losses of(Workspace workspace, String subject, Checkpoint judged, Checkpoint whole) {
        Losses losses = new Losses(workspace, subject, judged);
        Derivation.nodes(whole.entries().stream().map(Entry::tensor).toList()).forEach(losses::leave);
        if (whole != judged) {
            Derivation.nodes(judged.entries().stream().map(Entry::tensor).toList())
                    .forEach(losses::leave);
        }
        losses.findMade();
        workspace.checkpoints().forEach(losses::findLost);
        return losses;
    }

    /** Every weight of which nothing is left, whatever became of it. */
    public List<Lost> lost() {
        return lost;
    }

    /** Those of these lost weights that could be a variable which was made anew, but not in their own place. */
    public LostWeights renamed(List<Lost> weights) {
        List<Lost> known = new ArrayList<>(unreplaced);
        known.retainAll(new HashSet<>(weights));
        return LostWeights.among(known, List.copyOf(made.values()));
    }

    private void leave(Tensor tensor) {
        if (tensor.inputs().isEmpty()) {
            left.add(identity(tensor));
        }
    }

    /** What is read from the same bytes is the same, however often it was loaded. */
    private static Object identity(Tensor leaf) {
        return leaf.origin().<Object>map(origin -> origin).orElse(leaf);
    }

    private static boolean isWeight(Entry entry) {
        return entry.role().equals(Role.VARIABLE)
                && entry.tensor().type().shape().rank() > 0;
    }

    private void findMade() {
        Derivation.Sources sources = new Derivation.Sources();
        for (Entry entry : judged.entries()) {
            entry.holds().or(entry::replaces).ifPresent(input -> successors.put(input, entry));
            if (isWeight(entry) && !sources.hasFile(entry.tensor())) {
                made.put(entry.name(), new Made(entry.name(), entry.tensor().type()));
            }
        }
    }

    private void findLost(Loaded loaded) {
        boolean own = loaded.alias().equals(subject);
        List<String> anewInPlace = new ArrayList<>();
        for (Entry entry : loaded.original().entries()) {
            InputId input = new InputId(loaded.alias(), entry.name());
            if (!isWeight(entry) || isLeft(entry) || !own && isUsed(input)) {
                continue;
            }
            Optional<Entry> successor = own ? Optional.ofNullable(successors.get(input)) : Optional.empty();
            String name = workspace
                    .ledger()
                    .account(input)
                    .fate()
                    .lastName()
                    .or(() -> successor.map(Entry::name))
                    .orElse(entry.name());
            Lost weight = new Lost(input, name, entry.tensor().type());
            lost.add(weight);
            Optional<Entry> standing = own ? successor.or(() -> namesake(weight)) : Optional.empty();
            if (standing.isEmpty()) {
                unreplaced.add(weight);
            } else if (isMade(standing.get())) {
                if (isAnew(weight, standing.get())) {
                    anewInPlace.add(standing.get().name());
                } else {
                    unreplaced.add(weight);
                }
            }
        }
        anewInPlace.forEach(made::remove);
    }

    private boolean isLeft(Entry loaded) {
        return Derivation.nodes(List.of(loaded.tensor())).stream()
                .anyMatch(node -> node.inputs().isEmpty() && left.contains(identity(node)));
    }

    /** Another checkpoint's tensor may have gone into something else, or have been saved. */
    private boolean isUsed(InputId input) {
        return !workspace.ledger().account(input).uses().isEmpty();
    }

    /** What was made under the name of a weight that had been dropped. */
    private Optional<Entry> namesake(Lost weight) {
        return judged.entry(weight.name())
                .or(() -> judged.entry(weight.input().name()))
                .filter(entry -> isMade(entry) && isAnew(weight, entry));
    }

    private boolean isMade(Entry entry) {
        return made.containsKey(entry.name());
    }

    private static boolean isAnew(Lost weight, Entry standing) {
        return LostWeights.areKin(weight.type(), standing.tensor().type());
    }
}
