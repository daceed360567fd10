package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.tensor.TensorTypeException;

/** Types that do not fit, in the words of diagnostics. */
public final class TypeTrouble {
    private TypeTrouble() {}

    /** What is wrong with them, and what would make them fit. */
    public static Diagnostic at(Span place, TensorTypeException trouble) {
        Diagnostic diagnostic = Diagnostic.error(Code.TYPE_MISMATCH, place, trouble.getMessage());
        return trouble.remedy().map(diagnostic::help).orElse(diagnostic);
    }
}
