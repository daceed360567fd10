package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;

/** One tensor that becomes several: each part has its name. */
final class Spreading {
    private Spreading() {}

    /** @throws StatementException if parts and names are not equally many */
    static void requireNames(Entry entry, long parts, int names, Span target) {
        if (parts != names) {
            throw new StatementException(Diagnostic.error(
                            Code.BAD_VALUE,
                            target,
                            "\"" + entry.name() + "\" is cut into " + parts + " parts, the target has "
                                    + Touched.counted(names, "name"))
                    .labelled("the last list or range names the parts"));
        }
    }
}
