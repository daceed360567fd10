package ckpts.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.MalformedFileException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Every kind of mistake has words of its own, which quote nothing of the file; those of the parser would. */
class JsonTextTest {
    private static final JsonFactory STRICT = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(3)
                    .maxStringLength(40)
                    .maxNameLength(30)
                    .maxNumberLength(25)
                    .maxTokenCount(9)
                    .build())
            .build();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '~', quoteCharacter = '^', textBlock = """
            {"secret": 1, "secret": 2} ~ byte 22: a duplicate key in an object
            [secret] ~ byte 1: a word that is neither true, false nor null
            [1 secret] ~ byte 3: a character that is not allowed here
            {"a": 1]secret ~ byte 7: a bracket that closes nothing
            ["sec\tret"] ~ byte 5: a control character in a string
            ["secret\\q"] ~ byte 9: an escape that JSON does not have
            {"secret\\ud800x": 1} ~ byte 14: half of a surrogate pair
            ["secret\u00ff"] ~ byte 9: it is not in UTF-8
            [012] ~ byte 2: a number that JSON does not allow
            [99999999999999999999] ~ byte 21: a number that does not fit in 64 bits
            ["secret ~ byte 8: it ends in the middle of a value
            [[[[1]]]] ~ byte 4: nested deeper than 3
            ["ssssssssssssssssssssssssssssssssssssssssssssssssssssss"] ~ byte 57: a string of more than 40 characters
            {"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk": 1} ~ byte 43: a key of more than 30 characters
            [1111111111111111111111111111111111] ~ byte 35: a number of more than 25 digits
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] ~ byte 26: more than 9 tokens
            """)
    void aMistakeIsReportedByItsPlaceAndKind(String text, String message) {
        byte[] bytes = text.replace("\\t", "\t").getBytes(ISO_8859_1);
        assertThatThrownBy(() -> JsonText.read(bytes, "c.json", 0, STRICT, "not JSON", JsonTextTest::everything))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage("c.json, " + message.replace(": ", ": not JSON: "));
    }

    private static Void everything(JsonParser parser) {
        while (parser.nextToken() != null) {
            if (parser.currentToken().isNumeric()) {
                parser.getLongValue();
            } else {
                parser.getString();
            }
        }
        return null;
    }
}
