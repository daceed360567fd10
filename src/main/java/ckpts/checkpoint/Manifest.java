package ckpts.checkpoint;

import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The variables that a model expects. Immutable. */
public final class Manifest {
    private static final String UNTITLED = "the manifest";

    private final Map<String, Expected> variables;
    /** Owner's name to its slots. */
    private final Map<String, List<Expected>> slots = new HashMap<>();

    private final Optional<LoadingCall> restoredBy;
    private final List<String> optimizerOrder;
    private final Set<String> bookkeeping;
    private final Optional<Conventions> conventions;
    private final String title;

    /**
     * One variable that the model expects.
     *
     * @param name unique
     * @param type element type and shape
     * @param initializer the model's own initializer in the language's spelling, if known
     * @param trainable whether an optimizer updates it, if known
     * @param optional whether it can be missing in the checkpoint
     * @param aliases other names of it in the model
     * @param slotOf the variable whose slot it is, if it is a slot
     */
    public record Expected(
            String name,
            TensorType type,
            Optional<String> initializer,
            Optional<Boolean> trainable,
            boolean optional,
            List<String> aliases,
            Optional<String> slotOf) {
        public Expected {
            Objects.requireNonNull(name, "name is null");
            Objects.requireNonNull(type, "type is null");
            aliases = List.copyOf(aliases);
        }

        /** A required variable with only its name and type known. */
        public static Expected of(String name, TensorType type) {
            return new Expected(name, type, Optional.empty(), Optional.empty(), false, List.of(), Optional.empty());
        }
    }

    /** @throws IllegalArgumentException if two variables have the same name */
    public Manifest(Collection<Expected> variables, Optional<LoadingCall> restoredBy) {
        this(variables, restoredBy, List.of());
    }

    /**
     * @param optimizerOrder names of variables in the order in which the optimizer's lists hold them; empty if unknown
     * @throws IllegalArgumentException if two variables have the same name
     */
    public Manifest(Collection<Expected> variables, Optional<LoadingCall> restoredBy, List<String> optimizerOrder) {
        this(variables, restoredBy, optimizerOrder, Set.of(), Optional.empty(), UNTITLED);
    }

    private Manifest(
            Collection<Expected> variables,
            Optional<LoadingCall> restoredBy,
            List<String> optimizerOrder,
            Set<String> bookkeeping,
            Optional<Conventions> conventions,
            String title) {
        Map<String, Expected> byName = new LinkedHashMap<>();
        for (Expected variable : variables) {
            if (byName.put(variable.name(), variable) != null) {
                throw new IllegalArgumentException("two variables named " + variable.name());
            }
        }
        this.variables = byName;
        for (Expected variable : variables) {
            variable.slotOf()
                    .ifPresent(owner -> slots.computeIfAbsent(owner, any -> new ArrayList<>())
                            .add(variable));
        }
        this.restoredBy = restoredBy;
        this.optimizerOrder = List.copyOf(optimizerOrder);
        this.bookkeeping = Set.copyOf(bookkeeping);
        this.conventions = conventions;
        this.title = title;
    }

    /**
     * The manifest of a model with exactly these tensors: every name and type but those of bookkeeping; slots
     * with their variable, aliases and places of lists with the name that they lead to; loaded by the call that loads
     * checkpoints like this one.
     */
    public static Manifest of(Checkpoint checkpoint) {
        Map<String, List<String>> aliases = new LinkedHashMap<>();
        checkpoint
                .aliases()
                .forEach((alias, name) ->
                        aliases.computeIfAbsent(name, key -> new ArrayList<>()).add(alias));
        checkpoint
                .conventions()
                .map(own -> own.listedOnceMore(checkpoint))
                .orElse(Map.of())
                .forEach((name, place) ->
                        aliases.computeIfAbsent(name, key -> new ArrayList<>()).add(place));
        Set<String> bookkeeping =
                checkpoint.conventions().map(Conventions::bookkeeping).orElse(Set.of());
        List<Expected> variables = new ArrayList<>();
        for (Entry entry : checkpoint.entries()) {
            if (!bookkeeping.contains(entry.name())) {
                Optional<String> slotOf = entry.role().slot().map(Role.Slot::owner);
                variables.add(new Expected(
                        entry.name(),
                        entry.tensor().type(),
                        Optional.empty(),
                        Optional.empty(),
                        checkpoint
                                .conventions()
                                .filter(own -> own.isOptional(entry.role()))
                                .isPresent(),
                        aliases.getOrDefault(entry.name(), List.of()),
                        slotOf));
            }
        }
        return new Manifest(
                variables,
                checkpoint.conventions().flatMap(Conventions::restoredBy),
                checkpoint.conventions().map(Conventions::optimizerOrder).orElse(List.of()),
                bookkeeping,
                checkpoint.conventions(),
                UNTITLED);
    }

    /** The same manifest with a title for messages: the name of its file. */
    public Manifest titled(String newTitle) {
        return new Manifest(variables.values(), restoredBy, optimizerOrder, bookkeeping, conventions, newTitle);
    }

    /** The same manifest of a framework that keeps tensors of these names for itself. */
    public Manifest keeping(Set<String> names) {
        return new Manifest(variables.values(), restoredBy, optimizerOrder, names, conventions, title);
    }

    /** Its title in messages. */
    public String title() {
        return title;
    }

    public int size() {
        return variables.size();
    }

    /** The variables in the manifest's order. */
    public Collection<Expected> variables() {
        return Collections.unmodifiableCollection(variables.values());
    }

    public Optional<Expected> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** The slots of a variable; empty if it has none. */
    public List<Expected> slotsOf(String variable) {
        return Collections.unmodifiableList(slots.getOrDefault(variable, List.of()));
    }

    /** Names of variables in the order of the optimizer's lists; empty if unknown. */
    public List<String> optimizerOrder() {
        return optimizerOrder;
    }

    /** The call that will load the result. */
    public Optional<LoadingCall> restoredBy() {
        return restoredBy;
    }

    /**
     * Names of tensors that the model's framework keeps for itself, whether they are among the variables or not: no
     * model expects them, and none lacks them.
     */
    public Set<String> bookkeeping() {
        return bookkeeping;
    }

    /** Those of the format of the checkpoint that this was read from; empty for other sources. */
    public Optional<Conventions> conventions() {
        return conventions;
    }

    /** The same as a format's own class, which only that format asks for; empty if it was read from another one. */
    public <T extends Conventions> Optional<T> conventions(Class<T> own) {
        return conventions.filter(own::isInstance).map(own::cast);
    }
}
