package ckpts.language.execution;

import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.Suggestions;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Script;
import ckpts.language.syntax.Statement;
import ckpts.naming.NearNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The parameters that a script declares, in any block, against the values that are set. */
final class Parameters {
    private Parameters() {}

    static List<String> of(Script script) {
        return script.all(Statement.Param.class)
                .map(param -> param.name().text())
                .distinct()
                .toList();
    }

    /** Diagnostics for names from the command line that the script does not declare. */
    static List<Diagnostic> unknown(Script script, Collection<String> names) {
        List<String> declared = of(script);
        List<Diagnostic> problems = new ArrayList<>();
        for (String name : names) {
            if (!declared.contains(name)) {
                String message = script.source().name() + " has no parameter `" + name + "`";
                Diagnostic problem = Diagnostic.error(Code.BAD_PARAMETER, message);
                Optional<String> near = NearNames.nearestWord(name, declared);
                problems.add(
                        near.isPresent()
                                ? problem.help("did you mean --set " + near.get() + "=...?")
                                : problem.note(
                                        declared.isEmpty() ? "it has none" : "it has " + String.join(", ", declared)));
            }
        }
        return problems;
    }

    /** @throws StatementException if a binding names no parameter of the script */
    static void requireKnown(Script script, List<Statement.Binding> bindings) {
        List<String> declared = of(script);
        for (Statement.Binding binding : bindings) {
            if (!declared.contains(binding.name().text())) {
                throw new StatementException(Suggestions.unknown(
                        Code.BAD_PARAMETER,
                        binding.name().span(),
                        script.source().name() + " has no parameter `"
                                + binding.name().text() + "`",
                        binding.name().text(),
                        declared));
            }
        }
    }
}
