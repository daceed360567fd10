package ckpts.language.syntax;

import ckpts.language.source.Diagnostic;
import java.util.Optional;

/** Messages for the slips that people make, by the sign of another language or the missing of a small one. */
final class Slips {
    private final Mistake mistake;

    Slips(Mistake mistake) {
        this.mistake = mistake;
    }

    Optional<Diagnostic> explain() {
        return mistake == null ? Optional.empty() : Optional.empty();
    }
}
