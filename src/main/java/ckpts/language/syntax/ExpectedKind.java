package ckpts.language.syntax;

import ckpts.language.syntax.generated.CkptsParser;

/** The larger things that the grammar can expect, as messages call them. */
public enum ExpectedKind {
    STATEMENT("<statement>"),
    ASSERTION("<assertion>"),
    /** A pattern, a regular expression, the name of a set, or a selector in parentheses. */
    PATTERN("<pattern>"),
    /** The target of a rename, a copy or a tie: a name in quotes, with captures. */
    TARGET("<new name>"),
    /** A string that is not a pattern: a tensor's name, a prefix, a message. */
    STRING("<string>"),
    /** An expression that names a file. */
    PATH("<path>"),
    EXPRESSION("<expression>"),
    /** A bare word: a checkpoint, a parameter, a variable. */
    NAME("<name>"),
    /** The name of a format of checkpoints. */
    FORMAT("<format>"),
    /** An option of a format and its value. */
    FORMAT_OPTION("<option = value>"),
    /** The type of a parameter. */
    TYPE("<type>"),
    COMPARISON("<comparison>"),
    OPERATOR("<operator>");

    private final String text;

    ExpectedKind(String text) {
        this.text = text;
    }

    /** {@code <pattern>}. */
    public String text() {
        return text;
    }

    /**
     * The kind of a rule of the grammar, or null.
     *
     * @param caller the rule that refers to it
     */
    static ExpectedKind of(int rule, int caller) {
        boolean continues = caller == CkptsParser.RULE_expression || caller == CkptsParser.RULE_arithmetic;
        return switch (rule) {
            case CkptsParser.RULE_statement -> STATEMENT;
            case CkptsParser.RULE_assertion -> ASSERTION;
            case CkptsParser.RULE_selector,
                    CkptsParser.RULE_closedSelector,
                    CkptsParser.RULE_patterns,
                    CkptsParser.RULE_pattern,
                    CkptsParser.RULE_glob -> PATTERN;
            case CkptsParser.RULE_target -> TARGET;
            case CkptsParser.RULE_text -> STRING;
            case CkptsParser.RULE_path -> PATH;
            case CkptsParser.RULE_expression,
                    CkptsParser.RULE_arithmetic,
                    CkptsParser.RULE_arguments,
                    CkptsParser.RULE_argument,
                    CkptsParser.RULE_range -> EXPRESSION;
            case CkptsParser.RULE_name, CkptsParser.RULE_callee, CkptsParser.RULE_anyWord -> NAME;
            case CkptsParser.RULE_formatName -> FORMAT;
            case CkptsParser.RULE_formatOption -> FORMAT_OPTION;
            case CkptsParser.RULE_paramType -> TYPE;
            case CkptsParser.RULE_comparator -> continues ? OPERATOR : COMPARISON;
            case CkptsParser.RULE_ranges -> continues ? OPERATOR : null;
            default -> null;
        };
    }

    /** True for an operator, which only makes an expression longer. */
    static boolean isOperator(int rule, int type) {
        return (rule == CkptsParser.RULE_expression || rule == CkptsParser.RULE_arithmetic)
                && switch (type) {
                    case CkptsParser.PLUS,
                            CkptsParser.MINUS,
                            CkptsParser.TIMES,
                            CkptsParser.DIVIDE,
                            CkptsParser.REMAINDER,
                            CkptsParser.MATMUL,
                            CkptsParser.DOT,
                            CkptsParser.AND,
                            CkptsParser.OR,
                            CkptsParser.OPEN_PAREN,
                            CkptsParser.OPEN_BRACKET -> true;
                    default -> false;
                };
    }
}
