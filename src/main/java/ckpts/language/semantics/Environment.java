package ckpts.language.semantics;

import java.util.Collection;
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
    private final PMap<String, String> captures;
    private final String prefix;

    private Environment(PMap<String, Value> variables, PMap<String, String> captures, String prefix) {
        this.variables = variables;
        this.captures = captures;
        this.prefix = prefix;
    }

    public static Environment empty() {
        return new Environment(HashTreePMap.empty(), HashTreePMap.empty(), "");
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

    public Environment with(String variable, Value value) {
        return new Environment(variables.plus(variable, value), captures, prefix);
    }

    /** Inside a scope. */
    public Environment scoped(String newPrefix, Map<String, String> newCaptures) {
        return new Environment(variables, captures.plusAll(newCaptures), newPrefix);
    }
}
