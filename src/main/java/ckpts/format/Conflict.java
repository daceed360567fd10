package ckpts.format;

import java.util.List;

/**
 * The reason why a checkpoint must not be stored at a path: something else there would no longer fit it.
 *
 * @param message the file that would not fit and why, without a full stop
 * @param details the differences, one sentence each
 * @param help advice
 */
public record Conflict(String message, List<String> details, String help) {
    public Conflict {
        details = List.copyOf(details);
    }
}
