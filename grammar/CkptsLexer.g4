/*
 * The tokens of a script.
 *
 *  - A newline or `;` ends a statement. A newline is free inside ( ) and [ ], and after -> , = and \ .
 *  - `#` begins a comment, up to the end of the line; so a `#!` line is one.
 *  - `/` begins a regular expression where a pattern may come; after an operand it divides.
 *  - In a string, `$x` and `${ ... }` insert a value, which may contain strings, two deep; a string ends on its line.
 *  - Words are case-sensitive.
 *
 * Nothing is thrown away: spaces, comments and free newlines go to the hidden channel, so that the texts of all tokens
 * make up the source. Nothing fails here: anything else becomes one of the last kinds below, which no rule of the
 * parser accepts.
 */
lexer grammar CkptsLexer;

@members {
    /** The open brackets: 1 for ( and [, in which newlines are free, 0 for a brace. */
    private final IntegerStack open = new IntegerStack();
    /** The last token that is not hidden. Newlines before the first are free, as after a comma. */
    private int last = COMMA;
    private boolean lastIsOperand;

    @Override
    public void reset() {
        super.reset();
        if (open != null) {
            open.clear();
            last = COMMA;
            lastIsOperand = false;
        }
    }

    @Override
    public Token nextToken() {
        Token token = super.nextToken();
        if (token.getChannel() == DEFAULT_TOKEN_CHANNEL) {
            follow(token.getType());
            lastIsOperand = isOperand(token.getType());
            last = token.getType();
        }
        return token;
    }

    private void follow(int type) {
        switch (type) {
            case OPEN_PAREN, OPEN_BRACKET -> open.push(1);
            case OPEN_BRACE -> open.push(0);
            case CLOSE_PAREN, CLOSE_BRACKET -> {
                if (inBrackets()) {
                    open.pop();
                }
            }
            case CLOSE_BRACE -> {
                leaveBrackets();
                if (!open.isEmpty()) {
                    open.pop();
                }
            }
            default -> { }
        }
    }

    private boolean inBrackets() {
        return !open.isEmpty() && open.peek() == 1;
    }

    private void leaveBrackets() {
        while (inBrackets()) {
            open.pop();
        }
    }

    private boolean newlineIsFree() {
        if (inBrackets()) {
            // Nothing inside brackets begins a line with a statement word, but for a function of that name. Where one
            // does, a bracket was left open: the newline ends the statement, and the rest of the script stays readable.
            if (!aStatementFollows()) {
                return true;
            }
            leaveBrackets();
        }
        return last == ARROW || last == COMMA || last == ASSIGN;
    }

    private boolean aStatementFollows() {
        int at = 1;
        while (_input.LA(at) == ' ' || _input.LA(at) == '\t') {
            at++;
        }
        StringBuilder word = new StringBuilder();
        while (_input.LA(at) >= 'a' && _input.LA(at) <= 'z' && word.length() < 12) {
            word.append((char) _input.LA(at++));
        }
        while (_input.LA(at) == ' ' || _input.LA(at) == '\t') {
            at++;
        }
        if (_input.LA(at) == '(' || _input.LA(at) == '.') {
            return false;
        }
        for (int type = LOAD; type <= JAVA; type++) {
            if (VOCABULARY.getLiteralName(type).contentEquals("'" + word + "'")) {
                return true;
            }
        }
        return false;
    }

    /** True where `/` cannot divide, because no operand comes before it. */
    private boolean patternMayStand() {
        return !lastIsOperand;
    }

    private boolean isOperand(int type) {
        boolean named = last == DOT || last == AS || last == FROM || last == AGAINST || last == FORMAT;
        if (named && type >= LOAD && type <= WORD) {
            return true; // a member or a name, whatever word it is
        }
        switch (type) {
            case EXCEPT, ONLY, WHERE, WITH, TO, BY, EXPECT, EACH, WITHIN, AXIS, INTO, VOCAB, IS, QKV, SHARDS, SIZE:
                return !lastIsOperand; // after an operand they continue the statement, elsewhere they are names
            case DISCARDING:
                return !lastIsOperand && last != CONSUMED;
            case CONSUMED, COVERED, EXISTS, ABSENT, COUNT, SHAPE, DTYPE, FINITE, EQUAL, UNCHANGED:
                return last != ASSERT && last != CHECK;
            case STRING, REGEX, VARIABLE, CLOSE_PAREN, CLOSE_BRACKET:
                return true;
            default:
                return type >= IT && type <= UNKNOWN_NUMBER;
        }
    }
}

