package ckpts.state;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.checkpoint.InputId;
import ckpts.checkpoint.LostWeights;
import ckpts.checkpoint.LostWeights.Lost;
import ckpts.checkpoint.LostWeights.Reinitialized;
import ckpts.checkpoint.Role;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorGraph;
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
 * are not. For one checkpoint.
 */
public final class Losses {
    private final Workspace workspace;
    private final String subject;
    private final Checkpoint result;
    private final Set<Object> left = new HashSet<>();
    private final Map<String, Reinitialized> reinitialized = new LinkedHashMap<>();
    /** The entry under the name of a loaded input, or the one that replaced it. */
    private final Map<InputId, Entry> successors = new HashMap<>();

    private final List<Lost> lost = new ArrayList<>();
    private final List<Lost> unreplaced = new ArrayList<>();

    private Losses(Workspace workspace, String subject, Checkpoint result) {
        this.workspace = workspace;
        this.subject = subject;
        this.result = result;
    }

    /**
     * The losses of one checkpoint.
     *
     * @param subject the name of the checkpoint in scripts
     * @param result the checkpoint as it is to be; a part of what it is now, where a part is saved
     * @param whole the whole checkpoint, whose tensors count as not lost
     */
    public static Losses of(Workspace workspace, String subject, Checkpoint result, Checkpoint whole) {
        Losses losses = new Losses(workspace, subject, result);
        TensorGraph.of(whole.entries().stream().map(Entry::tensor).toList(), Tensor::inputs)
                .forEach(losses::leave);
        if (whole != result) {
            TensorGraph.of(result.entries().stream().map(Entry::tensor).toList(), Tensor::inputs)
                    .forEach(losses::leave);
        }
        losses.findReinitialized();
        workspace.checkpoints().forEach(losses::findLost);
        return losses;
    }

    /** Every weight of which nothing is left, whatever its fate. */
    public List<Lost> lost() {
        return lost;
    }

    /** Those of these lost weights that could be a reinitialized variable other than the one in their own place. */
    public LostWeights renamed(List<Lost> weights) {
        List<Lost> known = new ArrayList<>(unreplaced);
        known.retainAll(new HashSet<>(weights));
        return LostWeights.among(known, List.copyOf(reinitialized.values()));
    }

    private void leave(Tensor tensor) {
        if (tensor.inputs().isEmpty()) {
            left.add(identity(tensor));
        }
    }

    /** Tensors read from the same bytes are the same, however often they were loaded. */
    private static Object identity(Tensor leaf) {
        return leaf.origin().<Object>map(origin -> origin).orElse(leaf);
    }

    private static boolean isWeight(Entry entry) {
        return entry.role().equals(Role.VARIABLE)
                && entry.tensor().type().shape().rank() > 0;
    }

    private void findReinitialized() {
        FileSources sources = new FileSources();
        for (Entry entry : result.entries()) {
            entry.holds().or(entry::replaces).ifPresent(input -> successors.put(input, entry));
            if (isWeight(entry) && !sources.hasFile(entry.tensor())) {
                reinitialized.put(
                        entry.name(),
                        new Reinitialized(entry.name(), entry.tensor().type()));
            }
        }
    }

    private void findLost(Loaded loaded) {
        boolean own = loaded.name().equals(subject);
        List<String> reinitializedInPlace = new ArrayList<>();
        for (Entry entry : loaded.original().entries()) {
            InputId input = new InputId(loaded.name(), entry.name());
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
            Optional<Entry> current = own ? successor.or(() -> namesake(weight)) : Optional.empty();
            if (current.isEmpty()) {
                unreplaced.add(weight);
            } else if (isReinitialized(current.get())) {
                if (canReplace(weight, current.get())) {
                    reinitializedInPlace.add(current.get().name());
                } else {
                    unreplaced.add(weight);
                }
            }
        }
        reinitializedInPlace.forEach(reinitialized::remove);
    }

    private boolean isLeft(Entry loaded) {
        return TensorGraph.of(List.of(loaded.tensor()), Tensor::inputs).stream()
                .anyMatch(node -> node.inputs().isEmpty() && left.contains(identity(node)));
    }

    /** Another checkpoint's tensor may have gone into something else, or have been saved. */
    private boolean isUsed(InputId input) {
        return !workspace.ledger().account(input).uses().isEmpty();
    }

    /** A variable reinitialized under the name of a weight that had been dropped. */
    private Optional<Entry> namesake(Lost weight) {
        return result.entry(weight.name())
                .or(() -> result.entry(weight.input().name()))
                .filter(entry -> isReinitialized(entry) && canReplace(weight, entry));
    }

    private boolean isReinitialized(Entry entry) {
        return reinitialized.containsKey(entry.name());
    }

    private static boolean canReplace(Lost weight, Entry entry) {
        return LostWeights.couldBe(weight.type(), entry.tensor().type());
    }
}
