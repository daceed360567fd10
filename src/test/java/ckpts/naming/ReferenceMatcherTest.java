package ckpts.naming;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.naming.RenameRules.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The matcher against one that tries everything, and renames against their inverses. */
class ReferenceMatcherTest {
    /**
     * All ways to cut the name into texts for the parts, written as a pattern of the JDK: its quantifiers are greedy
     * and it backtracks, so its first match is the one with the longest text for the leftmost part.
     */
    private static Optional<Map<String, String>> reference(String pattern, String name) {
        StringBuilder regex = new StringBuilder();
        List<String> captures = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            at = append(pattern, at, regex, captures);
        }
        java.util.regex.Matcher matcher =
                java.util.regex.Pattern.compile(regex.toString()).matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> texts = new TreeMap<>();
        captures.forEach(capture -> texts.put(capture, matcher.group(capture)));
        return Optional.of(texts);
    }

    private static int append(String pattern, int at, StringBuilder regex, List<String> captures) {
        char c = pattern.charAt(at);
        if (pattern.startsWith("**", at)) {
            return appendSegments(pattern, at, regex);
        }
        if (c == '*' || c == '?') {
            regex.append(c == '*' ? "[^/.]*" : "[^/.]");
            return at + 1;
        }
        if (c == '[') {
            int end = pattern.indexOf(']', at) + 1;
            regex.append("(?=[^/.])").append(pattern.substring(at, end).replace("!", "^"));
            return end;
        }
        if (c == '{') {
            int end = pattern.indexOf('}', at) + 1;
            appendBraces(pattern.substring(at + 1, end - 1), regex, captures);
            return end;
        }
        regex.append(java.util.regex.Pattern.quote(String.valueOf(c)));
        return at + 1;
    }

    private static int appendSegments(String pattern, int at, StringBuilder regex) {
        boolean first = at == 0;
        boolean last = at + 2 == pattern.length();
        if (first && last) {
            regex.append(".*");
        } else if (!last && (first || pattern.charAt(at - 1) == pattern.charAt(at + 2))) {
            regex.append("(?:.*\\Q").append(pattern.charAt(at + 2)).append("\\E)?");
            return at + 3;
        } else {
            regex.append(".+");
        }
        return at + 2;
    }

    private static void appendBraces(String content, StringBuilder regex, List<String> captures) {
        Map<String, String> kinds = new HashMap<>(Map.of(
                "a,ab,b", "ab|a|b",
                "0..10", "10|[0-9]",
                "0,10,a", "10|0|a"));
        if (kinds.containsKey(content)) {
            regex.append("(?:").append(kinds.get(content)).append(")");
            return;
        }
        kinds = Map.of("", "[^/.]+", "**", ".+", "int", "[0-9]+", "0..10", "10|[0-9]", "a|ab", "ab|a");
        String name = content.substring(0, 1);
        if (captures.contains(name)) {
            regex.append("\\k<").append(name).append(">");
        } else {
            captures.add(name);
            String kind = content.length() > 2 ? content.substring(2) : "";
            regex.append("(?<").append(name).append(">").append(kinds.get(kind)).append(")");
        }
    }

    @Test
    void theMatcherAgreesWithOneThatTriesEverything() {
        Random random = new Random(3);
        int matched = 0;
        for (int round = 0; round < 20_000; round++) {
            String pattern = random.nextBoolean() ? RandomNames.pattern(random) : RandomNames.capturing(random);
            String name = RandomNames.name(random);
            Optional<Map<String, String>> expected = reference(pattern, name);
            Optional<Map<String, String>> found =
                    NamePattern.glob(pattern).match(name).map(match -> new TreeMap<>(match.captures()));
            assertThat(found).as("%s on %s", pattern, name).isEqualTo(expected);
            matched += found.isPresent() ? 1 : 0;
            if (found.isPresent()) {
                assertThat(NamePath.segments(name))
                        .as("%s on %s", pattern, name)
                        .containsAll(NamePattern.glob(pattern).literalSegments());
            }
        }
        assertThat(matched).isGreaterThan(1000);
    }

    @Test
    void aRenameAndItsInverseAreTheIdentity() {
        String[][] invertible = {
            {"a/**", "x/**"},
            {"{i:0..10}/{x:**}", "n/{i+5}/{x}"},
            {"**/a", "**/z"},
            {"*/b/**", "*/c/**"},
            {"{x}/{y}", "{y}.{x}"},
            {"{a,b}/*", "{q,k}/*"},
        };
        String[][] inverses = {
            {"x/**", "a/**"},
            {"n/{i:5..15}/{x:**}", "{i-5}/{x}"},
            {"**/z", "**/a"},
            {"*/c/**", "*/b/**"},
            {"{y}.{x}", "{x}/{y}"},
            {"{q,k}/*", "{a,b}/*"},
        };
        Random random = new Random(13);
        for (int i = 0; i < invertible.length; i++) {
            Rule rule = Rule.of(invertible[i][0], invertible[i][1]);
            Rule inverse = Rule.of(inverses[i][0], inverses[i][1]);
            int matched = 0;
            for (int round = 0; round < 500; round++) {
                String name = RandomNames.name(random);
                Optional<Match> match = rule.pattern().match(name);
                if (match.isPresent()) {
                    String renamed = rule.target().expand(match.get());
                    Match back = inverse.pattern().match(renamed).orElseThrow();
                    assertThat(inverse.target().expand(back)).isEqualTo(name);
                    matched++;
                }
            }
            assertThat(matched).as(invertible[i][0]).isPositive();
        }
    }
}
