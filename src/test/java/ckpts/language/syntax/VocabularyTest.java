package ckpts.language.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.language.source.SourceText;
import ckpts.language.syntax.generated.CkptsLexer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    private static List<String> all() {
        return Stream.of(
                        Vocabulary.statementWords(),
                        Vocabulary.reservedWords(),
                        Vocabulary.joiningWords(),
                        Vocabulary.assertWords(),
                        Vocabulary.softWords(),
                        Vocabulary.setWords())
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void eachWordOfTheLexerIsInExactlyOneList() {
        List<String> words = IntStream.rangeClosed(1, CkptsLexer.VOCABULARY.getMaxTokenType())
                .mapToObj(CkptsLexer.VOCABULARY::getLiteralName)
                .filter(literal -> literal != null && Character.isLetter(literal.charAt(1)))
                .map(literal -> literal.substring(1, literal.length() - 1))
                .toList();

        assertThat(all()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(words);
    }

    @Test
    void theListsAreThese() {
        assertThat(String.join(" ", Vocabulary.statementWords()))
                .isEqualTo("load manifest param let use include rename drop keep copy tie untie renumber scope reinit"
                        + " cast reshape transpose flip rearrange slice select pad resize remap layout split fuse concat stack unstack set update assert check show tree diff stats plan"
                        + " ledger why print for if save");
        assertThat(String.join(" ", Vocabulary.reservedWords())).isEqualTo("hist suggest java");
        assertThat(String.join(" ", Vocabulary.joiningWords())).isEqualTo("else in and or not it true false inf nan");
        assertThat(String.join(" ", Vocabulary.assertWords()))
                .isEqualTo("consumed covered exists absent count shape dtype finite equal unchanged");
        assertThat(String.join(" ", Vocabulary.softWords()))
                .isEqualTo(
                        "except only as from where with without to by expect each against discarding within axis into vocab is qkv"
                                + " aliases metadata json format shards shard size latest overwrite link language");
        assertThat(String.join(" ", Vocabulary.setWords()))
                .isEqualTo("slots averages optimizer missing unexpected mismatched");
    }

    @Test
    void eachWordThatIsNoValueNamesAFieldAndAMember() {
        for (String word : all()) {
            boolean value = List.of("true", "false", "inf", "nan").contains(word);
            assertThat(parse("set json(\"x\")." + word + " = json(\"y\")." + word + "\n")
                            .isWhole())
                    .as(word)
                    .isEqualTo(!value);
        }
    }

    @Test
    void mutationsOfFuzzedScriptsHaveEveryWord() throws IOException {
        assertThat(Files.readAllLines(Path.of("src/test/fuzz/words.dict")))
                .containsAll(all().stream().map(word -> '"' + word + '"').toList());
    }

    @Test
    void whatIsAFreeNameCanNameACheckpointAndNothingElseCan() {
        List<String> words = new ArrayList<>(all());
        words.addAll(List.of("donor", "_x", "Layer_2", "rows"));
        for (String word : words) {
            Syntax.Parsed parsed = parse("load \"x\" as " + word + "\nuse " + word + "\nprint " + word + "[\"a\"]\n");
            assertThat(parsed.isWhole()).as(word).isEqualTo(Vocabulary.isFreeName(word));
        }
        assertThat(Vocabulary.isFreeName("")).isFalse();
        assertThat(Vocabulary.isFreeName("2x")).isFalse();
        assertThat(Vocabulary.isFreeName("a-b")).isFalse();
    }

    @Test
    void eachStatementWordBeginsAStatementAndNoReservedWordDoes() {
        for (String word : Vocabulary.statementWords()) {
            assertThat(parse(word + " ?? ?").diagnostics().get(0).message())
                    .as(word)
                    .doesNotContain("there is no statement");
        }
        for (String word : Vocabulary.reservedWords()) {
            assertThat(parse(word + " \"a\"").diagnostics().get(0).message())
                    .isEqualTo("`" + word + "` is a reserved word: no statement of language 1 begins with it");
        }
    }

    private static Syntax.Parsed parse(String text) {
        return Syntax.parse(new SourceText("test.ckpts", text, Optional.empty()));
    }
}