// Statement words: each begins a statement. None of them can name a checkpoint, a parameter or a capture.
LOAD      : 'load' ;
MANIFEST  : 'manifest' ;
PARAM     : 'param' ;
LET       : 'let' ;
USE       : 'use' ;
INCLUDE   : 'include' ;
RENAME    : 'rename' ;
DROP      : 'drop' ;
KEEP      : 'keep' ;
COPY      : 'copy' ;
TIE       : 'tie' ;
UNTIE     : 'untie' ;
RENUMBER  : 'renumber' ;
SCOPE     : 'scope' ;
REINIT    : 'reinit' ;
CAST      : 'cast' ;
RESHAPE   : 'reshape' ;
TRANSPOSE : 'transpose' ;
FLIP      : 'flip' ;
REARRANGE : 'rearrange' ;
SLICE     : 'slice' ;
SELECT    : 'select' ;
PAD       : 'pad' ;
RESIZE    : 'resize' ;
REMAP     : 'remap' ;
LAYOUT    : 'layout' ;
SPLIT     : 'split' ;
FUSE      : 'fuse' ;
CONCAT    : 'concat' ;
STACK     : 'stack' ;
UNSTACK   : 'unstack' ;
SET       : 'set' ;
UPDATE    : 'update' ;
ASSERT    : 'assert' ;
CHECK     : 'check' ;
SHOW      : 'show' ;
TREE      : 'tree' ;
DIFF      : 'diff' ;
STATS     : 'stats' ;
PLAN      : 'plan' ;
LEDGER    : 'ledger' ;
WHY       : 'why' ;
PRINT     : 'print' ;
FOR       : 'for' ;
IF        : 'if' ;
SAVE      : 'save' ;

// Reserved words: no statement of language 1 begins with one.
HIST      : 'hist' ;
SUGGEST   : 'suggest' ;
JAVA      : 'java' ;

// Words that join and end; they cannot be names either.
ELSE      : 'else' ;
IN        : 'in' ;
AND       : 'and' ;
OR        : 'or' ;
NOT       : 'not' ;
IT        : 'it' ;
TRUE      : 'true' ;
FALSE     : 'false' ;
INF       : 'inf' ;
NAN       : 'nan' ;

// Assert words: they begin an assertion.
CONSUMED  : 'consumed' ;
COVERED   : 'covered' ;
EXISTS    : 'exists' ;
ABSENT    : 'absent' ;
COUNT     : 'count' ;
SHAPE     : 'shape' ;
DTYPE     : 'dtype' ;
FINITE    : 'finite' ;
EQUAL     : 'equal' ;
UNCHANGED : 'unchanged' ;

// Soft words: they have a meaning in their place, and are free names elsewhere.
EXCEPT    : 'except' ;
ONLY      : 'only' ;
AS        : 'as' ;
FROM      : 'from' ;
WHERE     : 'where' ;
WITH      : 'with' ;
WITHOUT   : 'without' ;
TO        : 'to' ;
BY        : 'by' ;
EXPECT    : 'expect' ;
EACH      : 'each' ;
AGAINST   : 'against' ;
DISCARDING : 'discarding' ;
WITHIN    : 'within' ;
AXIS      : 'axis' ;
INTO      : 'into' ;
VOCAB     : 'vocab' ;
IS        : 'is' ;
QKV       : 'qkv' ;
ALIASES   : 'aliases' ;
METADATA  : 'metadata' ;
JSON      : 'json' ;
FORMAT    : 'format' ;
SHARDS    : 'shards' ;
SHARD     : 'shard' ;
SIZE      : 'size' ;
LATEST    : 'latest' ;
OVERWRITE : 'overwrite' ;
LINK      : 'link' ;
LANGUAGE  : 'language' ;

