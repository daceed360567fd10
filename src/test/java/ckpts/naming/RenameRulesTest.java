package ckpts.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.naming.RenameRules.Collision;
import ckpts.naming.RenameRules.Outcome;
import ckpts.naming.RenameRules.Rule;
import ckpts.naming.RenameRules.RuleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RenameRulesTest {
    private static RenameRules rules(String... pairs) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            rules.add(Rule.of(pairs[i], pairs[i + 1]));
        }
        return new RenameRules(rules);
    }

    @Test
    void namesCanBeSwapped() {
        Outcome outcome = rules("net/0", "net/1", "net/1", "net/0").apply(List.of("net/0", "net/1", "other"));
        assertThat(outcome.renames()).isEqualTo(Map.of("net/0", "net/1", "net/1", "net/0"));
        assertThat(outcome.collisions()).isEmpty();
    }

    @Test
    void theFirstMatchingRuleDecidesAndLaterOnesSayWhatTheyWouldHaveMatched() {
        Outcome outcome = rules("a/kernel", "first", "a/*", "b/*", "c/*", "d/*").apply(List.of("a/kernel", "a/bias"));
        assertThat(outcome.renames()).isEqualTo(Map.of("a/kernel", "first", "a/bias", "b/bias"));
        assertThat(outcome.matched()).containsExactly(List.of("a/kernel"), List.of("a/bias"), List.of());
        assertThat(outcome.shadowed()).containsExactly(List.of(), List.of("a/kernel"), List.of());
    }

    @Test
    void allCollisionsAreReportedAtOnce() {
        Outcome outcome = rules("a/*", "*", "b/*", "*", "c", "d").apply(List.of("a/x", "b/x", "a/y", "y", "c", "d"));
        assertThat(outcome.collisions())
                .containsExactly(
                        new Collision("d", List.of("c", "d")),
                        new Collision("x", List.of("a/x", "b/x")),
                        new Collision("y", List.of("a/y", "y")));
    }

    @Test
    void aNameThatDoesNotChangeDoesNotCollideWithItself() {
        Outcome outcome = rules("a{x:b|c}", "a{x}").apply(List.of("ab", "ac"));
        assertThat(outcome.renames()).isEqualTo(Map.of("ab", "ab", "ac", "ac"));
        assertThat(outcome.collisions()).isEmpty();
    }

    @Test
    void aTargetThatCannotBeWrittenSaysWhichRuleItIs() {
        assertThatThrownBy(() -> rules("x", "y", "h.{i:int}", "h.{i-1}").apply(List.of("h.0")))
                .isInstanceOfSatisfying(RuleException.class, failure -> {
                    assertThat(failure.rule()).isEqualTo(1);
                    assertThat(failure.offset()).isEqualTo(2);
                })
                .hasMessage("{i-1} is -1: a name cannot contain a negative number");
    }

    @Test
    void theIndexFindsWhatTryingEveryRuleFinds() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                names.add(RandomNames.name(random));
            }
            List<Rule> rules = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String pattern = RandomNames.pattern(random);
                rules.add(Rule.of(pattern, pattern));
            }
            Map<String, String> expected = new TreeMap<>();
            for (String name : names) {
                for (Rule rule : rules) {
                    Optional<Match> match = rule.pattern().match(name);
                    if (match.isPresent()) {
                        expected.put(name, rule.target().expand(match.get()));
                        break;
                    }
                }
            }
            List<String> distinct = names.stream().distinct().toList();
            assertThat(new RenameRules(rules).apply(names).renames()).isEqualTo(expected);
            assertThat(new RenameRules(rules)
                            .apply((NameSet) new NameIndex(distinct))
                            .renames())
                    .isEqualTo(expected);
        }
    }

    @Test
    void aThousandRulesOverAHundredThousandNamesTouchEachNameOnce() {
        List<String> names = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        for (int block = 0; block < 1000; block++) {
            rules.add(Rule.of("block_" + block + "/**/kernel", "layers/" + block + "/**/weight"));
            for (int i = 0; i < 50; i++) {
                names.add("block_" + block + "/unit_" + i + "/kernel");
                names.add("block_" + block + "/unit_" + i + "/bias");
            }
        }
        Outcome outcome = new RenameRules(rules).apply(names);
        assertThat(outcome.renames())
                .hasSize(50_000)
                .containsEntry("block_999/unit_7/kernel", "layers/999/unit_7/weight");
    }
}
