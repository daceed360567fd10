package ckpts.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.naming.RenameRules.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
    @ParameterizedTest(name = "{0} on {1}: {2}")
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
            # separators end a segment and match only themselves
            dense/kernel          ~ dense/kernel            ~ {}
            dense/kernel          ~ dense.kernel            ~ no
            dense/kernel          ~ dense/kernel/x          ~ no
            dense/kernel          ~ Dense/kernel            ~ no
            # * is zero or more characters of one segment
            dense_1/*             ~ dense_1/kernel          ~ {}
            dense_1/*             ~ dense_1/                ~ {}
            dense_1/*             ~ dense_1/a/b             ~ no
            dense_1/*             ~ dense_1/a.b             ~ no
            dense*/kernel         ~ dense/kernel            ~ {}
            dense*/kernel         ~ dense_12/kernel         ~ {}
            *                     ~ global_step             ~ {}
            *                     ~ a/b                     ~ no
            *_*                   ~ a_b_c                   ~ {}
            # **/ and /**/ are zero or more segments
            **/kernel             ~ kernel                  ~ {}
            **/kernel             ~ a/kernel                ~ {}
            **/kernel             ~ a/b.c/kernel            ~ {}
            **/kernel             ~ akernel                 ~ no
            **/kernel             ~ a.kernel                ~ no
            a/**/b                ~ a/b                     ~ {}
            a/**/b                ~ a/x/b                   ~ {}
            a/**/b                ~ a/x/y/b                 ~ {}
            a/**/b                ~ ab                      ~ no
            a/**/b                ~ a/xb                    ~ no
            # a final /** is one or more
            bert/**               ~ bert/a                  ~ {}
            bert/**               ~ bert/a/b.c              ~ {}
            bert/**               ~ bert                    ~ no
            bert/**               ~ bert/                   ~ no
            bert/**               ~ bertha/a                ~ no
            # ** alone is everything
            **                    ~ a/b.c                   ~ {}
            # the same for dots
            h.**                  ~ h.0.attn.weight         ~ {}
            h.**                  ~ h/0                     ~ no
            **.weight             ~ weight                  ~ {}
            **.weight             ~ h.0.ln.weight           ~ {}
            **.weight             ~ h/weight                ~ no
            h.**.weight           ~ h.weight                ~ {}
            a/**.b                ~ a/x/y.b                 ~ {}
            a/**.b                ~ a/b                     ~ no
            # ? is one character, not a separator
            layer_?               ~ layer_7                 ~ {}
            layer_?               ~ layer_                  ~ no
            layer_?               ~ layer_12                ~ no
            a?b                   ~ a/b                     ~ no
            a?b                   ~ a.b                     ~ no
            a?b                   ~ a𝛼b                     ~ {}
            # classes
            x[a-c]                ~ xb                      ~ {}
            x[a-c]                ~ xd                      ~ no
            x[a-c0-9_]            ~ x_                      ~ {}
            x[!a-c]               ~ xd                      ~ {}
            x[^a-c]               ~ xb                      ~ no
            x[!a]y                ~ x/y                     ~ no
            # lists and ranges
            {q,k,v}_proj          ~ k_proj                  ~ {}
            {q,k,v}_proj          ~ o_proj                  ~ no
            {a,ab}c               ~ abc                     ~ {}
            layer{,_norm}/w       ~ layer/w                 ~ {}
            {attn.q,mlp/up}.w     ~ attn.q.w                ~ {}
            h.{0..11}.w           ~ h.11.w                  ~ {}
            h.{0..11}.w           ~ h.12.w                  ~ no
            h.{0..11}.w           ~ h.07.w                  ~ no
            h.{00..11}.w          ~ h.07.w                  ~ {}
            h.{00..11}.w          ~ h.7.w                   ~ no
            h.{11..0}.w           ~ h.3.w                   ~ {}
            h.{0..3,7}.w          ~ h.7.w                   ~ {}
            h.{0..3,7}.w          ~ h.4.w                   ~ no
            h{0..11}1             ~ h11                     ~ {}
            h{0..11}1             ~ h111                    ~ {}
            # captures
            {x}/kernel            ~ dense/kernel            ~ {x=dense}
            {x}/kernel            ~ /kernel                 ~ no
            {x}/kernel            ~ a/b/kernel              ~ no
            {x:**}/kernel         ~ a/b.c/kernel            ~ {x=a/b.c}
            {x:**}/kernel         ~ kernel                  ~ no
            {x:**}_ema            ~ a/b_ema                 ~ {x=a/b}
            layer_{i:int}/w       ~ layer_12/w              ~ {i=12}
            layer_{i:int}/w       ~ layer_007/w             ~ {i=007}
            layer_{i:int}/w       ~ layer_-1/w              ~ no
            layer_{i:int}/w       ~ layer_1a/w              ~ no
            h.{i:0..11}.w         ~ h.4.w                   ~ {i=4}
            h.{i:0..11}.w         ~ h.12.w                  ~ no
            {x:q|k|v}_proj        ~ v_proj                  ~ {x=v}
            {x:q|k|v}_proj        ~ o_proj                  ~ no
            # one text wherever a capture appears
            {x}/{x}               ~ a/a                     ~ {x=a}
            {x}/{x}               ~ a/b                     ~ no
            {i:int}/x_{i}         ~ 3/x_3                   ~ {i=3}
            {i:int}/x_{i:int}     ~ 3/x_4                   ~ no
            {x}{x}                ~ abab                    ~ {x=ab}
            # the leftmost wildcard takes the longest text
            {x}_{y}               ~ a_b_c                   ~ {x=a_b, y=c}
            {x:**}/{y:**}         ~ a/b/c                   ~ {x=a/b, y=c}
            {x:a|ab}{y}           ~ abc                     ~ {x=ab, y=c}
            {i:int}{y}            ~ 123                     ~ {i=12, y=3}
            **/{x}/**             ~ a/b/c                   ~ {x=b}
            # escapes stand for themselves
            \\*\\?\\[\\{\\$\\/\\"\\\\ ~ *?[{$/"\\               ~ {}
            a\\*                  ~ ab                      ~ no
            a\\]\\}               ~ a]}                     ~ {}
            {a\\,b,c}             ~ a,b                     ~ {}
            """)
    void aGlobMatchesAsTheLanguageSays(String pattern, String name, String expected) {
        Optional<Match> match = NamePattern.glob(pattern).match(name);
        assertThat(match.map(found -> found.captures().toString()).orElse("no")).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2} becomes {3}")
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
            dense_1/*                 ~ fully_connected_a/*       ~ dense_1/kernel         ~ fully_connected_a/kernel
            module.**                 ~ **                        ~ module.a.b             ~ a.b
            **                        ~ model/**                  ~ a/b                    ~ model/a/b
            **/gamma                  ~ **/weight                 ~ a/gamma                ~ a/weight
            **/gamma                  ~ **/weight                 ~ gamma                  ~ weight
            **/gamma                  ~ x.**.weight               ~ a/b/gamma              ~ x.a/b.weight
            a/**/b                    ~ c/**/b                    ~ a/b                    ~ c/b
            a/**/b                    ~ c/**/b                    ~ a/x/y/b                ~ c/x/y/b
            **/b                      ~ x/**                      ~ b                      ~ x
            **/b                      ~ x/**                      ~ a/b                    ~ x/a
            */?_[ab]                  ~ z*/?_[ab]                 ~ q/x_a                  ~ zq/x_a
            {q,k,v}_proj              ~ {query,key,value}         ~ k_proj                 ~ key
            h.{0..2}.{q,k}            ~ h.{3..5}.{x,y}            ~ h.1.k                  ~ h.4.y
            h.{0..2}                  ~ h.{2..0}                  ~ h.0                    ~ h.2
            layers.{0..2}             ~ layers.{00..02}           ~ layers.2               ~ layers.02
            {a}/{b}                   ~ {b}/{a}                   ~ x/y                    ~ y/x
            h.{i:int}.w               ~ h.{i+8}.w                 ~ h.3.w                  ~ h.11.w
            h.{i:int}.w               ~ h.{i-1}.w                 ~ h.3.w                  ~ h.2.w
            h.{i:int}.w               ~ h.{i*2}.w                 ~ h.3.w                  ~ h.6.w
            h.{i:int}.w               ~ h.{2*i+1}.w               ~ h.3.w                  ~ h.7.w
            h.{i:int}.w               ~ h.{11-i}.w                ~ h.3.w                  ~ h.8.w
            h.{i:int}.w               ~ h.{i:02}.w                ~ h.3.w                  ~ h.03.w
            h.{i:int}.w               ~ h.{i+1:02}.w              ~ h.9.w                  ~ h.10.w
            h.{i:int}.w               ~ h.{i}.w{i+1}              ~ h.007.w                ~ h.007.w8
            {x}                       ~ {x}\\{\\*                 ~ a                      ~ a{*
            """)
    void aTargetWritesTheNewName(String pattern, String target, String name, String expected) {
        Rule rule = Rule.of(pattern, target);
        assertThat(rule.target().expand(rule.pattern().match(name).orElseThrow()))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "/{0}/ -> {1}: {2} becomes {3}")
    @CsvSource(delimiterString = " ~ ", quoteCharacter = '`', textBlock = """
            \\/                       ~ .                         ~ a/b/c                  ~ a.b.c
            ^module\\.                ~ ``                        ~ module.a.module.b      ~ a.module.b
            :0$                       ~ ``                        ~ kernel:0               ~ kernel
            layer_(\\d+)              ~ layer.{1}                 ~ layer_3/x/layer_4      ~ layer.3/x/layer.4
            h\\.(?P<n>\\d+)           ~ h.{n-1}                   ~ h.3.w                  ~ h.2.w
            (\\d+)                    ~ {1:03}                    ~ a/7                    ~ a/007
            [a-z]+                    ~ <{0}>                     ~ ab/c                   ~ <ab>/<c>
            (a)|(b)                   ~ {1}{2}x                   ~ ab                     ~ axbx
            """)
    void aRegularExpressionIsFoundAndReplacedEverywhere(String regex, String target, String name, String expected) {
        NamePattern pattern = NamePattern.regex(regex);
        assertThat(NameTemplate.parse(target, pattern)
                        .expand(pattern.match(name).orElseThrow()))
                .isEqualTo(expected);
    }

    @Test
    void aRegularExpressionIsNotAnchoredAndItsGroupsAreCaptures() {
        NamePattern pattern = NamePattern.regex("layer_(?P<i>\\d+)/(\\w+)");
        assertThat(pattern.match("bert/encoder")).isEmpty();
        Match match = pattern.match("bert/layer_3/kernel").orElseThrow();
        assertThat(match.captures()).isEqualTo(Map.of("i", "3"));
        assertThat(match.capture("2")).contains("kernel");
        assertThat(pattern.captureNames()).containsExactly("i");
    }

    @Test
    void captureNamesComeInOrderAndKindsAreKnown() {
        NamePattern pattern = NamePattern.glob("{b}/{a:int}/{c:0..3}/{d:x|y}/{b}");
        assertThat(pattern.captureNames()).containsExactly("b", "a", "c", "d");
        assertThat(List.of("a", "b", "c", "d")).filteredOn(pattern::isNumeric).containsExactly("a", "c");
    }

    @Test
    void capturesOfAScopeStandForTheirValues() {
        Map<String, String> bound = Map.of("i", "7");
        assertThat(NamePattern.glob("h.{i}.*", bound).match("h.7.w")).isPresent();
        assertThat(NamePattern.glob("h.{i}.*", bound).match("h.8.w")).isEmpty();
        assertThat(NamePattern.glob("h.{i+1}.*", bound).match("h.8.w")).isPresent();
        assertThat(NamePattern.glob("h.{i}.*", bound).captureNames()).isEmpty();
        NamePattern pattern = NamePattern.glob("h.{i}.{x:int}", bound);
        assertThat(NameTemplate.parse("h.{i+1}.{x+i}.{i}", pattern, bound)
                        .expand(pattern.match("h.7.3").orElseThrow()))
                .isEqualTo("h.8.10.7");
        assertThat(NamePattern.glob("{i}.*", Map.of("i", "a*b")).match("axb.w")).isEmpty();
    }

    @Test
    void literalsKnowTheirNameAndPatternsTheirLiteralEnds() {
        assertThat(NamePattern.glob("a\\*/b").isLiteral()).isTrue();
        assertThat(NamePattern.glob("a\\*/b").literalText()).isEqualTo("a*/b");
        NamePattern pattern = NamePattern.glob("bert/**/kernel");
        assertThat(pattern.isLiteral()).isFalse();
        assertThat(pattern.literalPrefix()).isEqualTo("bert/");
        assertThat(pattern.literalSuffix()).isEqualTo("kernel");
        assertThat(NamePattern.regex("^h\\.\\d+").literalPrefix()).isEqualTo("h.");
        assertThat(NamePattern.regex("^ab*").literalPrefix()).isEqualTo("a");
        assertThat(NamePattern.regex("^a|b").literalPrefix()).isEmpty();
        assertThat(NamePattern.regex("h\\.").literalPrefix()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "**/block_7/**           | block_7",
                "tower/**/unit.3/kernel  | tower, unit, 3, kernel",
                "*_7/kernel              | kernel",
                "h.*/ln_*                | h",
                "a/{i}/b{x}/c.*          | a, c",
                "**                      | ''",
                "*x                      | ''",
                "**.ln_1                 | ln_1",
            })
    void patternsKnowTheSegmentsOfEveryNameTheyMatch(String pattern, String segments) {
        assertThat(String.join(", ", NamePattern.glob(pattern).literalSegments()))
                .isEqualTo(segments);
    }

    @Test
    void aQuotedNameMatchesItselfWhateverItContains() {
        for (String name :
                List.of("a*b", "[x]", "{q,k}", "a\\b", "$x", "\"", "?", "a/b.c", "\udc80", "\uffff\uffff", "")) {
            if (!name.isEmpty()) {
                assertThat(NamePattern.literal(name).literalText()).isEqualTo(name);
                assertThat(NamePattern.literal(name).match(name)).isPresent();
            }
        }
    }

    @Test
    void aMatchCanBeWrittenWithAnotherTextForACapture() {
        Match match = NamePattern.glob("h.{i:int}.x{i}.**").match("h.3.x3.w").orElseThrow();
        assertThat(match.replacing("i", "12")).isEqualTo("h.12.x12.w");
        assertThat(match.before("i")).isEqualTo("h.");
        Match regex = NamePattern.regex("h\\.(?P<i>\\d+)").match("a.h.3.w").orElseThrow();
        assertThat(regex.replacing("i", "12")).isEqualTo("a.h.12.w");
        assertThat(regex.before("i")).isEqualTo("a.h.");
        assertThatThrownBy(() -> match.replacing("j", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void matchesOfASetAreSortedAndFoundThroughItsIndex() {
        NameSet names = new NameIndex(List.of("b/kernel", "a/kernel", "a/bias", "\uffff/kernel", "c/kernel/m"));
        assertThat(NamePattern.glob("*/kernel").matches(names))
                .extracting(Match::name)
                .containsExactly("a/kernel", "b/kernel", "\uffff/kernel");
        assertThat(NamePattern.glob("a/*").matches(names))
                .extracting(Match::name)
                .containsExactly("a/bias", "a/kernel");
        assertThat(NamePattern.glob("\uffff/*").matches(names))
                .extracting(Match::name)
                .containsExactly("\uffff/kernel");
        assertThat(NamePattern.glob("a/bias").matches(names))
                .extracting(Match::name)
                .containsExactly("a/bias");
        assertThat(NamePattern.glob("nothing").matches(names)).isEmpty();
    }

    @Test
    void hostilePatternsEndSoon() {
        String name = "a".repeat(300);
        assertThat(NamePattern.glob("*a".repeat(60) + "b").match(name)).isEmpty();
        assertThat(NamePattern.glob("{x0}{x1}{x2}{x3}{x4}{x5}{x6}{x7}b").match(name))
                .isEmpty();
        NamePattern repeated = NamePattern.glob("{a}{b}{c}{d}{e}{a}{b}{c}{d}{e}b");
        assertThatThrownBy(() -> repeated.match(name + "cb"))
                .hasMessage(
                        "too many ways to match a name of 302 characters: use fewer wildcards or repeated captures");
    }

    @Test
    void capturesPrintInTheOrderOfThePattern() {
        assertThat(new TreeMap<>(
                        NamePattern.glob("{b}/{a}").match("1/2").orElseThrow().captures()))
                .isEqualTo(Map.of("a", "2", "b", "1"));
        assertThat(NamePattern.glob("{b}/{a}").match("1/2").orElseThrow()).hasToString("1/2{b=1, a=2}");
    }
}
