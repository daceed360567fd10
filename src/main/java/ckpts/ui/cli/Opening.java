package ckpts.ui.cli;

import ckpts.bytes.Disk;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.format.OpenedCheckpoint;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.naming.Match;
import ckpts.naming.NamePattern;
import ckpts.naming.PatternException;
import ckpts.publication.Interrupted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Opens checkpoints that arguments name. */
final class Opening {
    private Opening() {}

    /** Opens a checkpoint and warns about oddities in it. */
    static OpenedCheckpoint open(Path path, Surroundings surroundings, Screen screen) throws IOException {
        Disk disk = surroundings.disk().get();
        OpenedCheckpoint opened = surroundings.formats().get().open(path, disk);
        warn(opened.warnings(), screen);
        warn(Interrupted.warnings(opened.files(), disk), screen);
        return opened;
    }

    static void warn(List<String> sentences, Screen screen) {
        screen.diagnose(sentences.stream()
                .map(sentence -> Diagnostic.warning(Code.REMARK, sentence))
                .toList());
    }

    /**
     * The tensors that any of the patterns match, all if there is no pattern.
     *
     * @throws CommandException if a pattern is malformed, or matches nothing
     */
    static List<Entry> matching(Checkpoint checkpoint, List<String> patterns) throws CommandException {
        if (patterns.isEmpty()) {
            return checkpoint.entries();
        }
        Map<String, Entry> matched = new LinkedHashMap<>();
        for (String pattern : patterns) {
            List<Match> matches = pattern(pattern).matches(checkpoint);
            if (matches.isEmpty()) {
                throw new CommandException(Diagnostic.error(Code.NO_MATCH, "no tensor matches \"" + pattern + "\"")
                        .labelled("0 of " + checkpoint.size() + " names"));
            }
            for (Match match : matches) {
                checkpoint.entry(match.name()).ifPresent(entry -> matched.put(entry.name(), entry));
            }
        }
        return List.copyOf(matched.values());
    }

    private static NamePattern pattern(String text) throws CommandException {
        try {
            return NamePattern.glob(text);
        } catch (PatternException e) {
            throw new CommandException(
                    Diagnostic.error(Code.BAD_PATTERN, "\"" + text + "\" is not a pattern: " + e.getMessage()));
        }
    }
}
