package ckpts.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.Checksum;
import ckpts.bytes.MalformedFileException;
import ckpts.tensor.DType;
import ckpts.tensor.Origin;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredTensorTest {
    private static final Path FILE = Path.of("m.bin");
    private static final Path OTHER = Path.of("n.bin");

    private final MemoryDisk disk = new MemoryDisk().put(FILE, new byte[16]).put(OTHER, new byte[16]);

    private StoredTensor.Container container(Path file) throws IOException {
        return new StoredTensor.Container(file, "bin", disk.open(file));
    }

    private static StoredTensor tensor(StoredTensor.Container file, long offset, long length) throws IOException {
        return new StoredTensor(new TensorType(DType.UINT8, Shape.of(length)), file, "w", offset, length);
    }

    @Test
    void knowsItsPlace() throws IOException {
        StoredTensor tensor = tensor(container(FILE), 4, 8);

        assertThat(tensor.origin()).contains(new Origin(FILE, "bin", "w", 4, 8));
        assertThat(tensor.describe()).isEqualTo("bytes 4..12 of m.bin");
        assertThat(tensor.byteSize()).isEqualTo(8);
        assertThat(tensor.bytes().fileOffset()).isEqualTo(4);
        assertThat(tensor.bytes().size()).isEqualTo(8);
        assertThat(tensor.bytes().name()).isEqualTo("m.bin, \"w\"");
    }

    @Test
    void liesWithinItsFile() throws IOException {
        StoredTensor.Container file = container(FILE);

        assertThat(tensor(file, 16, 0).byteSize()).isZero();
        assertThatThrownBy(() -> tensor(file, 12, 8))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("12+8 of 16");
    }

    private static boolean touches(StoredTensor one, StoredTensor next) {
        return one.verbatim().orElseThrow().touches(next.verbatim().orElseThrow());
    }

    @Test
    void touchesWhatFollowsInItsFileAlone() throws IOException {
        StoredTensor.Container file = container(FILE);
        StoredTensor first = tensor(file, 0, 4);

        assertThat(touches(first, tensor(file, 4, 8))).isTrue();
        assertThat(touches(first, tensor(file, 5, 8))).isFalse();
        assertThat(touches(tensor(file, 4, 8), first)).isFalse();
        assertThat(touches(first, tensor(container(OTHER), 4, 8))).isFalse();
    }

    @Test
    void aChecksumThatIsNoneIsNotThere() throws IOException {
        StoredTensor.Container file = container(FILE);
        TensorType type = new TensorType(DType.UINT8, Shape.of(4));
        Verbatim.Integrity none = new Verbatim.Integrity(Checksum.NONE, 7);
        Verbatim.Integrity some = new Verbatim.Integrity(() -> Checksum.NONE.get(), 7);

        assertThat(new StoredTensor(type, file, "w", 0, 4, none)
                        .verbatim()
                        .orElseThrow()
                        .integrity())
                .isEmpty();
        assertThat(new StoredTensor(type, file, "w", 0, 4, none).bytesToCheck()).isZero();
        assertThat(new StoredTensor(type, file, "w", 0, 4, some)
                        .verbatim()
                        .orElseThrow()
                        .integrity())
                .isEqualTo(Optional.of(some));
        assertThat(new StoredTensor(type, file, "w", 0, 4, some).bytesToCheck()).isEqualTo(4);
    }
}
