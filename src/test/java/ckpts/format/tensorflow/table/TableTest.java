package ckpts.format.tensorflow.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.format.MemoryDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Path FILE = Path.of("t.index");
    private static final HexFormat HEX = HexFormat.of();
    private static final String EMPTY_BLOCK = "00000000 01000000";

    @Test
    void theChecksumIsMasked() {
        MaskedCrc32c crc = new MaskedCrc32c();
        crc.update("123456789".getBytes(StandardCharsets.US_ASCII), 0, 9);

        assertThat(crc.value()).isEqualTo(MaskedCrc32c.mask(0xe3069283));
        assertThat(MaskedCrc32c.mask(0)).isEqualTo(0xa282ead8);
        assertThat(MaskedCrc32c.mask(0xe3069283)).isEqualTo(0xc78ab0e5);
    }

    @Test
    void anEmptyTableIsThreeEmptyPlacesAndAFooter() {
        byte[] table = new TableWriter().finish();

        assertThat(table).hasSize(8 + 5 + 8 + 5 + 48);
        assertThat(HEX.formatHex(table, 0, 8)).isEqualTo(EMPTY_BLOCK.replace(" ", ""));
        assertThat(HEX.formatHex(table, table.length - 8, table.length)).isEqualTo("57fb808b247547db");
    }

    @Test
    void entriesShareTheBeginningOfTheKeyBeforeAndEverySixteenthIsWhole() throws IOException {
        TableWriter writer = new TableWriter();
        for (int i = 0; i < 17; i++) {
            writer.add(("key" + (char) ('a' + i)).getBytes(StandardCharsets.UTF_8), new byte[] {(byte) i});
        }
        byte[] table = writer.finish();

        assertThat(HEX.formatHex(table, 0, 8)).isEqualTo("0004016b65796100");
        assertThat(HEX.formatHex(table, 8, 13)).isEqualTo("0301016201");
        // the 17th entry, then two restart points and their number
        int end = 8 + 15 * 5 + 8;
        assertThat(HEX.formatHex(table, end - 8, end + 12)).isEqualTo("0004016b657971100000000053000000" + "02000000");
        assertThat(read(table)).hasSize(17).endsWith("keyq=10");
    }

    /** Fuzzing rests on it: damage is to be met behind the checksums, in every block. */
    @Test
    void damagedBlocksAreReadOnceTheirChecksumsAreRight() throws IOException {
        TableWriter writer = new TableWriter();
        writer.add(bytes("a"), new byte[1 << 18]);
        writer.add(bytes("b"), new byte[] {0x11, 0x22, 0x33});
        byte[] table = writer.finish();
        byte[] damaged = table.clone();
        int at = HEX.formatHex(table).indexOf("112233") / 2;
        damaged[at] = 0x44;
        damaged[table.length - 1] = 0;

        assertThat(BlockChecksums.repaired(table)).isEqualTo(table);
        assertThatThrownBy(() -> read(damaged)).isInstanceOf(MalformedFileException.class);
        assertThat(read(BlockChecksums.repaired(damaged))).endsWith("b=442233");
        assertThat(BlockChecksums.repaired(new byte[3])).isEqualTo(new byte[3]);
    }

    @Test
    void aBlockEndsAt256KibibytesAndTheIndexHasAShortKeyBetweenBlocks() throws IOException {
        TableWriter writer = new TableWriter();
        writer.add(bytes("applause"), new byte[1 << 18]);
        writer.add(bytes("azure"), new byte[1]);
        byte[] table = writer.finish();

        // "applause" < "aq" < "azure", and "b" after the last block
        assertThat(indexKeys(table)).containsExactly("aq", "b");
    }

    @Test
    void anEntryOfTwoBlocksClosesTheBlockBeforeIt() throws IOException {
        TableWriter writer = new TableWriter();
        writer.add(bytes("a"), new byte[1]);
        writer.add(bytes("b"), new byte[(1 << 19) - 1]);
        writer.add(bytes("c"), new byte[(1 << 19) - 2]);
        byte[] table = writer.finish();

        // one byte less would have stayed in the first block; neighbouring letters leave no room between them
        assertThat(indexKeys(table)).containsExactly("a", "b", "d");
    }

    @Test
    void anIndexKeyIsTheLastKeyWhereNothingShorterLiesBetween() throws IOException {
        TableWriter writer = new TableWriter();
        writer.add(bytes("key"), new byte[1 << 18]);
        writer.add(bytes("keys"), new byte[1 << 18]);
        writer.add(new byte[] {(byte) 0xff, (byte) 0xff}, new byte[1]);
        byte[] table = writer.finish();

        assertThat(indexKeys(table)).containsExactly("key", "l", "\u00ff\u00ff");
    }

    @Test
    void keysMustAscendInTheOrderOfUnsignedBytes() {
        TableWriter writer = new TableWriter();
        writer.add(new byte[] {0x7f}, new byte[0]);
        writer.add(new byte[] {(byte) 0x80}, new byte[0]);

        assertThatThrownBy(() -> writer.add(new byte[] {(byte) 0x80}, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("key [-128] after [-128]");
    }

    @Test
    void aTableIsFinishedOnce() {
        TableWriter writer = new TableWriter();
        writer.finish();

        assertThatThrownBy(writer::finish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the table is finished");
        assertThatThrownBy(() -> writer.add(new byte[1], new byte[1]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the table is finished");
    }

    @Test
    void refusesAFileThatIsTooShort() {
        refuses(new byte[47], "t.index, byte 0: has 47 bytes, but a table has at least 48: is it cut off?");
    }

    @Test
    void refusesAFileWithAnotherEnd() {
        refuses(
                new byte[48],
                "t.index, footer, byte 40: ends in 0000000000000000, but a table ends in 57fb808b247547db: is it cut off?");
    }

    @Test
    void refusesABlockOutsideTheFile() {
        byte[] table = new TableWriter().finish();
        table[26] = 19;
        refuses(table, "t.index, metaindex block, byte 0: should be at byte 19 with 8 bytes, but the file has 74");
    }

    @Test
    void refusesAHandleThatIsNotANumber() {
        byte[] table = new TableWriter().finish();
        Arrays.fill(table, 26, 40, (byte) 0xff);
        refuses(table, "t.index, footer, byte 26: a varint takes more than 10 bytes");
    }

    @Test
    void refusesABlockWhoseChecksumDiffers() {
        byte[] table = new TableWriter().finish();
        table[3] = 1;
        refuses(
                table,
                "t.index, metaindex block, byte 0: checksum of the block does not match: stored b0a1f2c0,"
                        + " computed 7aafc460 over 9 bytes");
    }

    @Test
    void refusesAnUnknownCompression() {
        refuses(
                table(2, "00 01 00 61 | 00000000 01000000"),
                "t.index, block 0, byte 12: compression 2 is unknown: 0 is none, 1 is snappy");
    }

    @Test
    void refusesCompressedDataThatSaysItHoldsTooMuch() {
        refuses(
                table(1, "80 80 80 20 00"),
                "t.index, block 0, byte 0: compressed data should expand to 67108864 bytes, too many for 5 stored ones;"
                        + " the limit of this reader is 67108864");
    }

    @Test
    void refusesDamagedCompressedData() {
        refuses(
                table(1, "05 fe 00 00 01"),
                "t.index, block 0, byte 0: compressed data is damaged at byte 4 of it: a copy of 64 bytes from 0 bytes before byte 0"
                        + " of 5");
    }

    @Test
    void readsCompressedBlocks() throws IOException {
        // 12 bytes: a literal of 8 (entry a=v and a restart point), a copy of the 4 zeros, a literal of 4 is not needed
        assertThat(read(table(1, "0d 30 | 00 01 01 61 76 | 00 00 00 00 01 00 00 00")))
                .containsExactly("a=76");
    }

    @Test
    void refusesTooManyRestartPoints() {
        refuses(
                table(0, "00 01 00 61 | 00000000 ffffff7f"),
                "t.index, block 0, byte 8: 2147483647 restart points in a block of 12 bytes");
    }

    @Test
    void refusesARestartPointThatIsNotAnEntry() {
        refuses(
                table(0, "00 01 00 61 | 00000000 03000000 02000000"),
                "t.index, block 0, byte 8: restart point 1 is at byte 3 of the block, where no entry begins");
    }

    @Test
    void refusesAnEntryAtARestartPointWithoutAWholeKey() {
        refuses(
                table(0, "00 01 00 61 | 01 01 00 62 | 00000000 04000000 02000000"),
                "t.index, block 0, byte 4: the entry at a restart point shares 1 bytes, expected 0");
    }

    @Test
    void refusesAKeyThatSharesMoreThanThereIs() {
        refuses(
                table(0, "00 01 00 61 | 02 01 00 62 | 00000000 01000000"),
                "t.index, block 0, byte 4: shares 2 bytes with a key of 1");
    }

    @Test
    void refusesAnEntryThatLeavesItsBlock() {
        refuses(
                table(0, "00 01 ffffff7f 61 | 00000000 01000000"),
                "t.index, block 0, byte 0: an entry of 1 + 268435455 bytes, but 1 are left in the block");
    }

    @Test
    void refusesALengthThatIsCutOff() {
        refuses(
                table(0, "00 01 00 61 | 00 ff | 00000000 01000000"),
                "t.index, block 0, byte 5: a length is cut off by the end of the entries");
    }

    @Test
    void refusesALengthThatIsTooLong() {
        refuses(
                table(0, "ffffffffff 01 00 61 | 00000000 01000000"),
                "t.index, block 0, byte 0: a length takes more than 5 bytes");
    }

    @Test
    void refusesKeysOutOfOrder() {
        refuses(
                table(0, "00 01 00 62 | 00 01 00 61 | 00000000 01000000"),
                "t.index, block 0, byte 8: the key does not come after the previous one");
    }

    @Test
    void refusesAnIndexKeyBeforeTheKeysOfItsBlock() {
        refuses(
                table(0, "00 01 00 7a | 00000000 01000000"),
                "t.index, index block, byte 34: the key of block 0 is less than the last key in it");
    }

    @Test
    void refusesKeysThatUnfoldToMoreThanItsLimit() throws IOException {
        BlockWriter block = new BlockWriter(Integer.MAX_VALUE);
        byte[] key = new byte[1 << 20];
        for (int i = 0; i <= 64; i++) {
            key[key.length - 1] = (byte) i;
            block.add(key.clone(), new byte[0]);
        }
        byte[] table = table(0, block.finish());
        assertThat(table.length).isLessThan(2 << 20);

        try (ByteSource source = new MemoryDisk().put(FILE, table).open(FILE)) {
            assertThatThrownBy(() -> TableReader.scan(source, entry -> {}))
                    .isInstanceOf(MalformedFileException.class)
                    .hasMessageEndingWith("keys and values so far take more than this reader's limit of 67108864");
        }
    }

    private static byte[] table(int compression, String block) {
        return table(compression, HEX.parseHex(block.replaceAll("[ |]", "")));
    }

    /** A table of one data block, its index and footer; checksums are right. */
    private static byte[] table(int compression, byte[] block) {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        put(table, block, compression);
        BlockHandle metaindex = new BlockHandle(table.size(), 8);
        put(table, new BlockWriter(1).finish(), 0);
        BlockWriter index = new BlockWriter(1);
        ByteBuffer handle = ByteBuffer.allocate(20);
        new BlockHandle(0, block.length).write(handle);
        index.add(bytes("y"), Arrays.copyOf(handle.array(), handle.position()));
        int indexStart = table.size();
        put(table, index.finish(), 0);
        ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        metaindex.write(footer);
        new BlockHandle(indexStart, table.size() - indexStart - 5L).write(footer);
        footer.putLong(40, TableReader.MAGIC);
        table.writeBytes(footer.array());
        return table.toByteArray();
    }

    private static void put(ByteArrayOutputStream table, byte[] block, int compression) {
        ByteBuffer stored = ByteBuffer.allocate(block.length + 5).order(ByteOrder.LITTLE_ENDIAN);
        stored.put(block).put((byte) compression);
        MaskedCrc32c crc = new MaskedCrc32c();
        crc.update(stored.array(), 0, block.length + 1);
        table.writeBytes(stored.putInt(crc.value()).array());
    }

    private static List<String> read(byte[] table) throws IOException {
        List<String> entries = new ArrayList<>();
        try (ByteSource source = new MemoryDisk().put(FILE, table).open(FILE)) {
            TableReader.scan(source, entry -> entries.add(latin(entry.key()) + "=" + HEX.formatHex(entry.value())));
        }
        return entries;
    }

    /** The keys of the index block, read by taking it for a data block of a table without further blocks. */
    private static List<String> indexKeys(byte[] table) throws IOException {
        ByteBuffer footer = ByteBuffer.wrap(table, table.length - 48, 40);
        BlockHandle.read(footer);
        BlockHandle index = BlockHandle.read(footer);
        byte[] block = Arrays.copyOfRange(table, (int) index.offset(), (int) (index.offset() + index.size()));
        List<String> keys = new ArrayList<>();
        new Block(block, "index", 0, false).scan(new TableReader.Visitor() {
            @Override
            public void reserve(long bytes, String source, long offset) {}

            @Override
            public void entry(TableEntry entry) {
                keys.add(latin(entry.key()));
            }
        });
        return keys;
    }

    private static void refuses(byte[] table, String message) {
        assertThatThrownBy(() -> read(table))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage(message);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
