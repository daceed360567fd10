package ckpts.language.semantics;

import ckpts.checkpoint.Entry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * What names in a script stand for at one place: variables, the captures of enclosing scopes, the scope's prefix.
 * Immutable.
 */
public final class Environment {
    private final PMap<String, Value> variables;
    /** Variable to the entries whose tensors its value is made of. */
    private final PMap<String, List<Entry>> read;

    private final PMap<String, String> captures;
    private final String prefix;

    private Environment(
            PMap<String, Value> variables,
            PMap<String, List<Entry>> read,
            PMap<String, String> captures,
            String prefix) {
        this.variables = variables;
        this.read = read;
        this.captures = captures;
        this.prefix = prefix;
    }

    public static Environment empty() {
        return new Environment(HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), "");
    }

    public Optional<Value> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    public Collection<String> variableNames() {
        return variables.keySet();
    }

    /** Captures of enclosing scopes: name to text. */
    public Map<String, String> captures() {
        return captures;
    }

    /** What every relative name begins with, separator included; empty outside scopes. */
    public String prefix() {
        return prefix;
    }

    /** The entries whose tensors a variable is made of: whoever uses it uses them. */
    List<Entry> readBy(String variable) {
        return read.getOrDefault(variable, List.of());
    }

    public Environment with(String variable, Value value) {
        return with(variable, value, List.of());
    }

    /** @param entries those whose tensors the value is made of */
    public Environment with(String variable, Value value, List<Entry> entries) {
        return new Environment(
                variables.plus(variable, value), read.plus(variable, List.copyOf(entries)), captures, prefix);
    }

    /** Inside a scope. */
    public Environment scoped(String newPrefix, Map<String, String> newCaptures) {
        return new Environment(variables, read, captures.plusAll(newCaptures), newPrefix);
    }
}
