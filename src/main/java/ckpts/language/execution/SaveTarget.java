package ckpts.language.execution;

import ckpts.format.CheckpointFormat;
import ckpts.format.ForeignFile;
import ckpts.format.Formats;
import ckpts.format.PathForm;
import ckpts.language.semantics.Evaluator;
import ckpts.language.semantics.StatementException;
import ckpts.language.semantics.Suggestions;
import ckpts.language.semantics.Value;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Statement;
import ckpts.naming.NearNames;
import ckpts.state.Loaded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The path and the format of a save: the format that is named, else the one of the path's ending, else that of the loaded
 * checkpoint. A path that promises something other than what would be written is refused.
 */
record SaveTarget(Path path, CheckpointFormat format) {
    static SaveTarget of(Statement.Save save, Loaded subject, Evaluator evaluator, Formats formats) {
        Path path = evaluator.path(save.path());
        Written written = new Written(text(save, evaluator), path, save.path().span(), subject.format(), formats);
        Optional<CheckpointFormat> named = save.format()
                .map(given -> format(given.name().text(), given.name().span(), formats));
        if (written.text().endsWith("/")) {
            CheckpointFormat format = named.orElseGet(() -> format(subject.format(), save.span(), formats));
            return new SaveTarget(format.within(path).orElseThrow(() -> written.isFolder(format)), format);
        }
        written.requireOwnEnding();
        Optional<CheckpointFormat> claiming = formats.claiming(path);
        if (named.isPresent() && claiming.isPresent() && !claiming.equals(named)) {
            throw written.hasEndingOf(claiming.get(), named.get());
        }
        CheckpointFormat format =
                named.or(() -> claiming).orElseGet(() -> format(subject.format(), save.span(), formats));
        boolean usualElsewhere =
                formats.checkpoints().stream().anyMatch(other -> other != format && isUsual(other, path));
        if (named.isEmpty() && claiming.isEmpty() && usualElsewhere) {
            throw written.needsFormat();
        }
        return new SaveTarget(path, format);
    }

    private static boolean isUsual(CheckpointFormat format, Path path) {
        PathForm.Kind kind = format.form(path).kind();
        return kind == PathForm.Kind.OWN || kind == PathForm.Kind.USUAL;
    }

    private static String text(Statement.Save save, Evaluator evaluator) {
        return evaluator.value(save.path()) instanceof Value.Text text ? text.value() : "";
    }

    private static CheckpointFormat format(String name, Span place, Formats formats) {
        List<String> known =
                formats.checkpoints().stream().map(CheckpointFormat::name).toList();
        return formats.named(name)
                .orElseThrow(() -> new StatementException(Suggestions.unknown(
                        Code.UNKNOWN_NAME, place, "no format is called `" + name + "`", name, known)));
    }

    /**
     * A path as written in the script, and the errors about it.
     *
     * @param text the path as written there
     * @param loaded the format of the loaded checkpoint, which need not be named
     */
    private record Written(String text, Path path, Span place, String loaded, Formats formats) {
        private StatementException isFolder(CheckpointFormat format) {
            return wrong(
                    "is a folder, but in the format " + format.name() + " a checkpoint needs a name of its own",
                    "write \"" + text + "model" + format.ending() + "\"");
        }

        /** Refuses the name of a kind of file that no format here writes. */
        private void requireOwnEnding() {
            Optional<ForeignFile> foreign = ForeignFile.named(path);
            if (foreign.isPresent()) {
                throw wrong("would be " + foreign.get().kind() + ", which ckpts does not write", "write " + offers());
            }
            for (CheckpointFormat format : formats.checkpoints()) {
                if (format.form(path).kind() == PathForm.Kind.PART) {
                    throw isOneOfSeveral(format);
                }
            }
            List<String> own = formats.checkpoints().stream()
                    .map(CheckpointFormat::ending)
                    .filter(known -> isClaimed(Path.of("x" + known)))
                    .toList();
            Optional<String> near = isClaimed(path) ? Optional.empty() : NearNames.nearestWord(ending(), own);
            if (near.isPresent()) {
                throw wrong(
                        "does not have the ending of a supported format",
                        "did you mean \"" + without(ending()) + near.get() + "\"?");
            }
        }

        private StatementException isOneOfSeveral(CheckpointFormat format) {
            String file = path.toString();
            String ending = file.substring(format.form(path).stem().toString().length());
            boolean plain = format.name().equals(loaded);
            return wrong(
                    "is the name of one of the files of a checkpoint of the format " + format.name(),
                    "write what they have in common: \"" + without(ending) + "\""
                            + (plain ? "" : " format " + format.name()));
        }

        private StatementException hasEndingOf(CheckpointFormat claiming, CheckpointFormat named) {
            String ending = path.toString()
                    .substring(claiming.form(path).stem().toString().length());
            return wrong(
                    "is the name of a file of the format " + claiming.name() + ", not of " + named.name(),
                    "write \"" + without(ending) + named.ending() + "\", or leave out `format " + named.name() + "`");
        }

        private StatementException needsFormat() {
            return wrong("does not say its format, and the checkpoint was loaded as " + loaded, "write " + offers());
        }

        private StatementException wrong(String problem, String help) {
            return new StatementException(Diagnostic.error(Code.BAD_ARGUMENT, place, "\"" + text + "\" " + problem)
                    .help(help));
        }

        private boolean isClaimed(Path file) {
            return formats.claiming(file).isPresent();
        }

        /** The last ending with its dot; empty if there is none. */
        private String ending() {
            String name =
                    Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
            return name.lastIndexOf('.') > 0 ? name.substring(name.lastIndexOf('.')) : "";
        }

        private String without(String ending) {
            return text.substring(0, text.length() - ending.length());
        }

        /** Paths to write instead: first for the format that was loaded, which needs no `format`. */
        private String offers() {
            List<String> offers = new ArrayList<>();
            for (CheckpointFormat format : formats.checkpoints()) {
                if (!format.ending().isEmpty() && !format.needsModel()) {
                    boolean first = format.name().equals(loaded);
                    String offer = isUsual(format, path) ? text : without(ending()) + format.ending();
                    boolean plain = first || isClaimed(Path.of(offer));
                    offers.add(
                            first ? 0 : offers.size(), "\"" + offer + "\"" + (plain ? "" : " format " + format.name()));
                }
            }
            return String.join(", or ", offers);
        }
    }
}
