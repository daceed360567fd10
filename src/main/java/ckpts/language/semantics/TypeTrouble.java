package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.tensor.TensorTypeException;

/** Diagnostics about types that do not fit. */
public final class TypeTrouble {
    private TypeTrouble() {}

    /** The mismatch, and a change that would make the types fit. */
    public static Diagnostic at(Span place, TensorTypeException trouble) {
        Diagnostic diagnostic = Diagnostic.error(Code.TYPE_MISMATCH, place, trouble.getMessage());
        return trouble.remedy().map(diagnostic::help).orElse(diagnostic);
    }
}
