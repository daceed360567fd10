package ckpts.language.execution;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.plan.SaveRefusedException;
import java.util.ArrayList;
import java.util.List;

/** Diagnostics for refused saves. */
final class RefusedSaves {
    private RefusedSaves() {}

    /** @param place where to report a save that no statement requested */
    static List<Diagnostic> diagnostics(
            List<SaveRefusedException.Refusal> refusals, List<RequestedSave> saves, Span place) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (SaveRefusedException.Refusal refusal : refusals) {
            Span asked = saves.stream()
                    .filter(save -> save.request().step().equals(refusal.step()))
                    .findFirst()
                    .map(RequestedSave::span)
                    .orElse(place);
            Diagnostic problem = Diagnostic.error(code(refusal.reason()), asked, refusal.message())
                    .detailed(refusal.details());
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
