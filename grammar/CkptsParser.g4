/*
 * The statements of a script. The label of an alternative is the name of its record in the syntax tree.
 *
 * A mistake costs its line: `line` and `renamingLine` catch it, report it and go on at the next one.
 */
parser grammar CkptsParser;

options { tokenVocab = CkptsLexer; }

script       : languageLine? (line | separator)* EOF ;

// The version of the language, on the first line: language 1
languageLine : LANGUAGE WHOLE end ;
catch [ParseCancellationException broken] {
    _localctx.exception = (RecognitionException) broken.getCause();
    _errHandler.reportError(this, _localctx.exception);
}

line         : statement end ;
catch [ParseCancellationException broken] {
    _localctx.exception = (RecognitionException) broken.getCause();
    _errHandler.reportError(this, _localctx.exception);
}

// The contents of ${ } in a string.
insertion    : expression EOF ;
catch [ParseCancellationException broken] {
    _localctx.exception = (RecognitionException) broken.getCause();
    _errHandler.reportError(this, _localctx.exception);
}

separator    : NEWLINE | SEMICOLON ;

// The last statement of a block may end at its brace.
end          : NEWLINE | SEMICOLON | EOF | {_input.LA(1) == CLOSE_BRACE}? ;

block        : OPEN_BRACE (line | separator)* CLOSE_BRACE ;

statement
    // Input
    : LOAD path (AS name)? (ONLY selector)?                                         # Load
    | MANIFEST path (AS name)?                                                      # ManifestFrom
    | PARAM name (COLON paramType)? (ASSIGN expression)?                            # Param
    | LET name ASSIGN expression                                                    # Let
    | USE name                                                                      # Use
    | INCLUDE path (WITH binding (COMMA binding)*)?                                 # Include
    // Names
    | RENAME QUESTION? (renaming | renamings) expect?                               # Rename
    | DROP QUESTION? selector expect?                                               # Drop
    | DROP QUESTION? METADATA jsonStep+                                             # DropMetadata
    | KEEP QUESTION? selector expect?                                               # Keep
    | COPY QUESTION? selector ARROW target slotChoice? expect?                      # Copy
    | TIE text ARROW target                                                         # Tie
    | UNTIE text                                                                    # Untie
    | RENUMBER QUESTION? glob (FROM expression)? expect?                            # Renumber
    | SCOPE text block                                                              # Scope
    // Data
    | REINIT QUESTION? selector reinitOption* expect?                               # Reinit
    | CAST QUESTION? selector TO expression expect?                                 # Cast
    | RESHAPE QUESTION? selector TO expression expect?                              # Reshape
    | TRANSPOSE QUESTION? selector (BY expression)? expect?                         # Transpose
    | FLIP QUESTION? closedSelector axis expect?                                    # Flip
    | REARRANGE QUESTION? selector BY expression (WITH binding (COMMA binding)*)? expect? # Rearrange
    | SLICE QUESTION? closedSelector ranges expect?                                 # Slice
    | SELECT QUESTION? closedSelector axis positions expect?                        # Select
    | PAD QUESTION? selector TO expression WITH expression slotChoice? expect?      # Pad
    | RESIZE QUESTION? selector TO expression WITH expression slotChoice? expect?   # Resize
    | REMAP QUESTION? closedSelector axis FROM vocabulary TO vocabulary ELSE expression slotChoice? expect? # Remap
    | LAYOUT QUESTION? selector (IS | TO) expression expect?                        # LayoutOf
    | SPLIT QUESTION? closedSelector axis INTO expression ARROW target expect?      # Split
    | SPLIT QUESTION? closedSelector QKV ARROW target expect?                       # SplitHeads
    | FUSE QUESTION? closedSelector AS expression ARROW target expect?              # Fuse
    | CONCAT QUESTION? closedSelector axis ARROW target expect?                     # Concat
    | STACK QUESTION? closedSelector axis ARROW target expect?                      # Stack
    | UNSTACK QUESTION? closedSelector axis ARROW target expect?                    # Unstack
    | SET text ASSIGN expression slotChoice?                                        # SetTensor
    | SET METADATA jsonStep+ ASSIGN expression                                      # SetMetadata
    | SET JSON OPEN_PAREN path CLOSE_PAREN jsonStep+ ASSIGN expression              # SetJson
    | UPDATE QUESTION? closedSelector (TO arithmetic)? ASSIGN expression slotChoice? expect? # Update
    // Control: both ends of a range are included; `else` is on the line of its brace
    | FOR name IN arithmetic (DOTS arithmetic)? block                               # For
    | IF expression block (ELSE IF expression block)* (ELSE block)?                 # If
    // Checks: `check` only warns
    | (ASSERT | CHECK) assertion (ELSE text)?                                       # Check
    // Looking
    | SHOW selector?                                                                # Show
    | SHOW ALIASES                                                                  # ShowAliases
    | SHOW METADATA                                                                 # ShowMetadata
    | TREE selector?                                                                # Tree
    | DIFF (name name)?                                                             # Diff
    | STATS selector                                                                # Stats
    | PLAN                                                                          # ShowPlan
    | LEDGER                                                                        # ShowLedger
    | WHY text                                                                      # Why
    | PRINT expression                                                              # Print
    // Output
    | SAVE path saveOption*                                                         # Save
    ;

