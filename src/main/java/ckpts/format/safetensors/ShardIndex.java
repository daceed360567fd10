package ckpts.format.safetensors;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.json.JsonText;
import ckpts.naming.Names;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * {@code model.safetensors.index.json}: maps tensors to shards.
 *
 * <pre>
 *   {"metadata": {"total_size": BYTES}, "weight_map": {NAME: FILE, ..}}
 * </pre>
 *
 * @param metadata key to value as JSON
 * @param weightMap name to the name of a file next to the index
 */
record ShardIndex(Map<String, String> metadata, Map<String, String> weightMap) {
    static final String TOTAL_SIZE = "total_size";
    static final String TOTAL_PARAMETERS = "total_parameters";

    /** Python's order of strings: by code point, which is the order of their bytes in UTF-8. */
    private static final Comparator<String> ORDER = Comparator.comparing(Names::encode, Arrays::compareUnsigned);

    /** Python's {@code json.dumps} leaves printable ASCII unescaped. */
    private static final IntPredicate NOT_PRINTABLE_ASCII = c -> c > '~';

    /** An index with its bytes, which are read again when needed. */
    record Stored(ShardIndex index, ByteSource bytes) {}

    /** @param source bytes of the file, open for as long as they are needed */
    static Stored read(ByteSource source) throws IOException {
        if (source.size() > Header.MOST_BYTES) {
            throw new MalformedFileException(
                    source, 0, "has " + source.size() + " bytes, at most " + Header.MOST_BYTES + " are read");
        }
        byte[] bytes = DocumentReader.bytes(source);
        return new Stored(DocumentReader.read(bytes, source, "an index", ShardIndex::read), source);
    }

    private static ShardIndex read(DocumentReader document) throws MalformedFileException {
        Optional<Map<String, String>> metadata = Optional.empty();
        Optional<Map<String, String>> weightMap = Optional.empty();
        while (document.nextField()) {
            switch (document.field()) {
                case "metadata" -> {
                    requireFirst(metadata, document);
                    metadata = Optional.of(metadata(document));
                }
                case "weight_map" -> {
                    requireFirst(weightMap, document);
                    weightMap = Optional.of(weightMap(document));
                }
                default -> document.skip();
            }
        }
        if (weightMap.isEmpty()) {
            throw document.malformed("the index has no \"weight_map\"");
        }
        return new ShardIndex(metadata.orElse(Map.of()), weightMap.get());
    }

    private static void requireFirst(Optional<?> before, DocumentReader document) throws MalformedFileException {
        if (before.isPresent()) {
            throw document.malformed("\"" + document.field() + "\" appears twice");
        }
    }

    private static Map<String, String> metadata(DocumentReader document) throws MalformedFileException {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (document.enterUnlessNull("\"metadata\" must be an object")) {
            while (document.nextField()) {
                String key = document.field();
                if (metadata.containsKey(key)) {
                    throw document.malformed("a key appears twice in \"metadata\"");
                }
                metadata.put(key, json(document.next()));
            }
        }
        return metadata;
    }

    /** The current value of the parser. */
    private static String json(JsonParser parser) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            generator.copyCurrentStructureExact(parser);
        }
        return text.toString();
    }

    private static Map<String, String> weightMap(DocumentReader document) throws MalformedFileException {
        Map<String, String> files = new LinkedHashMap<>();
        Map<String, String> spellings = new HashMap<>();
        document.enter("\"weight_map\" must be an object");
        while (document.nextField()) {
            String name = document.field();
            if (files.containsKey(name)) {
                throw document.malformed("\"" + name + "\" appears twice in \"weight_map\"");
            }
            String stated = document.string("\"weight_map\" must have the name of a file for each tensor");
            String file = spellings.computeIfAbsent(stated, any -> stated);
            if (file.isEmpty() || file.equals(".") || file.equals("..") || file.matches("(?s).*[/\\\\\0].*")) {
                throw document.malformed(
                        "the file of \"" + name + "\" is not a plain name: shards are in the folder of their index");
            }
            files.put(name, file);
        }
        return files;
    }

    /** The bytes of this index as Hugging Face's libraries write it: indented by two, keys sorted, ASCII. */
    byte[] encoded() {
        StringBuilder text = new StringBuilder("{\n  \"metadata\": ");
        Map<String, String> sorted = new TreeMap<>(ORDER);
        sorted.putAll(metadata);
        append(sorted, text);
        text.append(",\n  \"weight_map\": ");
        Map<String, String> files = new TreeMap<>(ORDER);
        weightMap.forEach((name, file) -> files.put(name, JsonText.quoted(file, NOT_PRINTABLE_ASCII)));
        append(files, text);
        return text.append("\n}\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** @param object key to value as JSON */
    private static void append(Map<String, String> object, StringBuilder text) {
        if (object.isEmpty()) {
            text.append("{}");
            return;
        }
        String before = "{\n    ";
        for (Map.Entry<String, String> field : object.entrySet()) {
            text.append(before)
                    .append(JsonText.quoted(field.getKey(), NOT_PRINTABLE_ASCII))
                    .append(": ")
                    .append(field.getValue());
            before = ",\n    ";
        }
        text.append("\n  }");
    }
}
