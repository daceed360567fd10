package ckpts.hdf5;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.hdf5.block.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is not asked for is not read, and what is held is not read again. */
class LazinessTest {
    private static CountingSource fixture(String name) throws IOException {
        return new CountingSource(
                Described.source(Files.readAllBytes(Path.of("src/test/fixtures/hdf5", name + ".h5"))));
    }

    @Test
    void oneOfThreeThousandChildrenIsFoundWithoutOpeningTheOthers() throws IOException {
        CountingSource source = new CountingSource(Described.source(Rewritten.everything()));
        Group root = Hdf5File.open(source, Limits.DEFAULT).root();
        source.since();

        Group many = (Group) root.child("many").orElseThrow();
        assertThat(many.links()).hasSize(3000);
        assertThat(source.since()).as("reads of a header and what it says").isEqualTo(3);
        assertThat(many.child("w1500")).isPresent();
        assertThat(source.since()).as("reads of one child").isEqualTo(3);
    }

    @Test
    void attributesAreListedWithoutTheirValues() throws IOException {
        CountingSource source = fixture("large_texts");
        Group root = Hdf5File.open(source, Limits.DEFAULT).root();
        source.since();

        assertThat(root.attributes()).extracting(StoredAttribute::name).containsExactly("config", "names");
        assertThat(source.since()).isZero();
        assertThat(root.attribute("config").orElseThrow().strings()).hasSize(1);
        assertThat(source.since()).as("reads of a heap").isEqualTo(2);
    }

    @Test
    void chunksAreDecodedOnceIfThereIsRoomForThem() throws IOException {
        CountingSource source = fixture("filters_earliest");
        Dataset dataset = (Dataset)
                Hdf5File.open(source, Limits.DEFAULT).root().child("gzip").orElseThrow();
        assertThat(dataset.chunk()).contains(java.util.List.of(3L, 4L));
        assertThat(dataset.chunkBytes()).isEqualTo(48);
        int bytes = (int) dataset.bytes();
        int chunks = 9;

        assertThat(rows(source, dataset.open(1 << 12), bytes)).isEqualTo(chunks + 2);
        assertThat(rows(source, dataset.open(0), bytes)).as("one chunk is held").isEqualTo(3 * 7 + 2);
        source.since();
        DatasetReader whole = dataset.open(0);
        whole.read(0, ByteBuffer.allocate(bytes));
        assertThat(source.since()).as("a range is read chunk by chunk").isEqualTo(chunks + 2);
    }

    /** Reads of a dataset of 7 rows, row by row. */
    private static int rows(CountingSource source, DatasetReader reader, int bytes) throws IOException {
        source.since();
        for (int at = 0; at < bytes; at += bytes / 7) {
            reader.read(at, ByteBuffer.allocate(bytes / 7));
        }
        return source.since();
    }
}
