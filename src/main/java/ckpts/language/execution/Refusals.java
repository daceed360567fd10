package ckpts.language.execution;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.workspace.SaveRefusedException;
import ckpts.workspace.SaveRequest;
import java.util.ArrayList;
import java.util.List;

/** Refused saves, in the words of diagnostics. */
final class Refusals {
    private Refusals() {}

    static List<Diagnostic> diagnostics(SaveRefusedException e, List<SaveRequest> saves, Span place) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (SaveRefusedException.Refusal refusal : e.refusals()) {
            Diagnostic problem = Diagnostic.error(code(refusal.reason()), place, refusal.message())
                    .detailed(refusal.details());
            if (saves.size() > 1) {
                problem = problem.note("asked for at " + refusal.step().place());
            }
            diagnostics.add(refusal.help().isEmpty() ? problem : problem.help(refusal.help()));
        }
        return diagnostics;
    }

    private static Code code(SaveRefusedException.Reason reason) {
        return switch (reason) {
            case OCCUPIED -> Code.OVERWRITE;
            case TWICE -> Code.SAVE_CONFLICT;
            case UNSTORABLE -> Code.NOT_STORABLE;
        };
    }
}
