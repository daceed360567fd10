package ckpts.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.naming.RenameRules.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way in which a pattern or target can be wrong, with the place of the mistake. */
class PatternMessagesTest {
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
            `` ~ 0 ~ an empty pattern matches nothing: write ** for everything
            a\\d ~ 1 ~ \\d is not an escape: write \\\\ for a backslash; a regular expression is written between slashes
            a\\1 ~ 1 ~ \\1 is not an escape: write {1} for a group of a regular expression
            a\\ ~ 1 ~ nothing follows the last \\: write \\\\ for a backslash
            a] ~ 1 ~ ] without [: write \\] for the character
            a} ~ 1 ~ } without {: write \\} for the character
            a[b ~ 1 ~ [ without ]: write \\[ for the character
            a[] ~ 1 ~ [] is an empty class: write \\[ for the character [
            a[z-a] ~ 1 ~ the range z-a in [z-a] is empty
            a[/] ~ 1 ~ / in [/]: a class is one character of a segment, and / and . end segments
            a{b ~ 1 ~ { without }: write \\{ for the character
            a{b{c}} ~ 3 ~ braces do not nest: write \\{ for the character
            a{} ~ 1 ~ {} is not a list, range or capture: write {q,k,v}, {0..11} or {x}
            a{x y} ~ 1 ~ {x y} is not a list, range or capture: write {q,k,v}, {0..11} or {x}
            a{i+1} ~ 1 ~ a pattern does not compute: write {i} here and {i+1} in the target
            a{x:integer} ~ 1 ~ {x:integer} has an unknown kind: a capture is {x}, {x:**}, {x:int}, {x:0..11} or {x:q|k|v}
            a{a..c} ~ 1 ~ {a..c} is not a range: write {0..11}, both ends included
            a{00..5} ~ 1 ~ {00..5}: the ends of a range with leading zeros must have the same number of digits
            a{q,k,q} ~ 1 ~ "q" appears twice in the list {q,k,q}
            a{q*,k} ~ 3 ~ a list contains plain text: write \\* for the character *
            a{0..99999,200000..300000} ~ 1 ~ more than 100000 items in the list {0..99999,200000..300000}
            a**/b ~ 1 ~ ** matches whole segments: put / or . around it, or write * for a part of one
            a/**b ~ 2 ~ ** matches whole segments: put / or . around it, or write * for a part of one
            *** ~ 0 ~ *** is not a wildcard: write * for one segment, ** for several
            {i:int}/{i:**} ~ 8 ~ {i} has a different kind where it first appears: write {i} here
            """)
    void aGlobThatIsNotWellFormedIsReportedWithItsPlace(String pattern, int offset, String message) {
        assertThatThrownBy(() -> NamePattern.glob(pattern))
                .isInstanceOfSatisfying(
                        PatternException.class,
                        wrong -> assertThat(wrong.offset()).isEqualTo(offset))
                .hasMessage(message);
    }

    @ParameterizedTest(name = "{0} -> {1}: {3}")
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
            a ~ `` ~ 0 ~ the target is empty: every tensor needs a name
            a/* ~ b ~ 0 ~ the target has no wildcard, the pattern "a/*" has 1 wildcard: they pair by position; write captures ({x}) to leave one out or to move it
            a/* ~ b/*/* ~ 4 ~ the target has 2 wildcards, the pattern "a/*" has 1 wildcard: they pair by position; write captures ({x}) to leave one out or to move it
            a/** ~ b/* ~ 2 ~ wildcard 1 is * in the target and ** in the pattern "a/**": write the same one
            {q,k}/w ~ w ~ 0 ~ the target has no list, the pattern "{q,k}/w" has 1 list: they pair by position; write captures ({x}) to leave one out or to move it
            {q,k}/w ~ {a,b,c}/w ~ 0 ~ the list {a,b,c} has 3 items, its counterpart in the pattern "{q,k}/w" has 2: they pair by position
            h.{i:int} ~ x.{j} ~ 2 ~ {j} is not a capture of "h.{i:int}", which has {i}
            h.{i:int}.{x} ~ x.{i+j} ~ 2 ~ {j} is not a capture of "h.{i:int}.{x}", which has {i}, {x}
            h.0 ~ x.{j} ~ 2 ~ {j} is not a capture of "h.0", which has none
            h.{i:int} ~ x.{i:int} ~ 2 ~ {i:int}: kinds belong in the pattern; a target has {x}, or {i:02} to pad with zeros
            h.{i:int} ~ x.{i/2} ~ 2 ~ {i/2} is not an expression: a target has {x}, {i+1}, {i:02}, lists and ranges
            a/** ~ b** ~ 1 ~ ** matches whole segments: put / or . around it, or write * for a part of one
            """)
    void aTargetThatDoesNotFitItsPatternIsReportedWithItsPlace(
            String pattern, String target, int offset, String message) {
        assertThatThrownBy(() -> Rule.of(pattern, target))
                .isInstanceOfSatisfying(
                        PatternException.class,
                        wrong -> assertThat(wrong.offset()).isEqualTo(offset))
                .hasMessage(message);
    }

    @ParameterizedTest(name = "{0} -> {1} for {2}: {4}")
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
            h.{i} ~ x.{i+1} ~ h.a ~ 2 ~ {i+1} needs a number, but {i} is "a": write {i:int} in the pattern
            h.{i:int} ~ x.{i-1} ~ h.0 ~ 2 ~ {i-1} is -1: a name cannot contain a negative number
            h.{i:int} ~ x.{i*99999999999} ~ h.99999999999 ~ 2 ~ {i*99999999999} does not fit in 64 bits
            h.{i:int} ~ x.{i+1} ~ h.99999999999999999999 ~ 2 ~ {i+1} does not fit in 64 bits
            **/kernel ~ ** ~ kernel ~ 0 ~ the target is an empty name for "kernel"
            """)
    void aTargetThatCannotBeWrittenForANameIsReported(
            String pattern, String target, String name, int offset, String message) {
        Rule rule = Rule.of(pattern, target);
        Match match = rule.pattern().match(name).orElseThrow();
        assertThatThrownBy(() -> rule.target().expand(match))
                .isInstanceOfSatisfying(
                        PatternException.class,
                        wrong -> assertThat(wrong.offset()).isEqualTo(offset))
                .hasMessage(message);
    }

    @ParameterizedTest(name = "/{0}/ -> {1}: {3}")
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
            a(b ~ x ~ 0 ~ regular expression: missing closing )
            x[z-a] ~ x ~ 2 ~ regular expression: invalid character class range
            (a{1000}){1000} ~ x ~ 9 ~ regular expression: repetitions may unroll to more than 10000 copies
            (a) ~ {2} ~ 0 ~ {2} is not a group of /(a)/, which has 1 group
            (a) ~ {n} ~ 0 ~ {n} is not a group of /(a)/, which has 1 group
            (a) ~ {9999999999} ~ 0 ~ {9999999999} is not a group of /(a)/, which has 1 group
            (a) ~ {99999999999+1} ~ 0 ~ {99999999999} is not a group of /(a)/, which has 1 group
            a ~ b* ~ 1 ~ a regular expression has no wildcards or lists: write {1} for its first group
            """)
    void aRegularExpressionOrItsTargetIsReportedWithItsPlace(String regex, String target, int offset, String message) {
        assertThatThrownBy(() -> NameTemplate.parse(target, NamePattern.regex(regex)))
                .isInstanceOfSatisfying(
                        PatternException.class,
                        wrong -> assertThat(wrong.offset()).isEqualTo(offset))
                .hasMessage(message);
    }

    @ParameterizedTest(name = "{0} characters")
    @CsvSource({"4097, wildcards and lists of 4097 characters: at most 4096 are allowed", "300, more than 256 parts"})
    void patternsHaveLimits(int length, String message) {
        String text = length == 300 ? "?".repeat(length) : "{" + "a".repeat(length - 4) + ",b}";
        assertThatThrownBy(() -> NamePattern.glob(text)).hasMessage(message);
    }

    @Test
    void aNameOfAnyLengthIsAPattern() {
        String name = "layer/".repeat(100_000);
        assertThat(NamePattern.glob(name + "*").match(name + "w")).isPresent();
        assertThat(NamePattern.literal("").match("")).isPresent();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"{i:int}"})
    void aCaptureOfTheScopeIsNotBoundAgain(String pattern) {
        assertThatThrownBy(() -> NamePattern.glob(pattern, java.util.Map.of("i", "3")))
                .hasMessage("{i} already has a value in this scope: write {i} for it, or use another name");
    }
}
