package ckpts.language.semantics;

import ckpts.checkpoint.Entry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The meanings of names at one place in a script: variables, the captures of enclosing scopes, the scope's prefix.
 * Immutable.
 */
public final class Environment {
    private final PMap<String, Bound> variables;
    private final PVector<String> parameters;
    private final PMap<String, String> captures;
    private final String prefix;

    private Environment(
            PMap<String, Bound> variables, PVector<String> parameters, PMap<String, String> captures, String prefix) {
        this.variables = variables;
        this.parameters = parameters;
        this.captures = captures;
        this.prefix = prefix;
    }

    public static Environment empty() {
        return new Environment(HashTreePMap.empty(), TreePVector.empty(), HashTreePMap.empty(), "");
    }

    public Optional<Value> variable(String name) {
        return Optional.ofNullable(variables.get(name)).map(Bound::value);
    }

    public Collection<String> variableNames() {
        return variables.keySet();
    }

    /** Captures of enclosing scopes: name to text. */
    public Map<String, String> captures() {
        return captures;
    }

    /**
     * Values for braces in a name that is written, not matched: captures of enclosing scopes and variables alike, which
     * never share a name; variables that hold a list or a tensor are not written.
     */
    public Map<String, String> written() {
        Map<String, String> strings = new HashMap<>(captures);
        variables.forEach((name, bound) -> {
            if (bound.value() instanceof Value.Whole
                    || bound.value() instanceof Value.Real
                    || bound.value() instanceof Value.Text
                    || bound.value() instanceof Value.Truth
                    || bound.value() instanceof Value.ElementType) {
                strings.put(name, bound.value().text());
            }
        });
        return strings;
    }

    /** The prefix of every relative name, separator included; empty outside scopes. */
    public String prefix() {
        return prefix;
    }

    /** The entries whose tensors a variable is made of: using it uses them. */
    List<Entry> readBy(String variable) {
        return Optional.ofNullable(variables.get(variable)).map(Bound::read).orElse(List.of());
    }

    public Environment with(String variable, Bound bound) {
        return new Environment(variables.plus(variable, bound), parameters, captures, prefix);
    }

    /** With a variable that the caller of the script may set. */
    public Environment withParameter(String name, Bound bound) {
        return new Environment(variables.plus(name, bound), parameters.plus(name), captures, prefix);
    }

    /** The names of parameters, in the order of the script. */
    public List<String> parameters() {
        return parameters;
    }

    /** Inside a scope. */
    public Environment scoped(String newPrefix, Map<String, String> newCaptures) {
        return new Environment(variables, parameters, captures.plusAll(newCaptures), newPrefix);
    }
}
