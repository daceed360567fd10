package ckpts.diagnosis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tensors that belong together: kernel and bias of a layer, the four of a batch norm. Of equal blocks, one stands for
 * all. Equal to itself only.
 */
final class Module {
    private final String path;
    private List<Token> tokens;
    private Set<String> concepts;
    private final Map<String, Unit> leaves = new LinkedHashMap<>();

    private Module(ModuleName name) {
        this.path = name.module();
        this.tokens = name.tokens();
        this.concepts = Roles.concepts(name.tokens());
    }

    /** The modules that these tensors make up. */
    static List<Module> of(List<Unit> units) {
        Map<String, Module> modules = new LinkedHashMap<>();
        for (Unit unit : units) {
            ModuleName name = ModuleName.of(unit);
            Module module = modules.computeIfAbsent(name.module(), path -> new Module(name));
            if (module.leaves.putIfAbsent(name.role(), unit) != null) {
                module.leaves.put(unit.folding(), unit);
            }
        }
        modules.values().forEach(Module::recognize);
        return List.copyOf(modules.values());
    }

    /** A module with a mean and a variance is a batch norm, whatever its name. */
    private void recognize() {
        boolean keeps = leaves.containsKey(LeafRole.MEAN) && leaves.containsKey(LeafRole.VARIANCE);
        if (keeps && !concepts.contains(Vocabulary.BATCH_NORM)) {
            List<Token> more = new ArrayList<>(tokens);
            more.add(new Token.Concept(Vocabulary.BATCH_NORM));
            tokens = List.copyOf(more);
            concepts = Roles.concepts(tokens);
        }
    }

    /** The folded name without the word for the tensor, segments after {@code /}. */
    String path() {
        return path;
    }

    List<Token> tokens() {
        return tokens;
    }

    Set<String> concepts() {
        return concepts;
    }

    /** Role to tensor, at least one. */
    Map<String, Unit> leaves() {
        return Collections.unmodifiableMap(leaves);
    }

    /** The tensor that decides: the weight, else the scale, else the first. */
    Unit principal() {
        Unit scale =
                leaves.getOrDefault(LeafRole.SCALE, leaves.values().iterator().next());
        return leaves.getOrDefault(LeafRole.WEIGHT, scale);
    }

    /** The module that it is a part of. */
    String parent() {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** Its name without the last word or number: {@code conv2_block1_0} of a convolution and its norm. */
    String stem() {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('_'))));
    }

    /** The innermost of the equal blocks that it is in; empty if it is in none. */
    String block() {
        int fold = path.lastIndexOf('#');
        return fold < 0 ? "" : path.substring(0, fold + 1);
    }

    /** The numbers of equal blocks in its name. */
    List<Unit.Place> folds() {
        return leaves.values().iterator().next().folded();
    }
}
