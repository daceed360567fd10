package ckpts.ui.repl;

import ckpts.format.CheckpointFormat;
import ckpts.format.Formats;
import ckpts.language.execution.Session;
import ckpts.language.semantics.Builtins;
import ckpts.language.semantics.InitializerCalls;
import ckpts.language.semantics.ParameterType;
import ckpts.language.syntax.ExpectedKind;
import ckpts.language.syntax.ExpectedTokens;
import ckpts.language.syntax.ExpectedTokens.Expected;
import ckpts.state.Loaded;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completion at the caret: tokens that the grammar expects, and names of loaded things. Evaluates nothing. */
final class CellCompleter implements Completer {
    private static final Set<ExpectedKind> NAMES_OF_TENSORS =
            Set.of(ExpectedKind.PATTERN, ExpectedKind.TARGET, ExpectedKind.STRING, ExpectedKind.EXPRESSION);

    private final Supplier<Session> session;
    private final Formats formats;
    private final FileCandidates files;

    CellCompleter(Supplier<Session> session, Formats formats, FileCandidates files) {
        this.session = session;
        this.formats = formats;
        this.files = files;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (MagicCall.isOne(line.line())) {
            magic(line.line(), line.word(), candidates);
            return;
        }
        Expected expected = ExpectedTokens.expectedAt(line.line(), line.cursor());
        String prefix = expected.prefix();
        if (prefix.startsWith("\"")) {
            quoted(prefix.substring(1), expected, candidates);
        } else if (prefix.startsWith("$")) {
            variables(candidates);
        } else {
            words(expected, candidates);
        }
    }

    private void magic(String line, String word, List<Candidate> candidates) {
        if (word.startsWith("%")) {
            for (Magic magic : Magic.values()) {
                candidates.add(candidate("%" + magic.word(), magic.summary(), true));
            }
        } else if (Magic.named(MagicCall.of(line).name())
                .filter(Magic::takesFile)
                .isPresent()) {
            files.add(word, "", candidates);
        }
    }

    private void quoted(String typed, Expected expected, List<Candidate> candidates) {
        Set<ExpectedKind> kinds = expected.kinds();
        if (kinds.contains(ExpectedKind.PATH)) {
            files.add(typed, "\"", candidates);
        } else if (kinds.isEmpty() || kinds.stream().anyMatch(NAMES_OF_TENSORS::contains)) {
            tensors(typed, expected.scopes(), candidates);
        }
    }

    private void tensors(String typed, List<String> scopes, List<Candidate> candidates) {
        session.get()
                .workspace()
                .subject()
                .ifPresent(subject -> TensorCandidates.within(scopes, subject.current(), typed)
                        .add(typed, candidates));
    }

    private void words(Expected expected, List<Candidate> candidates) {
        for (String word : expected.words()) {
            if (Character.isLetter(word.charAt(0))) {
                candidates.add(candidate(word, "", true));
            }
        }
        Set<ExpectedKind> kinds = expected.kinds();
        if (kinds.contains(ExpectedKind.EXPRESSION)) {
            Builtins.functions()
                    .forEach(function -> candidates.add(candidate(function.name() + "(", function.signature(), false)));
            InitializerCalls.families()
                    .forEach(family -> candidates.add(candidate(family.name() + "(", family.signature(), false)));
            variables(candidates);
        }
        if (kinds.contains(ExpectedKind.TYPE)) {
            ParameterType.words().forEach(type -> candidates.add(candidate(type, "", !type.endsWith("["))));
        }
        if (kinds.contains(ExpectedKind.NAME)) {
            for (Loaded loaded : session.get().workspace().checkpoints()) {
                candidates.add(candidate(loaded.name(), loaded.path().toString(), true));
            }
            session.get()
                    .workspace()
                    .manifests()
                    .keySet()
                    .forEach(name -> candidates.add(candidate(name, "manifest", true)));
        }
        if (kinds.contains(ExpectedKind.FORMAT)) {
            formats.checkpoints().forEach(format -> candidates.add(candidate(format.name(), "", true)));
        }
        if (kinds.contains(ExpectedKind.FORMAT_OPTION)) {
            expected.format().flatMap(formats::named).map(CheckpointFormat::options).orElse(List.of()).stream()
                    .map(option -> candidate(option.name() + " = ", option.values(), false))
                    .forEach(candidates::add);
        }
        if (expected.prefix().isEmpty() && kinds.contains(ExpectedKind.PATTERN)) {
            tensors("", expected.scopes(), candidates);
        }
    }

    private void variables(List<Candidate> candidates) {
        session.get().variables().forEach(name -> candidates.add(candidate("$" + name, "", true)));
    }

    private static Candidate candidate(String value, String description, boolean complete) {
        return new Candidate(value, value, null, description.isEmpty() ? null : description, null, null, complete);
    }
}
