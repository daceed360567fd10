package ckpts.language.execution;

import ckpts.language.semantics.Context;
import ckpts.language.semantics.StatementException;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.workspace.Loaded;

/** The subject, for statements that change it. */
final class Editable {
    private Editable() {}

    /** @throws StatementException if there is none, or its format cannot take edits */
    static Loaded subject(Context context, Span place) {
        Loaded subject = context.subject(place);
        subject.current().state().flatMap(state -> state.readOnlyBecause()).ifPresent(reason -> {
            throw new StatementException(
                    Diagnostic.error(Code.READ_ONLY, place, "`" + subject.alias() + "` cannot be edited: " + reason));
        });
        return subject;
    }
}
