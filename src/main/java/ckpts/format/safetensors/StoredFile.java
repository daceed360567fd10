package ckpts.format.safetensors;

import ckpts.bytes.ByteSource;
import ckpts.format.StoredTensor;
import ckpts.tensor.DType;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file as it was opened.
 *
 * @param tensors in the order of their data; their names are unique
 * @param opaque how those are stored whose elements this program only carries; of others their type tells it
 */
record StoredFile(Path path, Header header, List<StoredTensor> tensors, Map<Tensor, StoredType> opaque) {
    /** @param source of the file, open for as long as its tensors are read */
    static StoredFile of(Path path, ByteSource source) throws IOException {
        StoredTensor.Container file = new StoredTensor.Container(path, SafetensorsFormat.NAME, source);
        HeaderReader.Described read = HeaderReader.read(source);
        List<StoredTensor> tensors = new ArrayList<>(read.tensors().size());
        Map<Tensor, StoredType> opaque = new IdentityHashMap<>();
        Map<TensorType, TensorType> types = new HashMap<>();
        long data = read.header().size();
        for (HeaderReader.Placed placed : read.tensors()) {
            TensorType own = new TensorType(placed.type().dtype(), placed.shape());
            TensorType type = types.computeIfAbsent(own, any -> own);
            StoredTensor tensor = new StoredTensor(type, file, placed.name(), data + placed.begin(), placed.size());
            tensors.add(tensor);
            if (type.dtype() == DType.OPAQUE) {
                opaque.put(tensor, placed.type());
            }
        }
        return new StoredFile(
                path, read.header(), Collections.unmodifiableList(tensors), Collections.unmodifiableMap(opaque));
    }
}
