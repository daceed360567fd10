package ckpts.format.safetensors;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.format.StoredTensor;
import ckpts.tensor.Origin;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file as it was opened.
 *
 * @param tensors by name, in the order of their data
 */
record StoredFile(Path path, Header header, Map<String, Stored> tensors) {
    /** A tensor and the type of its stored elements. */
    record Stored(StoredType type, Tensor tensor) {}

    /** @param source bytes of the file, open for as long as its tensors are read */
    static StoredFile of(Path path, ByteSource source) throws IOException {
        Header header = HeaderReader.read(source);
        Map<String, Stored> tensors = new LinkedHashMap<>();
        for (Header.Placed placed : header.tensors()) {
            tensors.put(placed.name(), new Stored(placed.type(), tensor(placed, path, source, header.size())));
        }
        return new StoredFile(path, header, tensors);
    }

    private static Tensor tensor(Header.Placed placed, Path path, ByteSource source, long data)
            throws MalformedFileException {
        long offset = data + placed.begin();
        ByteSource bytes = source.slice(offset, placed.size(), "\"" + placed.name() + "\"");
        TensorType type = new TensorType(placed.type().dtype(), placed.shape());
        Origin origin = new Origin(path, SafetensorsFormat.NAME, placed.name(), offset, placed.size());
        return new StoredTensor(type, bytes, origin, Optional.empty());
    }
}
