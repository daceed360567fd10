package ckpts.ui.cli;

import ckpts.format.CheckpointFormat;
import ckpts.format.Formats;
import ckpts.format.ManifestSource;
import ckpts.language.syntax.Vocabulary;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The values for a placeholder of a usage, as far as a shell can complete them.
 *
 * @param kind what they are
 * @param words the words themselves, or the endings of files; empty for all files
 */
record Completable(Kind kind, List<String> words) {
    /** The kinds of values. */
    enum Kind {
        /** Some words. */
        WORDS,
        /** Files whose names end in one of the words, and folders. */
        FILES,
        FOLDERS,
        /** Files after one of the words and {@code =}. */
        REPORTS,
        /** Statements, which begin with the words. */
        STATEMENTS,
        /** Only the user knows. */
        UNKNOWN
    }

    Completable {
        words = List.copyOf(words);
    }

    /**
     * The values for a placeholder.
     *
     * @param placeholder of an option or an operand: {@code FILE}, {@code text|json}
     * @throws IllegalArgumentException if it is none of those that usages have
     */
    static Completable of(String placeholder, Formats formats) {
        return switch (placeholder) {
            case "SCRIPT|-", "SCRIPT" -> new Completable(Kind.FILES, List.of(CommandLine.SCRIPT_ENDING));
            case "PATH", "CHECKPOINT", "IN", "A" -> new Completable(Kind.FILES, checkpoints(formats));
            case "B" ->
                new Completable(
                        Kind.FILES,
                        Stream.concat(checkpoints(formats).stream(), manifests(formats).stream())
                                .toList());
            case "FILE", "OUT" -> new Completable(Kind.FILES, List.of());
            case "DIR" -> new Completable(Kind.FOLDERS, List.of());
            case "COMMAND" -> new Completable(Kind.WORDS, Commands.NAMES);
            case "DTYPE" -> new Completable(Kind.WORDS, ArgumentStatements.castable());
            case "FORMAT" ->
                new Completable(
                        Kind.WORDS,
                        formats.checkpoints().stream()
                                .map(CheckpointFormat::name)
                                .toList());
            case "KIND=FILE" ->
                new Completable(
                        Kind.REPORTS,
                        Arrays.stream(ReportKind.values())
                                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                .toList());
            case "STATEMENTS" -> new Completable(Kind.STATEMENTS, Vocabulary.statementWords());
            case "NAME=VALUE", "SIZE", "N", "PATTERN", "RULE" -> new Completable(Kind.UNKNOWN, List.of());
            default -> {
                if (!placeholder.contains("|")) {
                    throw new IllegalArgumentException("unknown placeholder " + placeholder);
                }
                yield new Completable(Kind.WORDS, List.of(placeholder.split("\\|", -1)));
            }
        };
    }

    private static List<String> checkpoints(Formats formats) {
        return formats.checkpoints().stream()
                .flatMap(format -> format.endings().stream())
                .toList();
    }

    private static List<String> manifests(Formats formats) {
        return formats.manifests().stream()
                .map(ManifestSource::endings)
                .flatMap(List::stream)
                .toList();
    }
}
