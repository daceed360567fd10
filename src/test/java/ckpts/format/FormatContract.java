package ckpts.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.Disk;
import ckpts.bytes.RealDisk;
import ckpts.bytes.StaleFileException;
import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.plan.SaveOptions;
import ckpts.tensor.DType;
import ckpts.tensor.Scratch;
import ckpts.tensor.Shape;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import ckpts.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every checkpoint format must do, on files that its framework wrote. A format's test extends this and says where
 * they are.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class FormatContract {
    /** Bytes of working memory for reading a tensor of a fixture. */
    protected static final long MEMORY = 1L << 22;

    /**
     * Files with what the framework says of them.
     *
     * @param path what is opened
     * @param listing of every tensor its type and the SHA-256 of its value, by name
     * @param keeps whether an unedited checkpoint is written byte for byte as it was read
     * @param vouched whether every byte is covered by a checksum or a rule, so that a flipped bit shows
     */
    public record Fixture(Path path, Map<String, String> listing, boolean keeps, boolean vouched) {
        @Override
        public String toString() {
            return path.getParent().getFileName() + "/" + path.getFileName();
        }
    }

    protected abstract CheckpointFormat format();

    protected abstract Stream<Fixture> fixtures() throws IOException;

    /** Whether the framework can read back everything that it wrote. */
    protected boolean restoresAll(Fixture fixture) {
        return true;
    }

    /** The listings of a folder's fixtures, sorted. */
    protected static List<Path> listings(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.endsWith("listing.json")).sorted().toList();
        }
    }

    /** What a listing says of its tensors, each as an object; their shape is described beside the fixtures. */
    @SuppressWarnings("unchecked")
    protected static List<Map<String, Object>> tensors(Map<String, Object> listing) {
        return (List<Map<String, Object>>) listing.get("tensors");
    }

    /** Type and hash of a tensor, as {@link Fixture} has them, from what a listing says of it. */
    @SuppressWarnings("unchecked")
    protected static String typeAndHash(Map<String, Object> tensor) {
        DType dtype = DType.named((String) tensor.get("dtype")).orElseThrow();
        return new TensorType(dtype, Shape.of((List<Long>) tensor.get("shape"))) + " " + tensor.get("sha256");
    }

    /** The value of a tensor as its listing hashes it. */
    protected abstract byte[] hashed(Tensor tensor) throws IOException;

    /** Bytes of files that are small enough to be damaged in every way. */
    protected long small() {
        return 2048;
    }

    /** Those that are small enough to be damaged in every way. */
    private Stream<Fixture> smallFixtures() throws IOException {
        List<Fixture> small = new ArrayList<>();
        for (Fixture fixture : fixtures().toList()) {
            long size = 0;
            try (OpenedCheckpoint opened = format().open(fixture.path(), new RealDisk())) {
                for (Path file : opened.files()) {
                    size += Files.size(file);
                }
            }
            if (size <= small()) {
                small.add(fixture);
            }
        }
        return small.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fixtures")
    void recognizesItsOwnFilesAndListsThemAsTheFrameworkDoes(Fixture fixture) throws IOException {
        assertThat(format().recognizes(fixture.path(), new RealDisk())).isTrue();
        try (OpenedCheckpoint opened = format().open(fixture.path(), new RealDisk())) {
            assertThat(listing(opened.checkpoint())).isEqualTo(fixture.listing());
            assertThat(opened.format()).isEqualTo(format().name());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fixtures")
    void findsItsOwnFilesSound(Fixture fixture) throws IOException {
        Verification verification = format().verify(fixture.path(), new RealDisk());

        assertThat(verification.isSound()).as(verification.toString()).isEqualTo(restoresAll(fixture));
        assertThat(verification.tensors()).isEqualTo(fixture.listing().size());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fixtures")
    void writesAnUneditedCheckpointAsItWasRead(Fixture fixture, @TempDir Path directory) throws Exception {
        Path target = directory.resolve(fixture.path().getFileName());
        try (OpenedCheckpoint opened = format().open(fixture.path(), new RealDisk())) {
            save(opened.checkpoint(), target, SaveOptions.NONE, new RealDisk());

            if (fixture.keeps()) {
                for (Path file : opened.files()) {
                    assertThat(directory.resolve(file.getFileName())).hasSameBinaryContentAs(file);
                }
            }
        }
        try (OpenedCheckpoint written = format().open(target, new RealDisk())) {
            assertThat(listing(written.checkpoint())).isEqualTo(fixture.listing());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fixtures")
    void writesTheSameValuesUnderNewNames(Fixture fixture, @TempDir Path directory) throws Exception {
        Path target = directory.resolve(fixture.path().getFileName());
        Map<String, String> expected = new TreeMap<>();
        fixture.listing().forEach((name, value) -> expected.put(renamed(name), value));
        try (OpenedCheckpoint opened = format().open(fixture.path(), new RealDisk())) {
            Checkpoint renamed = edited(opened);
            assertThat(format().obstacles(renamed)).isEmpty();
            save(renamed, target, SaveOptions.NONE, new RealDisk());
        }
        try (OpenedCheckpoint written = format().open(target, new RealDisk())) {
            assertThat(listing(written.checkpoint())).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("smallFixtures")
    void refusesWhatIsCutOffOrReadsItRight(Fixture fixture) throws IOException {
        MemoryDisk whole = MemoryDisk.copyOf(fixture.path().getParent());
        for (Path file : filesOf(fixture)) {
            byte[] contents = whole.contents(file);
            for (int length = 0; length < contents.length; length++) {
                byte[] cut = java.util.Arrays.copyOf(contents, length);
                readsRightOrRefuses(fixture, whole.put(file, cut), file + " cut to " + length + " bytes");
            }
            whole.put(file, contents);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("smallFixtures")
    void refusesAnyFlippedBitOrReadsItRight(Fixture fixture) throws IOException {
        MemoryDisk disk = MemoryDisk.copyOf(fixture.path().getParent());
        for (Path file : filesOf(fixture)) {
            byte[] contents = disk.contents(file);
            for (int bit = 0; bit < 8 * contents.length; bit++) {
                byte[] flipped = contents.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                readsRightOrRefuses(fixture, disk.put(file, flipped), file + " with bit " + bit + " flipped");
            }
            disk.put(file, contents);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("smallFixtures")
    void refusesToReadAFileThatChangedMeanwhile(Fixture fixture, @TempDir Path directory) throws IOException {
        for (Path file : filesOf(fixture)) {
            Files.copy(fixture.path().resolveSibling(file), directory.resolve(file));
        }
        try (OpenedCheckpoint opened =
                format().open(directory.resolve(fixture.path().getFileName()), new RealDisk())) {
            for (Path file : opened.files()) {
                Files.write(file, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
                Files.setLastModifiedTime(file, FileTime.fromMillis(0));
            }
            for (Entry entry : opened.checkpoint().entries()) {
                assertThatThrownBy(() -> recheckAll(entry.tensor())).isInstanceOf(StaleFileException.class);
            }
        }
    }

    private static void recheckAll(Tensor tensor) throws IOException {
        if (tensor instanceof FileTensor leaf) {
            leaf.file().recheck();
        }
        for (Tensor input : tensor.inputs()) {
            recheckAll(input);
        }
    }

    private List<Path> filesOf(Fixture fixture) throws IOException {
        try (OpenedCheckpoint opened = format().open(fixture.path(), new RealDisk())) {
            return opened.files().stream().map(Path::getFileName).toList();
        }
    }

    private void readsRightOrRefuses(Fixture fixture, Disk disk, String what) {
        try (OpenedCheckpoint opened = format().open(fixture.path().getFileName(), disk)) {
            Map<String, String> listing = listing(opened.checkpoint());
            if (fixture.vouched()) {
                assertThat(listing).as(what).isEqualTo(fixture.listing());
            }
        } catch (IOException e) {
            assertThat(e.getMessage()).as(what).isNotBlank();
        }
    }

    /** A checkpoint in which everything has got another beginning. */
    protected Checkpoint edited(OpenedCheckpoint opened) {
        return Edits.renamed(opened);
    }

    /** What a tensor is called when everything has got another beginning. */
    protected String renamed(String name) {
        return "renamed/" + name;
    }

    /** Saves as the tool does. */
    protected final void save(Checkpoint checkpoint, Path target, SaveOptions options, Disk disk) throws Exception {
        Edits.save(checkpoint, format(), target, options, disk);
    }

    /** Names with types and the hashes of values, as in {@link Fixture}. */
    protected final Map<String, String> listing(Checkpoint checkpoint) throws IOException {
        Map<String, String> listing = new TreeMap<>();
        for (Entry entry : checkpoint.entries()) {
            listing.put(entry.name(), entry.tensor().type() + " " + sha256(hashed(entry.tensor())));
        }
        return listing;
    }

    /** All bytes that a reader gives. */
    public static byte[] bytes(Tensor tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.byteSize()));
        try (TensorReader reader = tensor.open(new Scratch(MEMORY))) {
            reader.read(0, bytes);
        }
        return bytes.array();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
