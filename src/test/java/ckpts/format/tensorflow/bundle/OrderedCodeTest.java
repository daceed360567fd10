package ckpts.format.tensorflow.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderedCodeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 80",
        "4, 84",
        "63, bf",
        "64, c040",
        "8191, dfff",
        "8192, e02000",
        "1048576, f0100000",
        "134217727, f7ffffff",
        "134217728, f808000000",
        "9223372036854775807, ffc07fffffffffffffff",
        "-1, 7f",
        "-64, 40",
        "-65, 3fbf",
        "-9223372036854775808, 003f8000000000000000"
    })
    void signedNumbersBeginWithAsManyOnesAsTheyHaveBytes(long value, String hex) {
        assertThat(hex(new OrderedCode().signed(value))).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({"0, 00", "1, 0101", "255, 01ff", "258, 020102", "9223372036854775807, 087fffffffffffffff"})
    void numbersBeginWithTheirLength(long value, String hex) {
        assertThat(hex(new OrderedCode().number(value))).isEqualTo(hex);
    }

    @Test
    void stringsEscapeWhatTheirEndIsMadeOf() {
        byte[] string = {'a', 0, (byte) 0xff, 'b'};

        assertThat(hex(new OrderedCode().string(string))).isEqualTo("61" + "00ff" + "ff00" + "62" + "0001");
    }

    @Test
    void aSliceKeyHoldsNameRankAndExtents() {
        SliceSpec slice = new SliceSpec(List.of(new SliceSpec.Extent(0, 4), new SliceSpec.Extent(0, 2)));
        byte[] name = "sc/emb".getBytes(StandardCharsets.UTF_8);

        assertThat(HexFormat.of().formatHex(OrderedCode.sliceKey(name, slice)))
                .isEqualTo("00" + "73632f656d62" + "0001" + "0102" + "8084" + "8082");
    }

    @Test
    void aWholeAxisHasAnotherKeyThanAnExtentOfItsSize() {
        SliceSpec slice = new SliceSpec(List.of(new SliceSpec.Extent(0, -1)));

        assertThat(HexFormat.of().formatHex(OrderedCode.sliceKey(new byte[] {'w'}, slice)))
                .isEqualTo("00" + "77" + "0001" + "0101" + "807f");
    }

    private static String hex(OrderedCode code) {
        return HexFormat.of().formatHex(code.bytes());
    }
}