// Names of sets of tensors; in an expression they mean the set.
SLOTS      : 'slots' ;
AVERAGES   : 'averages' ;
OPTIMIZER  : 'optimizer' ;
MISSING    : 'missing' ;
UNEXPECTED : 'unexpected' ;
MISMATCHED : 'mismatched' ;

// Any other word.
WORD : LETTER (LETTER | DIGIT)* ;

// Numbers: 12  1_000  0.5  1e-3  5GB  64MiB
WHOLE          : DIGITS ;
REAL           : DIGITS '.' DIGITS EXPONENT? | DIGITS EXPONENT ;
BYTES          : DIGITS ('.' DIGITS)? ('B' | [kKMGT] 'B' | [KMGT] 'iB') ;
UNKNOWN_NUMBER : DIGITS ('.' DIGITS)? (LETTER | DIGIT)+ ;

STRING   : '"' STRING_PART* '"' ;
REGEX    : '/' {patternMayStand()}? REGEX_PART+ '/' ;
VARIABLE : '$' LETTER (LETTER | DIGIT)* ;

ARROW            : '->' ;
ASSIGN           : '=' ;
SAME             : '==' ;
NOT_SAME         : '!=' ;
LESS_OR_SAME     : '<=' ;
GREATER_OR_SAME  : '>=' ;
LESS             : '<' ;
GREATER          : '>' ;
PLUS             : '+' ;
MINUS            : '-' ;
TIMES            : '*' ;
DIVIDE           : '/' ;
REMAINDER        : '%' ;
MATMUL           : '@' ;
OPEN_PAREN       : '(' ;
CLOSE_PAREN      : ')' ;
OPEN_BRACKET     : '[' ;
CLOSE_BRACKET    : ']' ;
OPEN_BRACE       : '{' ;
CLOSE_BRACE      : '}' ;
COMMA            : ',' ;
SEMICOLON        : ';' ;
COLON            : ':' ;
DOTS             : '..' ;
DOT              : '.' ;
QUESTION         : '?' ;
BAR              : '|' ;

NEWLINE      : '\r'? '\n' { if (newlineIsFree()) { setChannel(HIDDEN); } } ;
CONTINUATION : '\\' [ \t\r]* '\n'        -> channel(HIDDEN) ;
BLANKS       : [ \t\r\f\uFEFF]+          -> channel(HIDDEN) ;
COMMENT      : '#' ~[\r\n]*              -> channel(HIDDEN) ;

// Characters that are not a token, kept apart as far as a message can help.
LONG_STRING     : '"""' .*? '"""' ;
UNCLOSED_STRING : '"' (~["\\\r\n] | '\\' ~[\r\n])* '\\'? ;
UNCLOSED_REGEX  : '/' {patternMayStand()}? REGEX_PART+ '\\'? ;
SINGLE_QUOTED   : '\'' ~['\r\n]* '\'' ;
FAT_ARROW       : '=>' ;
DOUBLE_AND      : '&&' ;
DOUBLE_OR       : '||' ;
EXCLAMATION     : '!' ;
POWER           : '**' ;
UNKNOWN         : . ;

fragment LETTER      : [A-Za-z_] ;
fragment DIGIT       : [0-9] ;
fragment DIGITS      : DIGIT+ ('_' DIGIT+)* ;
fragment EXPONENT    : [eE] [+-]? DIGITS ;
fragment STRING_PART : TEXT_PART | '${' (CODE_PART | '"' (TEXT_PART | '${' (CODE_PART | '"' TEXT_PART* '"')* '}')* '"')* '}' ;
fragment TEXT_PART   : ~["\\\r\n] | '\\' ~[\r\n] ;
fragment CODE_PART   : ~["{}\r\n] ;
fragment REGEX_PART  : ~[/\\\r\n] | '\\' ~[\r\n] ;
