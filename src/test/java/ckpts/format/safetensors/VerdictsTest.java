package ckpts.format.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.format.Json;
import ckpts.format.MemoryDisk;
import ckpts.format.OpenedCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Small files, most of them damaged: what the reference reader refuses is refused, with these words. */
class VerdictsTest {
    private static final Path FILE = Path.of("m.safetensors");

    /** What the reference reader lets pass. */
    private static final Set<String> STRICTER = Set.of(
            "a dimension of 2^63",
            "a metadata key twice",
            "a name twice",
            "a name twice, escaped",
            "a tensor that is a list",
            "no elements with huge dimensions");

    private static Map<String, String> expected() {
        Map<String, String> refused = new LinkedHashMap<>();
        refused.put("no bytes", "byte 0: has 0 bytes, fewer than the 8 that say how long a header is");
        refused.put("seven bytes", "byte 0: has 7 bytes, fewer than the 8 that say how long a header is");
        refused.put("only a length", "byte 0: the header should have 2 bytes, 0 are left in the file: is it cut off?");
        refused.put(
                "a length beyond the limit",
                "byte 0: the header should have 100000001 bytes, but at most 100000000 are allowed");
        refused.put(
                "a length above 2^63",
                "byte 0: the header should have 18446744073709551615 bytes, but at most 100000000 are allowed");
        refused.put("an empty header", "header, byte 8: a header must be an object, found nothing");
        refused.put("only blanks", "header, byte 8: a header must be an object, found nothing");
        refused.put("a list", "header, byte 8: a header must be an object, found a list");
        refused.put("null", "header, byte 8: a header must be an object, found null");
        refused.put("two objects", "header, byte 10: there is something after the object");
        refused.put("a byte order mark", "header, byte 8: begins with a byte order mark");
        refused.put("NUL padding", "header, byte 10: holds the control character 00");
        refused.put("not UTF-8", "header, byte 10: is not UTF-8");
        refused.put("an encoded surrogate", "header, byte 10: is not UTF-8");
        refused.put("half of a character in a name", "header, byte 16: not JSON: half of a surrogate pair");
        refused.put("a control character", "header, byte 11: not JSON: a control character in a string");
        refused.put("cut off within the JSON", "header, byte 27: not JSON: it ends in the middle of a value");
        refused.put("a tensor that is a list", "header, byte 13: a tensor must be an object, found a list");
        refused.put("a tensor that is a number", "header, byte 13: a tensor must be an object, found a number");
        refused.put("an unknown dtype", "header, byte 22: \"F33\" is not a dtype of safetensors");
        refused.put("a dtype in lower case", "header, byte 22: \"f32\" is not a dtype of safetensors");
        refused.put("a dtype that is a number", "header, byte 22: \"dtype\" must be a string, found a number");
        refused.put("no dtype", "header, byte 46: \"a\" has no \"dtype\"");
        refused.put("no shape", "header, byte 48: \"a\" has no \"shape\"");
        refused.put("no offsets", "header, byte 39: \"a\" has no \"data_offsets\"");
        refused.put("a field twice", "header, byte 28: a field appears twice in \"a\"");
        refused.put("a name twice", "header, byte 62: a second tensor named \"a\", the first is at byte 9");
        refused.put("a name twice, escaped", "header, byte 62: a second tensor named \"a\", the first is at byte 9");
        refused.put("metadata twice", "header, byte 27: \"__metadata__\" appears twice");
        refused.put("a metadata key twice", "header, byte 33: a key appears twice in \"__metadata__\"");
        refused.put(
                "metadata that is a number",
                "header, byte 29: \"__metadata__\" must be an object of strings, found a number");
        refused.put(
                "metadata that is a string",
                "header, byte 24: \"__metadata__\" must be an object of strings, found a string");
        refused.put("one offset", "header, byte 57: \"data_offsets\" must be a list of two whole numbers, found 1");
        refused.put("three offsets", "header, byte 60: has more than 2 numbers");
        refused.put(
                "an offset that is a string",
                "header, byte 56: \"data_offsets\" must be a list of two whole numbers, found a string");
        refused.put(
                "a dimension with a point",
                "header, byte 37: \"shape\" must be a list of whole numbers, found a number with a point or an exponent");
        refused.put(
                "a dimension with an exponent",
                "header, byte 37: \"shape\" must be a list of whole numbers, found a number with a point or an exponent");
        refused.put("a dimension with a leading zero", "header, byte 38: not JSON: a number that JSON does not allow");
        refused.put(
                "minus zero",
                "header, byte 56: \"data_offsets\" must be a list of two whole numbers, found one with a sign");
        refused.put(
                "a negative dimension",
                "header, byte 37: \"shape\" must be a list of whole numbers, found one with a sign");
        refused.put("a dimension of 2^64", "header, byte 37: a number is larger than 9223372036854775807");
        refused.put("a dimension of 2^63", "header, byte 37: a number is larger than 9223372036854775807");
        refused.put("a size that overflows", "header, byte 9: \"a\" is F32[9223372036854775807, 3, 0], too large");
        refused.put(
                "no elements with huge dimensions", "header, byte 9: \"a\" is F32[0, 9223372036854775807], too large");
        refused.put("bits that overflow", "header, byte 9: \"a\" is F32[4611686018427387904], too large");
        refused.put("a size that is not the shape's", "header, byte 9: \"a\" is F32[3], 12 bytes, but 8 are stored");
        refused.put("half a byte", "header, byte 9: \"a\" is F4[3], 12 bits, which is not a whole number of bytes");
        refused.put("an end before the begin", "header, byte 9: \"a\" ends at byte 0 of the data, before its begin 8");
        refused.put(
                "a hole at the begin",
                "header, byte 9: \"a\" begins at byte 4 of the data, which leaves a hole after byte 0");
        refused.put("a hole", "header, byte 62: \"b\" begins at byte 12 of the data, which leaves a hole after byte 8");
        refused.put(
                "an overlap",
                "header, byte 62: \"b\" begins at byte 4 of the data, which another one occupies up to 8");
        refused.put(
                "two names for the same bytes",
                "header, byte 62: \"b\" begins at byte 0 of the data, which another one occupies up to 8");
        refused.put(
                "no elements within another tensor",
                "header, byte 62: \"b\" begins at byte 4 of the data, which another one occupies up to 8");
        refused.put(
                "no elements behind the end",
                "header, byte 62: \"b\" begins at byte 9 of the data, which leaves a hole after byte 8");
        refused.put(
                "bytes behind the last tensor", "byte 70: the tensors end at byte 8 of the data, which goes on to 9");
        refused.put("bytes without a tensor", "byte 10: the tensors end at byte 0 of the data, which goes on to 1");
        refused.put(
                "too few bytes", "header, byte 9: \"a\" ends at byte 8 of the data, which has 7: is the file cut off?");
        refused.put("deep nesting", "header, byte 144: not JSON: nested deeper than 127");
        return refused;
    }

