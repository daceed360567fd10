package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.naming.NamePattern;
import ckpts.naming.NearNames;
import ckpts.workspace.Loaded;

/** The message about one exact name that a checkpoint does not have. */
public final class MissingTensor {
    private MissingTensor() {}

    public static Diagnostic diagnostic(Loaded loaded, String name, Span place) {
        Diagnostic problem =
                Diagnostic.error(Code.NO_SUCH_TENSOR, place, "`" + loaded.alias() + "` has no tensor \"" + name + "\"");
        for (NearNames.Suggestion near :
                NearNames.of(NamePattern.literal(name), loaded.current().names())) {
            problem = problem.help(near.sentence());
        }
        return problem;
    }
}
