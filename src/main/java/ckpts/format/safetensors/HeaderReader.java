package ckpts.format.safetensors;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.json.DocumentReader;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a header and checks it against the size of its file.
 *
 * <pre>
 *   file    length of the JSON (64 bits, little-endian) | JSON | data
 *   JSON    {"__metadata__": {string: string}, NAME: {"dtype": .., "shape": [..], "data_offsets": [begin, end]}, ..}
 * </pre>
 */
final class HeaderReader {
    private static final int MOST_DIMENSIONS = 254;
    private static final List<String> FIELDS = List.of("dtype", "shape", "data_offsets");

    private final ByteSource file;
    private final ByteSource json;
    private final Map<String, Placed> tensors = new HashMap<>();
    /** Models have few shapes and many tensors: tensors of the same shape share it. */
    private final Map<Shape, Shape> shapes = new HashMap<>();

    private Optional<Map<String, String>> metadata = Optional.empty();
    private boolean hasMetadata;
    private int unknownFields;

    /**
     * A header and the tensors that it describes.
     *
     * @param tensors in the order of their data
     */
    record Described(Header header, List<Placed> tensors) {}

    /**
     * A tensor and its place.
     *
     * @param begin of its bytes, counted from the first byte of the data
     * @param end of its bytes, exclusive
     * @param position offset of its name in the JSON
     */
    record Placed(String name, StoredType type, Shape shape, long begin, long end, long position) {
        long size() {
            return end - begin;
        }
    }

    private HeaderReader(ByteSource file, ByteSource json) {
        this.file = file;
        this.json = json;
    }

    /** @throws MalformedFileException if the reference reader would refuse the file, or it has a duplicate name */
    static Described read(ByteSource file) throws IOException {
        long length = length(file);
        if (Long.compareUnsigned(length, Header.MOST_BYTES) > 0) {
            throw new MalformedFileException(
                    file,
                    0,
                    "the header should have " + Long.toUnsignedString(length) + " bytes, but at most "
                            + Header.MOST_BYTES + " are allowed");
        }
        long rest = file.size() - Header.PREFIX;
        if (length > rest) {
            throw new MalformedFileException(
                    file,
                    0,
                    "the header should have " + length + " bytes, " + rest + " are left in the file: is it cut off?");
        }
        ByteSource json = file.slice(Header.PREFIX, length, "header");
        byte[] text = DocumentReader.bytes(json);
        HeaderReader reader = new HeaderReader(file, json);
        DocumentReader.read(text, json, "a header", document -> {
            reader.read(document);
            return reader;
        });
        List<Placed> tensors = new ArrayList<>(reader.tensors.values());
        tensors.sort(Comparator.comparingLong(Placed::begin)
                .thenComparingLong(Placed::end)
                .thenComparingLong(Placed::position));
        reader.requireFilled(tensors);
        ByteSource bytes = file.slice(0, Header.PREFIX + length, "header");
        return new Described(new Header(reader.metadata, reader.unknownFields, bytes), tensors);
    }

    private static long length(ByteSource file) throws IOException {
        if (file.size() < Header.PREFIX) {
            throw new MalformedFileException(
                    file,
                    0,
                    "has " + file.size() + " bytes, fewer than the " + Header.PREFIX
                            + " that say how long a header is");
        }
        ByteBuffer prefix = ByteBuffer.allocate(Header.PREFIX).order(ByteOrder.LITTLE_ENDIAN);
        file.read(0, prefix);
        return prefix.getLong(0);
    }

    private void read(DocumentReader document) throws MalformedFileException {
        while (document.nextField()) {
            String name = document.field();
            long position = document.position();
            if (name.equals(Header.METADATA)) {
                if (hasMetadata) {
                    throw document.malformed("\"" + Header.METADATA + "\" appears twice");
                }
                hasMetadata = true;
                readMetadata(document);
            } else {
                Placed first = tensors.get(name);
                if (first != null) {
                    throw document.malformed("a second tensor named \"" + name + "\", the first is at byte "
                            + (Header.PREFIX + first.position()));
                }
                tensors.put(name, tensor(name, position, document));
            }
        }
    }

