package ckpts.json;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.MalformedFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDocumentTest {
    private static JsonDocument document(String text) throws MalformedFileException {
        return JsonDocument.of("c.json", text.getBytes(UTF_8));
    }

    private static String text(JsonDocument document) {
        return new String(document.bytes(), UTF_8);
    }

    private static JsonNode field(JsonNode object, String name) {
        return ((JsonNode.Fields) object).fields().get(name).value();
    }

    /** Every value of a document as it is written there, in the order of the document. */
    private static List<String> texts(JsonDocument document, JsonNode node) {
        List<String> texts = new ArrayList<>(List.of(document.text(node)));
        if (node instanceof JsonNode.Fields object) {
            object.fields().values().forEach(field -> texts.addAll(texts(document, field.value())));
        } else if (node instanceof JsonNode.Items list) {
            list.items().forEach(item -> texts.addAll(texts(document, item)));
        }
        return texts;
    }

    @Test
    void everyValueHasItsPlace() throws MalformedFileException {
        JsonDocument document =
                document("\uFEFF \r\n{\"\u00e9 \\\"\\\\\" : [1e-12,-0 ,\t{}, [ ] ],\"b\":{ \"c\":\"\u20ac\\n\\\"\" , "
                        + "\"\":null},\"t\":true,\"f\":false, \"n\": 123456789012345678901234567890 }\n");

        assertThat(texts(document, document.root()).stream().skip(1))
                .containsExactly(
                        "[1e-12,-0 ,\t{}, [ ] ]",
                        "1e-12",
                        "-0",
                        "{}",
                        "[ ]",
                        "{ \"c\":\"\u20ac\\n\\\"\" , \"\":null}",
                        "\"\u20ac\\n\\\"\"",
                        "null",
                        "true",
                        "false",
                        "123456789012345678901234567890");
        assertThat(document.text(document.root())).startsWith("{").endsWith("890 }");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "12 | 3 | 3",
                "{\"a\": 1} | 20 | {\"a\": 20}",
            })
    void aValueTakesThePlaceOfAnother(String before, String json, String after) throws MalformedFileException {
        JsonDocument document = document(before);
        JsonNode old = document.root() instanceof JsonNode.Fields ? field(document.root(), "a") : document.root();

        assertThat(text(document.replacing(old, json))).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{} | {\"x\": 1}",
                "{ } | {\"x\": 1}",
                "{\"a\":0} | {\"a\":0, \"x\":1}",
                "{ \"a\" : 0 } | { \"a\" : 0, \"x\" : 1 }",
                "{\"a\":0,\"b\":0} | {\"a\":0,\"b\":0,\"x\":1}",
                "{/  \"a\": 0/} | {/  \"a\": 0,/  \"x\": 1/}",
                "{/\t\"a\": 0,/\t\"b\": [1,/2]/}/ | {/\t\"a\": 0,/\t\"b\": [1,/2],/\t\"x\": 1/}/",
                "{\"a\": 0,/ \"b\": 0} | {\"a\": 0,/ \"b\": 0,/ \"x\": 1}",
            })
    void aFieldIsAddedAsThoseBeforeItAreWritten(String before, String after) throws MalformedFileException {
        for (String newline : List.of("\n", "\r\n")) {
            JsonDocument document = document(before.replace("/", newline).replace("\\t", "\t"));
            JsonNode.Fields root = (JsonNode.Fields) document.root();

            assertThat(text(document.adding(root, "x", "1")))
                    .isEqualTo(after.replace("/", newline).replace("\\t", "\t"));
        }
    }

    @Test
    void theFirstFieldOfAnObjectIsOnALineOfItsOwnWhereOthersAre() throws MalformedFileException {
        JsonDocument document = document("{\r\n    \"a\": {\r\n        \"b\": {}\r\n    }\r\n}");
        JsonNode.Fields empty = (JsonNode.Fields) field(field(document.root(), "a"), "b");

        assertThat(text(document.adding(empty, "\u00fc\"", "1")))
                .isEqualTo("{\r\n    \"a\": {\r\n        \"b\": {\r\n            \"\\u00fc\\\"\": 1\r\n        }\r\n"
                        + "    }\r\n}");
    }

    @Test
    void anEditChangesTheBytesOfOneValueOnly() throws MalformedFileException {
        for (int seed = 0; seed < 300; seed++) {
            JsonDocument document = document(anything(new Random(seed), 0));
            for (JsonNode node : nodes(document.root())) {
                String all = text(document);
                String expected = new String(document.bytes(), 0, node.start(), UTF_8) + "[7, \"x\"]"
                        + new String(document.bytes(), node.end(), document.bytes().length - node.end(), UTF_8);

                assertThat(text(document.replacing(node, "[7, \"x\"]")))
                        .as("seed %d: %s", seed, all)
                        .isEqualTo(expected);
                if (node instanceof JsonNode.Fields object && !object.fields().containsKey("new")) {
                    JsonDocument added = document.adding(object, "new", "7");
                    String without = text(added).replaceFirst("\\s*,?\\s*\"new\"\\s*:\\s*7", "");
                    assertThat(without.replaceAll("\\s", ""))
                            .as("seed %d: %s", seed, all)
                            .isEqualTo(all.replaceAll("\\s", ""));
                }
            }
        }
    }

    private static List<JsonNode> nodes(JsonNode node) {
        List<JsonNode> nodes = new ArrayList<>(List.of(node));
        if (node instanceof JsonNode.Fields object) {
            object.fields().values().forEach(field -> nodes.addAll(nodes(field.value())));
        } else if (node instanceof JsonNode.Items list) {
            list.items().forEach(item -> nodes.addAll(nodes(item)));
        }
        return nodes;
    }

    private static String anything(Random random, int depth) {
        String blank = List.of("", " ", "\n  ", "\r\n\t").get(random.nextInt(4));
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            parts.add(depth > 3 ? "0" : anything(random, depth + 1));
        }
        String separator = blank + "," + blank;
        return switch (random.nextInt(depth == 0 ? 2 : 6)) {
            case 0 -> "[" + blank + String.join(separator, parts) + blank + "]";
            case 1 ->
                parts.stream()
                        .map(part -> "\"" + random.nextInt() + "\\\\\u00e9\"" + blank + ":" + part)
                        .collect(Collectors.joining(separator, "{" + blank, blank + "}"));
            case 2 -> "\"\\\"" + random.nextInt() + "\uD83D\uDE00\"";
            case 3 -> random.nextInt() + ".5e-7";
            case 4 -> List.of("true", "false", "null").get(random.nextInt(3));
            default -> "" + random.nextInt();
        };
    }

    @Test
    void whatIsNotStrictJsonIsRefused() {
        assertThatThrownBy(() -> document("{\"a\": 1} 2"))
                .hasMessage("c.json, byte 9: there is something after the JSON value");
        assertThatThrownBy(() -> document(" ")).hasMessage("c.json, byte 1: no JSON value");
        assertThatThrownBy(() -> document("[".repeat(300) + "]".repeat(300)))
                .hasMessage("c.json, byte 202: nested deeper than 200");
        assertThatThrownBy(() -> JsonDocument.of("c.json", "{}".getBytes(UTF_16BE)))
                .hasMessage("c.json, byte 0: not JSON: it is not in UTF-8");
        assertThatThrownBy(() -> JsonDocument.of("c.json", "\uFEFF{}".getBytes(UTF_16LE)))
                .hasMessage("c.json, byte 0: not JSON: it is not in UTF-8");
    }
}
