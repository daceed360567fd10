package ckpts.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc32Test {
    /** The check value of the algorithm's catalogue. */
    @Test
    void isTheChecksumOfZipArchives() {
        Checksum sum = Crc32.START.get();
        sum.update(ByteBuffer.wrap("1234".getBytes(StandardCharsets.US_ASCII)));
        sum.update(ByteBuffer.wrap("56789".getBytes(StandardCharsets.US_ASCII)));
        assertThat(sum.value()).isEqualTo(0xCBF4_3926);
        assertThat(Crc32.of("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xCBF4_3926);
    }

    @Test
    void thatOfTwoRunsIsMadeOfTheirs() {
        byte[] bytes = new byte[1000];
        new Random(1).nextBytes(bytes);
        for (int cut : new int[] {0, 1, 7, 8, 255, 256, 500, 999, 1000}) {
            int first = Crc32.of(Arrays.copyOf(bytes, cut));
            int second = Crc32.of(Arrays.copyOfRange(bytes, cut, bytes.length));
            assertThat(Crc32.merged(first, second, bytes.length - cut))
                    .as("cut at " + cut)
                    .isEqualTo(Crc32.of(bytes));
        }
    }

    /** 2^32 zeros in 4,096 runs, and in two. */
    @Test
    void runsMayBeLongerThanThirtyTwoBits() {
        int megabyte = Crc32.of(new byte[1 << 20]);
        int all = 0;
        for (int i = 0; i < 1 << 12; i++) {
            all = Crc32.merged(all, megabyte, 1 << 20);
        }
        int half = 0;
        for (int i = 0; i < 1 << 11; i++) {
            half = Crc32.merged(half, megabyte, 1 << 20);
        }
        assertThat(Crc32.merged(half, half, 1L << 31)).isEqualTo(all);
        int twice = Crc32.merged(all, all, 1L << 32);
        assertThat(Crc32.merged(Crc32.merged(half, half, 1L << 31), all, 1L << 32))
                .isEqualTo(twice);
    }
}
