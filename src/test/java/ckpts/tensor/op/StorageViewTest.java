package ckpts.tensor.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.format.Json;
import ckpts.tensor.DType;
import ckpts.tensor.Demand;
import ckpts.tensor.Leaf;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorContract;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import ckpts.tensor.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StorageViewTest extends TensorContract {
    private static final Path VIEWS = Path.of("src/test/fixtures/numpy/views.json");

    @Override
    protected Tensor tensor() {
        return StorageView.of(Leaf.counting(100), Shape.of(3, 2, 4), 5, new long[] {1, 40, 9});
    }

    @Override
    protected TensorType expectedType() {
        return new TensorType(DType.INT32, Shape.of(3, 2, 4));
    }

    @Override
    protected byte[] expectedBytes() {
        return int32(5, 14, 23, 32, 45, 54, 63, 72, 6, 15, 24, 33, 46, 55, 64, 73, 7, 16, 25, 34, 47, 56, 65, 74);
    }

    @Override
    protected String expectedDescription() {
        return "view from element 5 in steps of [1, 40, 9]";
    }

    private static Leaf storage(DType dtype, long elements) {
        byte[] bytes = new byte[Math.toIntExact(elements * dtype.width())];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        return Leaf.of(dtype, Shape.of(elements), bytes);
    }

    @SuppressWarnings("unchecked") // the fixture holds lists of numbers
    private static long[] numbers(Map<String, Object> view, String key) {
        return ((List<Long>) view.get(key)).stream().mapToLong(Long::longValue).toArray();
    }

    private static byte[] inPieces(Tensor view, int piece, long budget) throws IOException {
        byte[] bytes = new byte[(int) view.byteSize()];
        try (TensorReader reader = view.open(new Scratch(budget))) {
            for (int at = 0; at < bytes.length; at += piece) {
                reader.read(at, ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
            }
        }
        return bytes;
    }

    @Test
    @SuppressWarnings("unchecked") // the fixture holds a list of objects
    void whatNumPyMakesOfStridesInAnyPiecesAndLittleMemory() throws Exception {
        List<Map<String, Object>> views =
                (List<Map<String, Object>>) Json.object(VIEWS).get("views");
        Random random = new Random(5);
        for (Map<String, Object> view : views) {
            Leaf storage = storage(DType.named((String) view.get("dtype")).orElseThrow(), (Long) view.get("storage"));
            Tensor tensor = StorageView.of(
                    storage, Shape.of(numbers(view, "shape")), (Long) view.get("offset"), numbers(view, "steps"));
            byte[] bytes = inPieces(tensor, 1 + random.nextInt(10_000), 1 << 18);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            assertThat(HexFormat.of().formatHex(hash)).as(view.toString()).isEqualTo(view.get("sha256"));
        }
    }

    /** More than a tile, with gaps between the runs. */
    @Test
    void aTransposedPartOfALargeMatrixIsReadOnceInRuns() throws IOException {
        Leaf storage = storage(DType.INT16, 1000 * 700);
        Tensor view = StorageView.of(storage, Shape.of(600, 900), 30, new long[] {1, 700});
        byte[] bytes = inPieces(view, 1 << 16, 1 << 18);
        for (int row = 0; row < 600; row += 7) {
            for (int column = 0; column < 900; column += 11) {
                int at = 2 * (30 + row + 700 * column);
                assertThat(bytes[2 * (900 * row + column)]).isEqualTo((byte) (at % 251));
            }
        }
        Demand demand = view.demands(Terms.of(1 << 24)).get(0);
        assertThat(demand.bytes()).isLessThan(storage.byteSize() + (1 << 17));
    }

    @Test
    void allOfAStorageInOrderIsTheStorage() {
        Leaf storage = storage(DType.INT16, 6);
        assertThat(StorageView.of(storage, Shape.of(6), 0, new long[] {1})).isSameAs(storage);
        assertThat(StorageView.isContiguous(Shape.of(2, 1, 3), new long[] {3, 77, 1}))
                .isTrue();
        assertThat(StorageView.isContiguous(Shape.of(2, 3), new long[] {4, 1})).isFalse();
        assertThat(StorageView.isContiguous(Shape.of(2, 0), new long[] {9, 9})).isTrue();
    }

    @Test
    void whatIsNotInTheStorageIsRefusedBeforeAnythingIsRead() {
        Leaf storage = storage(DType.INT16, 10);
        assertThatThrownBy(() -> StorageView.of(storage, Shape.of(2, 3), 5, new long[] {3, 1}))
                .hasMessage("cannot view int16[10] as [2, 3] in steps of [3, 1] from element 5: it ends at element 10"
                        + " of 10");
        assertThatThrownBy(() -> StorageView.of(storage, Shape.of(3), 0, new long[] {-1}))
                .hasMessage("cannot view int16[10] in steps of [-1]: steps must not be negative");
        assertThatThrownBy(() -> StorageView.of(storage, Shape.of(3), -1, new long[] {1}))
                .hasMessage("cannot view int16[10] as [3] in steps of [1] from element -1: it ends at element 1 of 10");
        assertThatThrownBy(() -> StorageView.of(storage, Shape.of(3, 3), 1, new long[] {Long.MAX_VALUE / 2, 1L << 62}))
                .hasMessageEndingWith("it ends at element 2^63 or later of 10");
        assertThatThrownBy(() -> StorageView.of(storage, Shape.of(3), 0, new long[] {1, 1}))
                .hasMessage("cannot view int16[10] as [3] in steps of [1, 1]: a storage has one axis, and each axis of"
                        + " the view a step");
    }
}
