package ckpts.state;

import ckpts.checkpoint.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;

/** The names that statements removed from a checkpoint, and what happened to each. Immutable. */
public final class RemovedNames {
    public static final RemovedNames NONE = new RemovedNames(ConsPStack.empty());

    /** Latest first. */
    private final PStack<Leaving> statements;

    /**
     * The names that one statement removed.
     *
     * @param word its effect: {@code dropped}, {@code renamed}
     * @param names old name to new name, to itself where there is no new one
     */
    private record Leaving(Step step, String word, Map<String, String> names) {
        Optional<Departure> of(String name) {
            return Optional.ofNullable(names.get(name)).map(now -> departure(name, now));
        }

        Departure departure(String name, String now) {
            return new Departure(name, word, now.equals(name) ? Optional.empty() : Optional.of(now), step);
        }
    }

    /**
     * The removal of a name.
     *
     * @param word its effect on the name: {@code dropped}, {@code renamed}
     * @param to its new name, if it got one
     */
    public record Departure(String name, String word, Optional<String> to, Step step) {}

    private RemovedNames(PStack<Leaving> statements) {
        this.statements = statements;
    }

    /**
     * The removals after a statement that renamed these.
     *
     * @param names old name to new name; no longer changed
     */
    RemovedNames renamed(Map<String, String> names, Step step) {
        Map<String, String> moved = names;
        if (names.entrySet().stream().anyMatch(name -> name.getKey().equals(name.getValue()))) {
            moved = new HashMap<>(names);
            moved.entrySet().removeIf(name -> name.getKey().equals(name.getValue()));
        }
        return moved.isEmpty() ? this : new RemovedNames(statements.plus(new Leaving(step, "renamed", moved)));
    }

    /**
     * The removals after a statement that removed these.
     *
     * @param fate of a tensor of this name
     */
    RemovedNames left(Collection<String> names, Function<String, Fate> fate) {
        if (names.isEmpty()) {
            return this;
        }
        Map<String, String> gone = new HashMap<>();
        names.forEach(name -> gone.put(name, name));
        Fate decided = fate.apply(names.iterator().next());
        return new RemovedNames(statements.plus(new Leaving(decided.step().orElseThrow(), decided.word(), gone)));
    }

    /** The last removal of each of these names, those of the latest statement first. */
    public List<Departure> of(Predicate<String> wanted) {
        Map<String, Departure> found = new LinkedHashMap<>();
        for (Leaving leaving : statements) {
            leaving.names().keySet().stream()
                    .filter(name -> wanted.test(name) && !found.containsKey(name))
                    .sorted()
                    .forEach(name -> found.put(
                            name, leaving.departure(name, leaving.names().get(name))));
        }
        return new ArrayList<>(found.values());
    }

    /** The next removal of the name that this one led to, if there is one. */
    public Optional<Departure> after(Departure departure) {
        if (departure.to().isEmpty()) {
            return Optional.empty();
        }
        String name = departure.to().get();
        Optional<Departure> next = Optional.empty();
        for (Leaving leaving : statements) {
            if (leaving.step().number() <= departure.step().number()) {
                break;
            }
            if (leaving.names().containsKey(name)) {
                next = leaving.of(name);
            }
        }
        return next;
    }
}
