package ckpts.language.execution;

import ckpts.language.source.Span;
import ckpts.plan.SaveRequest;
import java.util.List;

/**
 * A save that a script requests.
 *
 * @param request the request
 * @param span the statement
 */
record RequestedSave(SaveRequest request, Span span) {
    static List<SaveRequest> requests(List<RequestedSave> saves) {
        return saves.stream().map(RequestedSave::request).toList();
    }
}
