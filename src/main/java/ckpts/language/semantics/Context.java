package ckpts.language.semantics;

import ckpts.checkpoint.Manifest;
import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.language.syntax.Word;
import ckpts.state.Loaded;
import ckpts.state.Workspace;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The context in which an expression or selector is evaluated.
 *
 * @param workspace the state
 * @param environment the meanings of names
 * @param documents the JSON files that expressions may read
 * @param remarks takes warnings about what is evaluated
 * @param work the work that the script has done so far
 */
public record Context(
        Workspace workspace, Environment environment, Documents documents, Consumer<Diagnostic> remarks, Work work) {
    /** The name of the manifest that is read without {@code as}. */
    public static final String DEFAULT_MANIFEST = "manifest";

    public Context in(Environment inner) {
        return new Context(workspace, inner, documents, remarks, work);
    }

    /** The checkpoint being edited. */
    public Loaded subject(Span place) {
        return workspace
                .subject()
                .orElseThrow(() -> new StatementException(
                        Diagnostic.error(Code.NO_SUBJECT, place, "there is no checkpoint to work on")
                                .help("load one first: load \"PATH\"")));
    }

    /** The checkpoint with this name. */
    public Loaded checkpoint(Word name) {
        return workspace
                .checkpoint(name.text())
                .orElseThrow(() -> new StatementException(Suggestions.unknown(
                        Code.UNKNOWN_NAME,
                        name.span(),
                        "there is no checkpoint `" + name.text() + "`",
                        name.text(),
                        workspace.checkpoints().stream().map(Loaded::name).toList())));
    }

    /** The manifest of this name, or, without one, the only one there is; empty if there is none. */
    public Optional<Manifest> manifest(Optional<Word> named) {
        Map<String, Manifest> all = workspace.manifests();
        if (named.isPresent()) {
            Word word = named.get();
            if (!all.containsKey(word.text())) {
                throw new StatementException(Suggestions.unknown(
                        Code.UNKNOWN_NAME,
                        word.span(),
                        "there is no manifest `" + word.text() + "`",
                        word.text(),
                        all.keySet()));
            }
            return Optional.of(all.get(word.text()));
        }
        if (all.size() == 1) {
            return Optional.of(all.values().iterator().next());
        }
        return Optional.ofNullable(all.get(DEFAULT_MANIFEST));
    }

    /** The manifest that a statement cannot do without. */
    public Manifest requireManifest(Optional<Word> named, Span place, String what) {
        return manifest(named).orElseThrow(() -> {
            boolean several = !workspace.manifests().isEmpty();
            Diagnostic problem = Diagnostic.error(
                    Code.NO_MANIFEST,
                    place,
                    what + (several ? " must say which manifest" : " needs a manifest of the model"));
            return new StatementException(
                    several
                            ? problem.help("there are "
                                    + String.join(", ", workspace.manifests().keySet()) + ": write `against NAME`")
                            : problem.help("read one first: manifest \"PATH\""));
        });
    }
}
