package ckpts.format;

import java.util.List;

/**
 * Why a checkpoint may not be stored at a path: something else there would no longer fit it.
 *
 * @param message what would not fit, without a full stop
 * @param details in what, one sentence each
 * @param help what to do instead
 */
public record Conflict(String message, List<String> details, String help) {
    public Conflict {
        details = List.copyOf(details);
    }
}