// The rules of a rename block apply at once; the first that matches a name wins.
renamings    : OPEN_BRACE (renamingLine | separator)* CLOSE_BRACE ;

renamingLine : renaming end ;
catch [ParseCancellationException broken] {
    _localctx.exception = (RecognitionException) broken.getCause();
    _errHandler.reportError(this, _localctx.exception);
}

renaming     : selector ARROW target ;

binding      : name ASSIGN expression ;

// Negative from the end. The next token may be a bracket, so it is not an expression.
axis         : AXIS (MINUS? WHOLE | VARIABLE) ;

// Those that are kept, those that are not, or both.
positions    : ranges | EXCEPT ranges | ranges EXCEPT ranges ;

// A file: one entry a line, or JSON.
vocabulary   : VOCAB expression ;

// Further into a JSON file or metadata: .field  ["field"]  [0]
jsonStep     : DOT anyWord | OPEN_BRACKET expression CLOSE_BRACKET ;

// The number of tensors that the statement must select; `each`: the number in each of its groups.
expect       : EXPECT expression EACH? ;

slotChoice   : (WITH | WITHOUT) SLOTS ;

// Each at most once.
reinitOption : WITH expression | SHAPE expression | DTYPE expression | slotChoice ;

saveOption   : FORMAT saveFormat | ONLY selector | SHARDS expression | SHARD SIZE expression | LATEST | OVERWRITE | BY LINK ;

// With its options, each at most once.
saveFormat   : formatName (OPEN_PAREN formatOption (COMMA formatOption)* COMMA? CLOSE_PAREN)? ;

formatName   : name ;

formatOption : binding ;

assertion
    : CONSUMED (AGAINST name)? (DISCARDING patterns)?                               # Consumed
    | COVERED (AGAINST name)?                                                       # Covered
    | EXISTS selector                                                               # Exists
    | ABSENT selector                                                               # Absent
    | COUNT closedSelector comparator arithmetic                                    # Count
    | SHAPE closedSelector SAME arithmetic                                          # ShapeIs
    | DTYPE closedSelector SAME arithmetic                                          # DTypeIs
    | FINITE selector                                                               # Finite
    | EQUAL closedSelector ASSIGN expression (WITHIN expression)?                   # EqualTo
    | UNCHANGED selector                                                            # Unchanged
    | expression                                                                    # Holds
    ;

// Each clause at most once; `except` applies to all patterns after it.
selector
    : patterns clause*
    | OPEN_PAREN selector CLOSE_PAREN
    ;

// Before == = and [ the end of a condition could not be seen: a selector with `where` is in parentheses there.
closedSelector
    : patterns closedClause*
    | OPEN_PAREN selector CLOSE_PAREN
    ;

clause       : closedClause | WHERE expression ;

closedClause : EXCEPT patterns | FROM name ;

patterns     : pattern (COMMA pattern)* ;

pattern      : STRING | REGEX | setName ;

glob         : STRING ;

target       : STRING ;

text         : STRING ;

path         : expression ;

