package ckpts.format.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ckpts.bytes.ByteSource;
import ckpts.bytes.MalformedFileException;
import ckpts.format.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderReaderTest {
    private static final Path FILE = Path.of("m.safetensors");

    private static ByteSource file(String json, int data) throws IOException {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);
        return new MemoryDisk().put(FILE, file.array()).open(FILE);
    }

    /** Mistakes are told by bytes, in whichever way the JSON is read. */
    @ParameterizedTest
    @CsvSource({"e, 22", "é, 23", "\uD83D\uDE00, 25"})
    void placesAreCountedInBytes(String name, long offset) throws IOException {
        ByteSource file = file("{\"" + name + "\":{\"dtype\":\"F33\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4);

        MalformedFileException e = catchThrowableOfType(MalformedFileException.class, () -> HeaderReader.read(file));

        assertThat(e.problem()).isEqualTo("\"F33\" is no dtype of safetensors");
        assertThat(e.offset()).isEqualTo(offset);
    }

    @ParameterizedTest
    @CsvSource({"e, 14", "é, 15"})
    void soAreMistakesOfJson(String name, long offset) throws IOException {
        ByteSource file = file("{\"" + name + "\":{?}}", 0);

        MalformedFileException e = catchThrowableOfType(MalformedFileException.class, () -> HeaderReader.read(file));

        assertThat(e.problem()).isEqualTo("not JSON: a character that cannot stand here");
        assertThat(e.offset()).isEqualTo(offset);
    }

    @Test
    void tensorsOfOneShapeShareIt() throws IOException {
        ByteSource file = file(
                "{\"b\":{\"dtype\":\"U8\",\"shape\":[1,2],\"data_offsets\":[2,4]},"
                        + "\"a\":{\"dtype\":\"I8\",\"shape\":[1,2],\"data_offsets\":[0,2]}}",
                4);

        List<HeaderReader.Placed> tensors = HeaderReader.read(file).tensors();

        assertThat(tensors).extracting(HeaderReader.Placed::name).containsExactly("a", "b");
        assertThat(tensors.get(0).shape()).isSameAs(tensors.get(1).shape());
    }
}
