package ckpts.language.syntax;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.syntax.generated.CkptsLexer;
import ckpts.naming.NearNames;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Messages for a line that does not begin like a statement. */
final class FirstWords {
    private final Mistake mistake;

    FirstWords(Mistake mistake) {
        this.mistake = mistake;
    }

    Optional<Diagnostic> explain() {
        boolean begins = mistake.at() == 0 && mistake.expected().has(ExpectedKind.STATEMENT);
        if (!begins) {
            return Optional.empty();
        }
        Token found = mistake.found();
        String word = found.getText();
        if (Vocabulary.reservedWords().contains(word)) {
            return Optional.of(Diagnostic.error(
                            Code.RESERVED_WORD,
                            mistake.span(),
                            "`" + word + "` is a reserved word: no statement of language 1 begins with it")
                    .labelled("expected <statement>"));
        }
        return Optional.of(
                switch (found.getType()) {
                    case CkptsLexer.ELSE ->
                        mistake.error("`else` must be on the line of the `}` before it")
                                .labelled("write } else {");
                    case CkptsLexer.CLOSE_BRACE ->
                        mistake.error("`}` closes nothing").labelled("no `{` is open");
                    case CkptsLexer.OPEN_BRACE ->
                        mistake.error("a block belongs to a statement")
                                .labelled("expected `scope`, `for`, `if` or `rename` before it, on the same line");
                    case CkptsLexer.ARROW ->
                        mistake.error("the line begins with `->`")
                                .labelled("expected <statement>")
                                .help("break the line after `->`, not before it");
                    case CkptsLexer.DIVIDE, CkptsLexer.UNCLOSED_REGEX, CkptsLexer.MINUS ->
                        mistake.error("no statement begins with `" + Mistake.shortened(word) + "`")
                                .labelled("expected <statement>")
                                .help("a comment begins with #");
                    case CkptsLexer.LANGUAGE ->
                        mistake.error("the language version can only be on the first line of a script")
                                .labelled("this is not the first line");
                    case CkptsLexer.VARIABLE ->
                        mistake.error("no statement begins with `" + word + "`")
                                .labelled("expected <statement>")
                                .help("a value is named with let " + word.substring(1) + " = ...");
                    default -> unknown(found);
                });
    }

    private Diagnostic unknown(Token found) {
        String word = Mistake.shortened(found.getText());
        if (!Words.isWord(found)) {
            return mistake.error("no statement begins with `" + word + "`").labelled("expected <statement>");
        }
        Diagnostic problem =
                mistake.error("there is no statement `" + word + "`").labelled("expected <statement>");
        if (isAssigned(found)) {
            return problem.help("a value is named with let " + word + " = ...");
        }
        return foreign(word)
                .or(() -> NearNames.nearestWord(word, Vocabulary.statementWords()))
                .map(meant -> problem.help("did you mean `" + meant + "`?"))
                .orElse(problem);
    }

    private boolean isAssigned(Token word) {
        String rest = mistake.source().text().substring(word.getStopIndex() + 1).stripLeading();
        return rest.startsWith("=") && !rest.startsWith("==") && !rest.startsWith("=>");
    }

    /** The statement for a word that other tools use. */
    private static Optional<String> foreign(String word) {
        return Optional.ofNullable(
                switch (word) {
                    case "delete", "del", "remove", "rm" -> "drop";
                    case "mv", "move", "replace" -> "rename";
                    case "cp", "clone", "duplicate" -> "copy";
                    case "open", "read" -> "load";
                    case "write", "export", "store" -> "save";
                    case "import", "source", "run" -> "include";
                    case "echo", "log" -> "print";
                    case "var", "def", "const" -> "let";
                    case "convert", "astype" -> "cast";
                    case "permute" -> "transpose";
                    case "view" -> "reshape";
                    case "explain" -> "plan";
                    case "init", "reset" -> "reinit";
                    case "elif" -> "} else if";
                    case "list", "ls" -> "show";
                    case "exists", "absent", "consumed", "covered", "finite", "unchanged", "equal", "count" ->
                        "assert " + word;
                    default -> null;
                });
    }
}
