package ckpts.ui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code diff --values}: what values tell that names do not. */
class DiffValuesTest {
    private static final int SIZE = 64 * 64 * 4;

    private static final Caller CALLER = new Caller();

    @TempDir
    private Path folder;

    /** A safetensors file of weights [64, 64], each with the values that belong to its seed. */
    private String file(String file, String[] names, int... seeds) throws IOException {
        StringJoiner header = new StringJoiner(",", "{", "}");
        ByteBuffer values = ByteBuffer.allocate(names.length * SIZE);
        for (int i = 0; i < names.length; i++) {
            header.add("\"" + names[i] + "\":{\"dtype\":\"F32\",\"shape\":[64,64],\"data_offsets\":[" + i * SIZE + ","
                    + (i + 1) * SIZE + "]}");
            byte[] bytes = new byte[SIZE];
            new Random(seeds[i]).nextBytes(bytes);
            values.put(bytes);
        }
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer whole =
                ByteBuffer.allocate(8 + text.length + values.capacity()).order(ByteOrder.LITTLE_ENDIAN);
        whole.putLong(text.length).put(text).put(values.flip());
        return Files.write(folder.resolve(file), whole.array()).toString();
    }

    @Test
    void equalValuesAreProofOfARename() throws IOException {
        String old = file("old.safetensors", new String[] {"dense_1.kernel", "dense_2.kernel"}, 1, 2);
        String now =
                file("now.safetensors", new String[] {"fully_connected_a.kernel", "fully_connected_b.kernel"}, 2, 1);

        assertThat(CALLER.call("diff", old, now)).isEqualTo(new Caller.Result(1, """
                0 of 2 variables fit; 2 missing, 0 mismatched, 2 unexpected
                missing     fully_connected_a.kernel   one of 2 here: names and shapes do not show which
                      maybe rename "dense_1.kernel" -> "fully_connected_a.kernel"
                         or rename "dense_2.kernel" -> "fully_connected_a.kernel"
                missing     fully_connected_b.kernel   one of 2 here: names and shapes do not show which
                      maybe rename "dense_1.kernel" -> "fully_connected_b.kernel"
                         or rename "dense_2.kernel" -> "fully_connected_b.kernel"
                unexpected  dense_{1..2}.kernel  x2   not a variable of the model, but a missing one may be made from it
                      maybe drop "dense_{1..2}.kernel"
                """, ""));
        assertThat(CALLER.call("diff", "--values", old, now)).isEqualTo(new Caller.Result(1, """
                0 of 2 variables fit; 2 missing, 0 mismatched, 2 unexpected
                missing     {fully_connected_a,fully_connected_b}.kernel  x2   likely renamed from dense_{1..2}.kernel
                            rename "{dense_1,dense_2}.kernel" -> "{fully_connected_b,fully_connected_a}.kernel"

                0 of 0 tensors differ in value
                """, ""));
    }
}
