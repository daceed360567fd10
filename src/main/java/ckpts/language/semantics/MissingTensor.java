package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.naming.NamePattern;
import ckpts.naming.OtherNumbers;
import ckpts.state.Loaded;
import java.util.List;

/** The message about one exact name that a checkpoint does not have. */
public final class MissingTensor {
    private MissingTensor() {}

    /** @param environment that of the place of the name: suggestions are relative to its scope */
    public static Diagnostic diagnostic(Loaded loaded, String name, Span place, Environment environment) {
        Diagnostic problem =
                Diagnostic.error(Code.NO_SUCH_TENSOR, place, "`" + loaded.name() + "` has no tensor \"" + name + "\"");
        for (String guess : guesses(loaded, name, environment.prefix())) {
            problem = problem.help(guess);
        }
        return problem;
    }

    private static List<String> guesses(Loaded loaded, String name, String prefix) {
        boolean relative = name.startsWith(prefix) && name.length() > prefix.length();
        Guesses guesses = new Guesses(
                NamePattern.literal(relative ? name.substring(prefix.length()) : name),
                !relative,
                prefix,
                loaded.current().names());
        List<String> departed = guesses.departed(loaded.departures());
        if (!departed.isEmpty()) {
            return departed;
        }
        List<String> near = guesses.near();
        return near.isEmpty()
                ? guesses.numbers().stream().map(OtherNumbers::sentence).toList()
                : near;
    }
}