    private void readMetadata(DocumentReader document) throws MalformedFileException {
        String rule = "\"" + Header.METADATA + "\" must be an object of strings";
        if (!document.enterUnlessNull(rule)) {
            return;
        }
        Map<String, String> strings = new LinkedHashMap<>();
        while (document.nextField()) {
            String key = document.field();
            if (strings.containsKey(key)) {
                throw document.malformed("a key appears twice in \"" + Header.METADATA + "\"");
            }
            strings.put(key, document.string(rule));
        }
        metadata = Optional.of(Collections.unmodifiableMap(strings));
    }

    private Placed tensor(String name, long position, DocumentReader document) throws MalformedFileException {
        document.enter("a tensor must be an object");
        List<String> fields = new ArrayList<>(FIELDS.size());
        Optional<StoredType> type = Optional.empty();
        long[] shape = {};
        long[] offsets = {};
        while (document.nextField()) {
            String field = document.field();
            if (fields.contains(field)) {
                throw document.malformed("a field appears twice in \"" + name + "\"");
            }
            fields.add(field);
            switch (field) {
                case "dtype" -> type = Optional.of(type(document));
                case "shape" -> shape = document.numbers("\"shape\" must be a list of whole numbers", MOST_DIMENSIONS);
                case "data_offsets" -> offsets = offsets(document);
                default -> {
                    unknownFields++;
                    document.skip();
                }
            }
        }
        for (String field : FIELDS) {
            if (!fields.contains(field)) {
                throw document.malformed("\"" + name + "\" has no \"" + field + "\"");
            }
        }
        return new Placed(name, type.orElseThrow(), shared(Shape.of(shape)), offsets[0], offsets[1], position);
    }

    private Shape shared(Shape shape) {
        Shape first = shapes.putIfAbsent(shape, shape);
        return first == null ? shape : first;
    }

    private static StoredType type(DocumentReader document) throws MalformedFileException {
        String name = document.string("\"dtype\" must be a string");
        Optional<StoredType> type = StoredType.named(name);
        if (type.isEmpty()) {
            throw document.malformed("\"" + name + "\" is not a dtype of safetensors");
        }
        return type.get();
    }

    private static long[] offsets(DocumentReader document) throws MalformedFileException {
        String rule = "\"data_offsets\" must be a list of two whole numbers";
        long[] offsets = document.numbers(rule, 2);
        if (offsets.length != 2) {
            throw document.malformed(rule + ", found " + offsets.length);
        }
        return offsets;
    }

    /**
     * Checks that every byte of the data belongs to exactly one tensor, and each tensor has as many as its type says.
     */
    private void requireFilled(List<Placed> placed) throws MalformedFileException {
        long data = file.size() - Header.PREFIX - json.size();
        long end = 0;
        for (Placed tensor : placed) {
            if (tensor.begin() > tensor.end()) {
                throw malformed(
                        tensor, "ends at byte " + tensor.end() + " of the data, before its begin " + tensor.begin());
            }
            if (tensor.begin() != end) {
                throw malformed(
                        tensor,
                        "begins at byte " + tensor.begin() + " of the data, "
                                + (tensor.begin() > end
                                        ? "which leaves a hole after byte "
                                        : "which another one occupies up to ")
                                + end);
            }
            requireSize(tensor);
            end = tensor.end();
            if (end > data) {
                throw malformed(
                        tensor, "ends at byte " + end + " of the data, which has " + data + ": is the file cut off?");
            }
        }
        if (end != data) {
            throw new MalformedFileException(
                    file,
                    Header.PREFIX + json.size() + end,
                    "the tensors end at byte " + end + " of the data, which goes on to " + data);
        }
    }

    private void requireSize(Placed tensor) throws MalformedFileException {
        String type = tensor.type() + tensor.shape().toString();
        if (!TensorType.isCountable(tensor.shape())) {
            throw malformed(tensor, "is " + type + ", too large");
        }
        long bits = tensor.shape().elementCount() * tensor.type().bits();
        if (bits % Byte.SIZE != 0) {
            throw malformed(tensor, "is " + type + ", " + bits + " bits, which is not a whole number of bytes");
        }
        if (bits / Byte.SIZE != tensor.size()) {
            throw malformed(
                    tensor, "is " + type + ", " + bits / Byte.SIZE + " bytes, but " + tensor.size() + " are stored");
        }
    }

    private MalformedFileException malformed(Placed tensor, String problem) {
        return new MalformedFileException(json, tensor.position(), "\"" + tensor.name() + "\" " + problem);
    }
}
