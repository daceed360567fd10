package ckpts.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest extends DiskContract {
    private static final Path ROOT = Path.of("/disk");

    private SimulatedDisk disk = new SimulatedDisk();

    @BeforeEach
    void makeRoot() throws IOException {
        disk.createDirectories(ROOT);
        disk.settle();
    }

    @Override
    Disk disk() {
        return disk;
    }

    @Override
    Path root() {
        return ROOT;
    }

    @Override
    void tamper(Path file, byte[] bytes) {
        disk.tamper(file, bytes);
    }

    private void write(String name, String text, boolean sync) throws IOException {
        try (OutputFile output = disk.create(ROOT.resolve(name))) {
            output.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
            if (sync) {
                output.sync();
            }
        }
    }

    private interface Setting {
        void make() throws IOException;
    }

    /** The possible remains of a setting after a crash, over many seeds. */
    private Set<String> outcomes(Setting setting) throws IOException {
        Set<String> outcomes = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            disk = new SimulatedDisk();
            makeRoot();
            setting.make();
            disk.restart(seed);
            StringBuilder outcome = new StringBuilder();
            for (Map.Entry<Path, byte[]> file : disk.files().entrySet()) {
                outcome.append(file.getKey().getFileName())
                        .append('=')
                        .append(new String(file.getValue(), UTF_8).replace('\0', '0'))
                        .append(' ');
            }
            outcomes.add(outcome.toString().trim());
        }
        return outcomes;
    }

    @Test
    void keepsWhatIsSyncedWithItsName() throws IOException {
        assertThat(outcomes(() -> {
                    write("a", "xy", true);
                    disk.syncDirectory(ROOT);
                }))
                .containsExactly("a=xy");
    }

    @Test
    void losesTheNameOfASyncedFile() throws IOException {
        assertThat(outcomes(() -> write("a", "xy", true))).containsExactly("", "a=xy");
    }

    @Test
    void losesOrTearsBytesThatWereNotSynced() throws IOException {
        assertThat(outcomes(() -> {
                    write("a", "xy", false);
                    disk.syncDirectory(ROOT);
                }))
                .containsExactly("a=", "a=0", "a=00", "a=x", "a=xy");
    }

    @Test
    void survivesRenamesWholeOrNotAtAllAndInNoOrder() throws IOException {
        assertThat(outcomes(() -> {
                    write("a", "1", true);
                    write("b", "2", true);
                    disk.syncDirectory(ROOT);
                    disk.move(ROOT.resolve("a"), ROOT.resolve("A"));
                    disk.move(ROOT.resolve("b"), ROOT.resolve("B"));
                }))
                .containsExactly("A=1 B=2", "A=1 b=2", "B=2 a=1", "a=1 b=2");
    }

    @Test
    void dropsFilesWhoseDirectoryIsLost() throws IOException {
        assertThat(outcomes(() -> {
                    disk.createDirectories(ROOT.resolve("d"));
                    write("d/a", "1", true);
                    disk.syncDirectory(ROOT.resolve("d"));
                }))
                .containsExactly("", "a=1");
    }

    @Test
    void stopsBeforeTheStepOfTheCrashAndGivesLocksBack() throws IOException {
        disk.lock(ROOT.resolve("lock"));
        disk.syncDirectory(ROOT);
        disk.crashAt(disk.steps() + 3);
        write("a", "", false);
        assertThatThrownBy(() -> disk.syncDirectory(ROOT)).isInstanceOf(SimulatedDisk.Crash.class);
        assertThatThrownBy(() -> disk.exists(ROOT)).isInstanceOf(SimulatedDisk.Crash.class);
        disk.restart(1);
        disk.lockOfDead(ROOT.resolve("lock")).orElseThrow().close();
    }

    @Test
    void isFullAtItsLimitAfterWritingWhatFits() throws IOException {
        disk.limitTo(3);
        assertThatThrownBy(() -> write("a", "alpha", true)).hasMessage("No space left on device");
        assertThat(disk.files()).containsOnlyKeys(ROOT.resolve("a"));
        assertThat(disk.used()).isEqualTo(3);
    }
}
