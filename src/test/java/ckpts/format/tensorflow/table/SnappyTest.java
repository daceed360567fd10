package ckpts.format.tensorflow.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.format.MemoryDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnappyTest {
    private static final Path FILE = Path.of("block");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nothing;                                        00;                               ''",
                "a literal;                                      03 | 08 61 62 63;                 abc",
                "a literal whose length takes 1 byte;            02 | f0 01 61 62;                 ab",
                "2 bytes;                                        02 | f4 01 00 61 62;              ab",
                "3 bytes;                                        02 | f8 01 00 00 61 62;           ab",
                "4 bytes;                                        02 | fc 01 00 00 00 61 62;        ab",
                "a copy with an offset of 1 byte and 3 bits;     08 | 0c 61 62 63 64 | 01 04;      abcdabcd",
                "a copy with an offset of 2 bytes;               06 | 08 61 62 63 | 0a 03 00;      abcabc",
                "a copy with an offset of 4 bytes;               05 | 08 61 62 63 | 07 02 00 00 00; abcbc",
                "a copy that repeats itself;                     0a | 00 61 | 22 01 00;            aaaaaaaaaa",
                "a copy of one byte;                             03 | 04 61 62 | 02 02 00;         aba"
            })
    void holds(String what, String block, String contents) throws IOException {
        assertThat(new String(uncompressed(bytes(block)), ISO_8859_1)).as(what).isEqualTo(contents);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "80 80;                        is damaged at byte 2 of it: it is cut off",
                "80 80 80 80 80 00;            is damaged at byte 5 of it: its length takes more than 5 bytes",
                "05 | 00 61;                   'expands to 1 bytes, expected 5'",
                "02 | 04 61;                   'is damaged at byte 2 of it: a literal of 2 bytes, but 1 are left, and room for 2'",
                "01 | 04 61 62;                'is damaged at byte 2 of it: a literal of 2 bytes, but 2 are left, and room for 1'",
                "02 | fc ff ff ff ff 61;       'is damaged at byte 6 of it: a literal of 4294967296 bytes, but 1 are left, and room for 2'",
                "02 | f4 01;                   is damaged at byte 2 of it: it is cut off",
                "05 | 00 61 | 01 02;           is damaged at byte 5 of it: a copy of 4 bytes from 2 bytes before byte 1 of 5",
                "05 | 00 61 | 01 00;           is damaged at byte 5 of it: a copy of 4 bytes from 0 bytes before byte 1 of 5",
                "04 | 00 61 | 01 01;           is damaged at byte 5 of it: a copy of 4 bytes from 1 bytes before byte 1 of 4",
                "05 | 00 61 | 0f ff ff ff ff;  is damaged at byte 8 of it: a copy of 4 bytes from 4294967295 bytes before byte 1 of 5",
                "ff ff ff ff 0f | 00;          'should expand to 4294967295 bytes, too many for 6 stored ones; the limit of this reader is 67108864'"
            })
    void refuses(String block, String problem) {
        assertThatThrownBy(() -> uncompressed(bytes(block)))
                .isInstanceOf(MalformedFileException.class)
                .hasMessage("block, byte 0: compressed data " + problem);
    }

    /** No bytes make it read or write elsewhere, or run on. */
    @Test
    void failsInNoOtherWay() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] block = new byte[1 + random.nextInt(24)];
            random.nextBytes(block);
            block[0] &= 0x3f;
            try {
                assertThat(uncompressed(block)).hasSize(block[0]);
            } catch (IOException e) {
                assertThat(e).isInstanceOf(MalformedFileException.class);
            }
        }
    }

    private static byte[] uncompressed(byte[] block) throws IOException {
        try (ByteSource source = new MemoryDisk().put(FILE, block).open(FILE)) {
            return Snappy.uncompressed(source, block, block.length);
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("[ |]", ""));
    }
}
