package ckpts.language.execution;

import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.Suggestions;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.Script;
import ckpts.language.syntax.Statement;
import ckpts.naming.NearNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** Diagnostics for names that the caller sets and the script does not declare. */
    static List<Diagnostic> unknown(Script script, Map<String, Setting> settings) {
        List<String> declared = of(script);
        List<Diagnostic> problems = new ArrayList<>();
        settings.forEach((name, setting) -> {
            if (!declared.contains(name)) {
                problems.add(unknown(script, name, setting, declared));
            }
        });
        return problems;
    }

    private static Diagnostic unknown(Script script, String name, Setting setting, List<String> declared) {
        String message = script.source().name() + " has no parameter `" + name + "`";
        Diagnostic problem = Diagnostic.error(Code.BAD_PARAMETER, message);
        Optional<String> near = NearNames.nearestWord(name, declared);
        problem = near.isEmpty()
                ? problem.note(declared.isEmpty() ? "it has none" : "it has " + String.join(", ", declared))
                : problem.help("did you mean "
                        + (setting.isOfCommandLine() ? "--set " + near.get() + "=..." : near.get()) + "?");
        return setting.isOfCommandLine() ? problem : problem.note("`" + name + "` is set " + setting.origin());
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
