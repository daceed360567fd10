package ckpts.format.index;

import ckpts.bytes.ByteSource;
import ckpts.bytes.Disk;
import ckpts.bytes.MalformedFileException;
import ckpts.json.DocumentReader;
import ckpts.json.JsonText;
import ckpts.naming.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says in which files tensors are.
 *
 * <pre>
 *   {"metadata": {"total_size": BYTES}, "weight_map": {NAME: FILE, NAME: [FILE, FILE], ..}}
 * </pre>
 *
 * @param metadata key to value as JSON
 * @param weightMap name to its place
 * @param others other fields of the index, to their values as JSON
 */
public record ShardIndex(Map<String, String> metadata, Map<String, Place> weightMap, Map<String, String> others) {
    public static final String TOTAL_SIZE = "total_size";

    private static final String TOTAL_PARAMETERS = "total_parameters";
    private static final String METADATA = "metadata";
    private static final String WEIGHT_MAP = "weight_map";

    private static final int MOST_BYTES = 100_000_000;

    /** Python's order of strings: by code point, which is the order of their bytes in UTF-8. */
    private static final Comparator<String> ORDER = Comparator.comparing(Names::encode, Arrays::compareUnsigned);

    public ShardIndex {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        weightMap = Collections.unmodifiableMap(new LinkedHashMap<>(weightMap));
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    /** An index that was not read. */
    public ShardIndex(Map<String, Place> weightMap) {
        this(Map.of(), weightMap, Map.of());
    }

    /**
     * Where a tensor is.
     *
     * @param files names of files next to the index
     * @param listed whether the index has a list, which may be of one file
     */
    public record Place(List<String> files, boolean listed) {
        public Place {
            files = List.copyOf(files);
        }

        public static Place in(String file) {
            return new Place(List.of(file), false);
        }

        private String json() {
            StringJoiner all = listed ? new StringJoiner(",", "[", "]") : new StringJoiner("");
            files.forEach(file -> all.add(JsonText.ascii(file)));
            return all.toString();
        }
    }

    /** An index with its bytes, which are read again when needed. */
    public record Stored(ShardIndex index, ByteSource bytes) {}

    /**
     * @param source bytes of the file, open for as long as they are needed
     * @throws MalformedFileException if it is no such index
     */
    public static Stored read(ByteSource source, IndexStyle style) throws IOException {
        if (source.size() > MOST_BYTES) {
            throw new MalformedFileException(
                    source, 0, "has " + source.size() + " bytes, at most " + MOST_BYTES + " are read");
        }
        byte[] bytes = DocumentReader.bytes(source);
        ShardIndex index =
                DocumentReader.read(bytes, source, "an index", document -> new Reader(document, style).read());
        return new Stored(index, source);
    }

    /** The names of all shards, sorted. */
    public SortedSet<String> shards() {
        SortedSet<String> shards = new TreeSet<>();
        weightMap.values().forEach(place -> shards.addAll(place.files()));
        return shards;
    }

    /**
     * The file of a shard.
     *
     * @param index the index, which names the shard
     * @throws NoSuchFileException if it is missing
     */
    public static Path shard(Path index, String name, Disk disk) throws NoSuchFileException {
        Path shard = index.resolveSibling(name);
        if (!disk.exists(shard)) {
            throw new NoSuchFileException(shard.toString(), null, index + " names it");
        }
        return shard;
    }

    /** The same metadata and other fields for tensors at other places. */
    public ShardIndex placing(Map<String, Place> places) {
        return new ShardIndex(metadata, places, others);
    }

    /** With what its tensors take together, and their number of elements if it has that. */
    public ShardIndex totalling(long bytes, long parameters) {
        Map<String, String> totals = new LinkedHashMap<>(metadata);
        totals.put(TOTAL_SIZE, Long.toString(bytes));
        totals.computeIfPresent(TOTAL_PARAMETERS, (key, before) -> Long.toString(parameters));
        return new ShardIndex(totals, weightMap, others);
    }

    /** The bytes of this index as Python's {@code json.dumps} writes it: ASCII, indented. */
    public byte[] encoded(IndexStyle style) {
        Map<String, String> places = new LinkedHashMap<>();
        weightMap.forEach((name, place) -> places.put(name, place.json()));
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(METADATA, object(metadata, style));
        fields.put(WEIGHT_MAP, object(places, style));
        fields.putAll(others);
        String text = JsonText.indented(object(fields, style), style.indent());
        return (style.lineFeed() ? text + "\n" : text).getBytes(StandardCharsets.US_ASCII);
    }

    /** @param object key to value as JSON */
    private static String object(Map<String, String> object, IndexStyle style) {
        Map<String, String> fields = object;
        if (style.sorted()) {
            fields = new TreeMap<>(ORDER);
            fields.putAll(object);
        }
        StringJoiner json = new StringJoiner(",", "{", "}");
        fields.forEach((name, value) -> json.add(JsonText.ascii(name) + ":" + value));
        return json.toString();
    }

    /** Reads one index. */
    private static final class Reader {
        private final DocumentReader document;
        private final IndexStyle style;
        /** One object for all tensors of a file. */
        private final Map<String, Place> known = new HashMap<>();

        private final Map<String, String> others = new LinkedHashMap<>();
        private Optional<Map<String, String>> metadata = Optional.empty();
        private Optional<Map<String, Place>> weightMap = Optional.empty();

        Reader(DocumentReader document, IndexStyle style) {
            this.document = document;
            this.style = style;
        }

        ShardIndex read() throws MalformedFileException {
            while (document.nextField()) {
                String field = document.field();
                boolean repeated = field.equals(METADATA) && metadata.isPresent()
                        || field.equals(WEIGHT_MAP) && weightMap.isPresent();
                if (repeated) {
                    throw document.malformed("\"" + field + "\" appears twice");
                }
                switch (field) {
                    case METADATA -> metadata = Optional.of(metadata());
                    case WEIGHT_MAP -> weightMap = Optional.of(weightMap());
                    default -> others.put(field, document.json());
                }
            }
            if (weightMap.isEmpty()) {
                throw document.malformed("the index has no \"weight_map\"");
            }
            return new ShardIndex(metadata.orElse(Map.of()), weightMap.get(), others);
        }

        private Map<String, String> metadata() throws MalformedFileException {
            Map<String, String> all = new LinkedHashMap<>();
            if (document.enterUnlessNull("\"metadata\" must be an object")) {
                while (document.nextField()) {
                    String key = document.field();
                    if (all.containsKey(key)) {
                        throw document.malformed("a key appears twice in \"metadata\"");
                    }
                    all.put(key, document.json());
                }
            }
            return all;
        }

        private Map<String, Place> weightMap() throws MalformedFileException {
            Map<String, Place> places = new LinkedHashMap<>();
            document.enter("\"weight_map\" must be an object");
            while (document.nextField()) {
                String name = document.field();
                if (places.containsKey(name)) {
                    throw document.malformed("\"" + name + "\" appears twice in \"weight_map\"");
                }
                places.put(name, place(name));
            }
            return places;
        }

        private Place place(String name) throws MalformedFileException {
            String rule = style.lists()
                    ? "\"weight_map\" must have the name of a file for each tensor, or a list of names"
                    : "\"weight_map\" must have the name of a file for each tensor";
            if (!document.nextIsList() || !style.lists()) {
                String file = document.text(rule);
                if (!known.containsKey(file)) {
                    requirePlain(file, name);
                    known.put(file, Place.in(file));
                }
                return known.get(file);
            }
            List<String> files = document.texts(rule);
            if (files.isEmpty()) {
                throw document.malformed("the list of files of \"" + name + "\" is empty");
            }
            for (String file : files) {
                requirePlain(file, name);
            }
            return new Place(files, true);
        }

        private void requirePlain(String file, String name) throws MalformedFileException {
            if (file.isEmpty() || file.equals(".") || file.equals("..") || file.matches("(?s).*[/\\\\\0].*")) {
                throw document.malformed(
                        "the file of \"" + name + "\" is not a plain name: shards are in the folder of their index");
            }
        }
    }
}