    @Test
    void everyFileIsRefusedWithWordsThatSayWhereAndWhy() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (Map<String, Object> file : files()) {
            MemoryDisk disk = new MemoryDisk().put(FILE, HexFormat.of().parseHex((String) file.get("hex")));
            try (OpenedCheckpoint opened = new SafetensorsFormat().open(FILE, disk)) {
                assertThat(opened.checkpoint().size()).isLessThan(3);
            } catch (IOException e) {
                assertThat(e.getMessage()).startsWith("m.safetensors, ");
                found.put((String) file.get("name"), e.getMessage().substring("m.safetensors, ".length()));
            }
        }

        assertThat(found).isEqualTo(new TreeMap<>(expected()));
    }

    @Test
    void onlyTheseAreRefusedThatTheReferenceReaderAccepts() throws IOException {
        Set<String> stricter = new TreeSet<>(expected().keySet());
        for (Map<String, Object> file : files()) {
            if (!file.get("refused").equals("null")) {
                assertThat(expected()).containsKey((String) file.get("name"));
                stricter.remove((String) file.get("name"));
            }
        }

        assertThat(stricter).isEqualTo(STRICTER);
    }

    @SuppressWarnings("unchecked") // the shape of the file is described beside the fixtures
    private static List<Map<String, Object>> files() throws IOException {
        return (List<Map<String, Object>>) Json.object(SafetensorsFormatTest.FIXTURES.resolve("verdicts.json"))
                .get("files");
    }
}