expression
    : arithmetic (comparator arithmetic)?                                           # Comparison
    | NOT expression                                                                # Negation
    | expression AND expression                                                     # Conjunction
    | expression OR expression                                                      # Disjunction
    ;

// Comparisons do not chain.
comparator   : SAME | NOT_SAME | LESS | LESS_OR_SAME | GREATER | GREATER_OR_SAME | IN ;

// Tightest first.
arithmetic
    : OPEN_PAREN expression CLOSE_PAREN                                             # Grouped
    | WHOLE                                                                         # Whole
    | (REAL | INF | NAN)                                                            # Real
    | BYTES                                                                         # Size
    | (TRUE | FALSE)                                                                # Truth
    | STRING                                                                        # Quoted
    | OPEN_BRACKET (expression (COMMA expression)* COMMA?)? CLOSE_BRACKET           # ListOf
    | VARIABLE                                                                      # Variable
    | IT                                                                            # It
    | name OPEN_BRACKET text CLOSE_BRACKET                                          # TensorOf
    | callee (DOT anyWord)* OPEN_PAREN arguments? CLOSE_PAREN                       # Call
    | bareWord                                                                      # Bare
    | MANIFEST DOT anyWord                                                          # OfManifest
    | arithmetic DOT anyWord                                                        # Member
    | arithmetic ranges                                                             # Index
    | MINUS arithmetic                                                              # Minus
    | arithmetic (TIMES | DIVIDE | REMAINDER | MATMUL) arithmetic                   # Product
    | arithmetic (PLUS | MINUS) arithmetic                                          # Sum
    ;

// Plain strings are arguments one by one; anything else that patterns can be is one selector.
arguments
    : argument (COMMA argument)* COMMA?
    | selector
    ;

argument     : (argumentName ASSIGN)? expression ;

ranges       : OPEN_BRACKET range (COMMA range)* CLOSE_BRACKET ;

range
    : expression                                                                    # Position
    | expression? COLON expression? (COLON expression?)?                            # Stretch
    ;

// Words. A name is any word that is not a statement word, an assert word or a joining word.

name         : WORD | softWord | setName ;

bareWord     : WORD | softWord | SHAPE | DTYPE ;

// The last: one of several strings.
paramType
    : typeName                                                                      # NamedType
    | typeName OPEN_BRACKET paramType CLOSE_BRACKET                                 # ListType
    | text (BAR text)*                                                              # ChoiceType
    ;

typeName     : WORD | softWord | SHAPE | DTYPE ;

argumentName : WORD | softWord | assertWord ;

callee       : WORD | softWord | setName | assertWord | statementWord | reservedWord ;

anyWord      : callee | ELSE | IN | AND | OR | NOT | IT ;

setName      : SLOTS | AVERAGES | OPTIMIZER | MISSING | UNEXPECTED | MISMATCHED ;

softWord
    : EXCEPT | ONLY | AS | FROM | WHERE | WITH | WITHOUT | TO | BY | EXPECT | EACH | AGAINST | DISCARDING | WITHIN | AXIS | INTO
    | VOCAB | IS | QKV | ALIASES | METADATA | JSON
    | FORMAT | SHARDS | SHARD | SIZE | LATEST | OVERWRITE | LINK | LANGUAGE
    ;

assertWord
    : CONSUMED | COVERED | EXISTS | ABSENT | COUNT | SHAPE | DTYPE | FINITE | EQUAL | UNCHANGED
    ;

statementWord
    : LOAD | MANIFEST | PARAM | LET | USE | INCLUDE | RENAME | DROP | KEEP | COPY | TIE | UNTIE | RENUMBER | SCOPE
    | REINIT | CAST | RESHAPE | TRANSPOSE | FLIP | REARRANGE | SLICE | SELECT | PAD | RESIZE | REMAP | LAYOUT | SPLIT | FUSE | CONCAT
    | STACK | UNSTACK | SET | UPDATE | ASSERT | CHECK | SHOW | TREE | DIFF | STATS
    | PLAN | LEDGER | WHY | PRINT | FOR | IF | SAVE
    ;

reservedWord
    : HIST | SUGGEST | JAVA
    ;
