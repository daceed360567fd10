package ckpts.language.source;

/** The stable codes of diagnostics. A code is never given another meaning; new ones are added at the end of a group. */
public enum Code {
    SYNTAX("E0101", Category.SCRIPT),
    RESERVED_WORD("E0102", Category.SCRIPT),
    BAD_STRING("E0103", Category.SCRIPT),
    BAD_PATTERN("E0104", Category.SCRIPT),
    UNKNOWN_NAME("E0105", Category.SCRIPT),
    DUPLICATE_NAME("E0106", Category.SCRIPT),
    BAD_ARGUMENT("E0107", Category.SCRIPT),
    BAD_PARAMETER("E0108", Category.SCRIPT),
    LANGUAGE_VERSION("E0109", Category.SCRIPT),
    NO_SUBJECT("E0110", Category.SCRIPT),

    NO_MATCH("E0201", Category.EXECUTION),
    COLLISION("E0202", Category.EXECUTION),
    WRONG_COUNT("E0203", Category.EXECUTION),
    NO_SUCH_TENSOR("E0204", Category.EXECUTION),
    ALIAS_ONLY("E0205", Category.EXECUTION),
    SLOT_CONFLICT("E0206", Category.EXECUTION),
    NO_MANIFEST("E0208", Category.EXECUTION),

    TYPE_MISMATCH("E0301", Category.EXECUTION),
    BAD_VALUE("E0302", Category.EXECUTION),
    NOT_STORABLE("E0303", Category.EXECUTION),
    OUT_OF_MEMORY_BUDGET("E0304", Category.EXECUTION),
    /** The Java heap. */
    OUT_OF_HEAP("E0305", Category.EXECUTION),
    /** The Java stack. */
    OUT_OF_STACK("E0306", Category.EXECUTION),
    /** The limit that {@code --max-work} sets. */
    TOO_MUCH_WORK("E0307", Category.EXECUTION),

    ASSERTION("E0401", Category.ANSWER),
    NOT_CONSUMED("E0402", Category.ANSWER),
    NOT_COVERED("E0403", Category.ANSWER),

    FILE_MISSING("E0501", Category.FILE),
    FILE_DAMAGED("E0502", Category.FILE),
    FILE_UNKNOWN("E0503", Category.FILE),
    FILE_STALE("E0504", Category.FILE),
    WRITE_FAILED("E0505", Category.FILE),

    OVERWRITE("E0601", Category.POLICY),
    SAVE_CONFLICT("E0602", Category.EXECUTION),
    OUTSIDE_ROOTS("E0603", Category.POLICY),

    /** Warnings and notes that need no code of their own. */
    REMARK("W0001", Category.NONE),
    CHECK_FAILED("W0401", Category.NONE),

    BUG("E9999", Category.BUG);

    /** Meaning of a diagnostic for the exit status of a batch run. */
    public enum Category {
        NONE,
        /** The script does not parse or check: 3. */
        SCRIPT,
        /** Execution failed: 4. */
        EXECUTION,
        /** The answer is no: 1. */
        ANSWER,
        /** A file is missing, damaged or could not be written: 5. */
        FILE,
        /** Refused by policy: 6. */
        POLICY,
        /** An error in this program: 70. */
        BUG
    }

    private final String text;
    private final Category category;

    Code(String text, Category category) {
        this.text = text;
        this.category = category;
    }

    /** {@code E0201}. */
    public String text() {
        return text;
    }

    public Category category() {
        return category;
    }
}
