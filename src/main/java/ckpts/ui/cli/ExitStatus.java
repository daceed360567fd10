package ckpts.ui.cli;

import ckpts.language.source.Code;
import ckpts.language.source.Diagnostic;
import java.util.Collection;
import java.util.List;

/** Exit status of the program. The numbers are part of its stable interface. */
enum ExitStatus {
    DONE(0, "done"),
    /** An assertion failed, a difference was found, a file would be formatted. */
    NO(1, "the answer is no"),
    USAGE(2, "wrong command line"),
    /** The script does not parse or check. */
    SCRIPT(3, "a mistake in the script"),
    /** No match, shape, collision. */
    EXECUTION(4, "a statement failed"),
    /** A file is missing, damaged, of no known format, or writing failed. */
    FILE(5, "a file is missing or damaged"),
    /** Refused by policy: overwriting was not asked for, or a path leads outside the folders that may be used. */
    POLICY(6, "refused"),
    BUG(70, "a bug"),
    INTERRUPTED(130, "interrupted");

    /** A run can fail in several ways at once. The first of these that occurs explains the others best. */
    private static final List<Code.Category> PRECEDENCE = List.of(
            Code.Category.BUG,
            Code.Category.POLICY,
            Code.Category.SCRIPT,
            Code.Category.FILE,
            Code.Category.EXECUTION,
            Code.Category.ANSWER);

    private final int code;
    private final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** In a few words, for help texts. */
    String meaning() {
        return meaning;
    }

    int code() {
        return code;
    }

    /** The status of a run that ended in one way and, after that, in another: if the work failed, that decides. */
    ExitStatus or(ExitStatus later) {
        return this == DONE ? later : this;
    }

    /** The status for these diagnostics; warnings do not count. */
    static ExitStatus of(Collection<Diagnostic> diagnostics) {
        for (Code.Category category : PRECEDENCE) {
            boolean occurs = diagnostics.stream()
                    .anyMatch(diagnostic ->
                            diagnostic.isError() && diagnostic.code().category() == category);
            if (occurs) {
                return of(category);
            }
        }
        return DONE;
    }

    private static ExitStatus of(Code.Category category) {
        return switch (category) {
            case NONE -> DONE;
            case SCRIPT -> SCRIPT;
            case EXECUTION -> EXECUTION;
            case ANSWER -> NO;
            case FILE -> FILE;
            case POLICY -> POLICY;
            case BUG -> BUG;
        };
    }
}
