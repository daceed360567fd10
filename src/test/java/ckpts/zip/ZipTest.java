package ckpts.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.Checksum;
import ckpts.bytes.Crc32;
import ckpts.bytes.MalformedFileException;
import ckpts.bytes.RealDisk;
import ckpts.format.MemoryDisk;
import ckpts.format.Segment;
import ckpts.format.SegmentGroup;
import ckpts.tensor.Leaf;
import ckpts.tensor.Scratch;
import ckpts.tensor.Tensor;
import ckpts.tensor.TensorReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are laid out are read by Java and by us; archives of others are read; tricks are refused. */
class ZipTest {
    private static final String CONFIG = "{\"name\": \"größe\"}";
    private static final Tensor KERNEL = Leaf.counting(3, 2);

    @TempDir
    private Path folder;

    private static Segment text(String what) {
        return new Segment.Generated(what, written -> what.getBytes(StandardCharsets.UTF_8));
    }

    private static Segment values(String name, Tensor tensor) {
        return new Segment.Values(name, tensor, Checksum.NONE);
    }

    private static ZipLayout model() {
        ZipLayout layout = new ZipLayout();
        layout.add("config.json", new SegmentGroup(List.of(text(CONFIG))));
        layout.add(
                "größe/model.weights.h5",
                new SegmentGroup(List.of(text("head"), values("w", KERNEL), text("middle"), values("b", KERNEL))));
        layout.add("empty", new SegmentGroup(List.of()));
        return layout;
    }

