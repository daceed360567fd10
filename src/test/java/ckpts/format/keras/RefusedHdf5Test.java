package ckpts.format.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ckpts.bytes.ByteSource;
import ckpts.format.MemoryDisk;
import ckpts.format.UnknownFormatException;
import ckpts.hdf5.block.Remedy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever HDF5 has and is not read: the message names the file, the object and the thing, the help is a line that works.
 * That it does {@code src/test/interop/check_hdf5.py} tries with h5py.
 */
class RefusedHdf5Test {
    private static final Path FIXTURES = Path.of("src/test/fixtures/hdf5");

    private static String told(Path file) throws IOException {
        Path name = file.getFileName();
        try (ByteSource bytes =
                new MemoryDisk().put(name, Files.readAllBytes(file)).open(name)) {
            UnknownFormatException refusal =
                    catchThrowableOfType(UnknownFormatException.class, () -> FileReader.read(name, bytes));
            assertThat(refusal).as("refusal of " + file).isNotNull();
            return refusal.getMessage() + "\nhelp: " + refusal.help() + "\n";
        }
    }

    @Test
    void eachThingByItsNameItsPlaceAndWhatHelps() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(FIXTURES.resolve("refused"))) {
            files = all.filter(file -> file.toString().endsWith(".h5") && !file.endsWith("other.h5"))
                    .sorted()
                    .toList();
        }
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            found.add(told(file));
        }
        assertThat(String.join("\n", found)).isEqualTo(Files.readString(FIXTURES.resolve("refused.txt")));
    }

    @Test
    void namesAreWrittenAsPythonHasThem() {
        String help = Rewriting.of(Path.of("a \"b\".d/we`ights"), new Remedy.WithoutAttribute("/x\\y", "ä\"z"));

        assertThat(help)
                .isEqualTo("if nothing needs it, take it away in Python: `import h5py, shutil;"
                        + " f = h5py.File(shutil.copy(\"a \\\"b\\\".d/we\\u0060ights\","
                        + " \"a \\\"b\\\".d/we\\u0060ights-rewritten\"), \"r+\");"
                        + " del f[\"/x\\\\y\"].attrs[\"ä\\\"z\"]; f.close()`");
    }
}
