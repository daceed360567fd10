package ckpts.language.semantics;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import ckpts.language.source.Span;
import ckpts.naming.NearNames;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** "Did you mean" for the short lists of words in a script: aliases, variables, functions. */
public final class Suggestions {
    private Suggestions() {}

    /** An error about an unknown word, with the nearest known one, or all of them where they are few. */
    public static Diagnostic unknown(Code code, Span place, String message, String word, Collection<String> known) {
        Diagnostic diagnostic = Diagnostic.error(code, place, message);
        Optional<String> near = NearNames.nearestWord(word, known);
        if (near.isPresent()) {
            return diagnostic.help("did you mean `" + near.get() + "`?");
        }
        List<String> sorted = known.stream().sorted().toList();
        return sorted.isEmpty() || sorted.size() > 12
                ? diagnostic
                : diagnostic.note("known here: " + String.join(", ", sorted));
    }
}