    /** What a run writes, and where each part begins. */
    private static byte[] written(List<Segment> segments) throws IOException {
        Map<String, Integer> checksums = new HashMap<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Segment segment : segments) {
            if (segment instanceof Segment.Generated generated) {
                out.write(generated.bytes().apply(checksums::get));
            } else if (segment instanceof Segment.Values values) {
                byte[] bytes = bytes(values.tensor());
                Checksum sum = values.checksum().get();
                sum.update(ByteBuffer.wrap(bytes));
                checksums.put(values.name(), sum.value());
                out.write(bytes);
            }
        }
        return out.toByteArray();
    }

    private static byte[] bytes(Tensor tensor) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) tensor.byteSize());
        try (TensorReader reader = tensor.open(new Scratch(1 << 16))) {
            reader.read(0, bytes);
        }
        return bytes.array();
    }

    private static ZipArchive opened(byte[] archive) throws IOException {
        return ZipArchive.open(new MemoryDisk().put(Path.of("a.zip"), archive).open(Path.of("a.zip")));
    }

    @Test
    void whatIsLaidOutJavaReads() throws IOException {
        Path file = Files.write(folder.resolve("a.zip"), written(model().segments()));
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<String> found = new ArrayList<>();
            for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                CRC32 sum = new CRC32();
                sum.update(bytes);
                assertThat(entry.getCrc()).as(entry.getName()).isEqualTo(sum.getValue());
                found.add(entry.getName() + " " + entry.getMethod() + " " + bytes.length);
            }
            assertThat(found).containsExactly("config.json 0 19", "größe/model.weights.h5 0 58", "empty 0 0");
            assertThat(new String(
                            zip.getInputStream(zip.getEntry("config.json")).readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(CONFIG);
        }
    }

    @Test
    void whatIsLaidOutIsReadBack() throws IOException {
        ZipArchive archive = opened(written(model().segments()));
        assertThat(archive.members().keySet()).containsExactly("config.json", "größe/model.weights.h5", "empty");
        ZipMember weights = archive.member("größe/model.weights.h5").orElseThrow();
        byte[] expected = new byte[58];
        ByteBuffer.wrap(expected)
                .put("head".getBytes(StandardCharsets.US_ASCII))
                .put(bytes(KERNEL))
                .put("middle".getBytes(StandardCharsets.US_ASCII))
                .put(bytes(KERNEL));
        assertThat(archive.read(weights, 58)).isEqualTo(expected);
        ByteBuffer kernel = ByteBuffer.allocate(24);
        archive.stored(weights).read(4, kernel);
        assertThat(kernel.array()).isEqualTo(bytes(KERNEL));
        assertThatThrownBy(() -> archive.read(weights, 57))
                .hasMessage(
                        "a.zip, byte 60: \"größe/model.weights.h5\" has 58 bytes, more than the 57 that are read of it");
    }

    @Test
    void aWholeHasNoValueWithAnotherChecksum() {
        assertThat(new SegmentGroup(List.of(values("w", KERNEL))).segments())
                .containsExactly(new Segment.Values("w", KERNEL, Crc32.START));
        assertThatThrownBy(() -> new SegmentGroup(List.of(new Segment.Values("w", KERNEL, () -> null))))
                .hasMessage("\"w\" has another checksum");
    }

    @Test
    void archivesOfOthersAreRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.setComment("a comment");
            out.putNextEntry(new ZipEntry("folder/"));
            out.putNextEntry(new ZipEntry("folder/a"));
            out.write(new byte[10_000]);
            out.closeEntry();
        }
        ZipArchive archive = opened(bytes.toByteArray());
        assertThat(archive.member("folder/").map(ZipMember::size)).isEqualTo(Optional.of(0L));
        ZipMember deflated = archive.member("folder/a").orElseThrow();
        assertThat(deflated.storedSize()).isLessThan(100);
        assertThat(archive.read(deflated, 10_000)).isEqualTo(new byte[10_000]);
        assertThatThrownBy(() -> archive.stored(deflated))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageEndingWith("\"folder/a\" is compressed, where only a stored file can be read in place");
    }

    /** A tensor of three GiB that nobody reads. */
    private static final class Vast implements Tensor {
        private static final long SIZE = 3L << 30;

        @Override
        public ckpts.tensor.TensorType type() {
            return new ckpts.tensor.TensorType(ckpts.tensor.DType.UINT8, ckpts.tensor.Shape.of(SIZE));
        }

        @Override
        public List<Tensor> inputs() {
            return List.of();
        }

        @Override
        public String describe() {
            return "vast";
        }

        @Override
        public TensorReader open(Scratch scratch) {
            throw new IllegalStateException("read");
        }
    }

    /** Two files of 3 GiB, of which only headers and the directory are written, with holes between them. */
    @Test
    void largeArchivesHaveLargeSizes() throws IOException {
        ZipLayout layout = new ZipLayout();
        layout.add("one", new SegmentGroup(List.of(values("a", new Vast()))));
        layout.add("two", new SegmentGroup(List.of(values("b", new Vast()))));
        Path file = folder.resolve("large.zip");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            for (Segment segment : layout.segments()) {
                if (segment instanceof Segment.Generated generated) {
                    out.write(generated.bytes().apply(name -> name.charAt(0)));
                } else {
                    out.seek(out.getFilePointer() + Vast.SIZE);
                }
            }
        }
        List<String> expected = List.of("one 3221225472 " + merged('a'), "two 3221225472 " + merged('b'));
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(java.util.Collections.list(zip.entries()).stream()
                            .map(entry -> entry.getName() + " " + entry.getSize() + " " + (int) entry.getCrc()))
                    .isEqualTo(expected);
        }
        ZipArchive archive = ZipArchive.open(new RealDisk().open(file));
        assertThat(archive.members().values().stream()
                        .map(member -> member.name() + " " + member.size() + " " + member.crc()))
                .isEqualTo(expected);
        assertThat(archive.member("two").orElseThrow().dataOffset()).isEqualTo(Vast.SIZE + 53 + 24 + 53);
    }

    private static int merged(int checksum) {
        return Crc32.merged(0, checksum, Vast.SIZE);
    }

    @Test
    void tricksAreRefused() throws IOException {
        byte[] sound = written(model().segments());
        String text = new String(sound, StandardCharsets.ISO_8859_1);
        int directory = text.indexOf("PK\1\2");
        int second = text.indexOf("PK\1\2", directory + 4);
        assertThat(refusal(sound, second + 42, 0))
                .isEqualTo("a.zip, byte 0: no header of \"größe/model.weights.h5\", which the directory places here");
        assertThat(refusal(sound, directory + 8, 1))
                .isEqualTo("a.zip, byte " + directory + ": \"config.json\" is encrypted or a patch, which is not read");
        assertThat(refusal(sound, directory + 10, 14))
                .isEqualTo(
                        "a.zip, byte " + directory + ": \"config.json\" is compressed by method 14, which is not read");
        assertThat(refusal(sound, directory + 24, 1))
                .isEqualTo("a.zip, byte " + directory + ": \"config.json\" is stored, and has two sizes");
        byte[] counted = sound.clone();
        counted[sound.length - 14] = 4;
        assertThat(refusal(counted, sound.length - 12, 4))
                .isEqualTo("a.zip, byte " + directory + ": the directory has 3 entries where it says 4");
        assertThat(refusal(sound, sound.length - 18, 1))
                .isEqualTo(
                        "a.zip, byte " + (sound.length - 22) + ": the archive is in several parts, which are not read");
        for (String name : List.of("../a", "/a", "a/../b", "C:a", "a\\b", "a\0b")) {
            ZipLayout layout = new ZipLayout();
            layout.add(name, new SegmentGroup(List.of(text("x"))));
            assertThatThrownBy(() -> opened(written(layout.segments())))
                    .hasMessageEndingWith("the name \"" + name + "\" leads out of the archive");
        }
        ZipLayout twice = new ZipLayout();
        twice.add("a", new SegmentGroup(List.of(text("x"))));
        twice.add("a", new SegmentGroup(List.of(text("y"))));
        assertThatThrownBy(() -> opened(written(twice.segments())))
                .hasMessage("a.zip, byte 32: a second file of the name \"a\"");
        assertThatThrownBy(() -> opened(new byte[100]))
                .hasMessage("a.zip, byte 100: no zip archive ends here: is it cut off?");
    }

    /** Two entries of the directory that place one header: the same bytes would be two files. */
    @Test
    void filesThatShareBytesAreRefused() throws IOException {
        ZipLayout layout = new ZipLayout();
        layout.add("a", new SegmentGroup(List.of(text("x"))));
        layout.add("b", new SegmentGroup(List.of(text("PK\3\4"))));
        byte[] archive = written(layout.segments());
        int directory = new String(archive, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
        // The first file becomes longer than the place before the second.
        ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(directory + 20, 9).putInt(directory + 24, 9);
        assertThatThrownBy(() -> opened(archive)).hasMessage("a.zip, byte 32: \"b\" overlaps the file before it");
        bytes.putInt(directory + 20, 1).putInt(directory + 24, 1);
        int second = directory + 47;
        bytes.putInt(second + 20, 60).putInt(second + 24, 60);
        assertThatThrownBy(() -> opened(archive))
                .hasMessage("a.zip, byte 32: \"b\" reaches into the directory of the archive");
    }

    private static String refusal(byte[] sound, int at, int value) {
        byte[] archive = sound.clone();
        archive[at] = (byte) value;
        try {
            opened(archive);
            return "";
        } catch (IOException e) {
            assertThat(e).isInstanceOf(MalformedFileException.class);
            return e.getMessage();
        }
    }

    /** Whatever is cut off or flipped: the same files with the same bytes, or damage that is reported as such. */
    @Test
    void damageIsReported() throws IOException {
        byte[] sound = written(model().segments());
        for (int length = 0; length < sound.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(sound, length);
            assertThatThrownBy(() -> opened(cut)).isInstanceOf(MalformedFileException.class);
        }
        for (int bit = 0; bit < 8 * sound.length; bit++) {
            byte[] flipped = sound.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                ZipArchive archive = opened(flipped);
                for (ZipMember member : archive.members().values()) {
                    archive.read(member, 1 << 10);
                }
            } catch (MalformedFileException e) {
                assertThat(e.getMessage()).startsWith("a.zip");
            }
        }
    }
}
