package ckpts.ui.cli;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.format.OpenedCheckpoint;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checkpoints that arguments name. */
final class Opening {
    private Opening() {}

    /** Opens a checkpoint and tells what is odd about it. */
    static OpenedCheckpoint open(Path path, Surroundings surroundings, Screen screen) throws IOException {
        OpenedCheckpoint opened =
                surroundings.formats().get().open(path, surroundings.disk().get());
        screen.diagnose(opened.warnings().stream().map(Opening::warning).toList());
        return opened;
    }

    /**
     * The tensors that any of the patterns match, all if there is no pattern.
     *
     * @throws CommandException if a pattern is none, or matches nothing
     */
    static List<Entry> matching(Checkpoint checkpoint, List<String> patterns) throws CommandException {
        if (patterns.isEmpty()) {
            return checkpoint.entries();
        }
        Map<String, Entry> matched = new LinkedHashMap<>();
        for (String pattern : patterns) {
            Optional<Entry> entry = checkpoint.entry(pattern);
            if (entry.isEmpty()) {
                throw new CommandException(Diagnostic.error(Code.NO_MATCH, "no tensor matches \"" + pattern + "\""));
            }
            matched.put(pattern, entry.get());
        }
        return List.copyOf(matched.values());
    }

    private static Diagnostic warning(String sentence) {
        return new Diagnostic(
                Diagnostic.Severity.WARNING,
                Code.REMARK,
                sentence,
                Optional.empty(),
                "",
                List.of(),
                List.of(),
                List.of());
    }
}
