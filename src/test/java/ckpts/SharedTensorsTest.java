package ckpts;

import static org.assertj.core.api.Assertions.assertThat;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.engine.Budget;
import ckpts.format.Formats;
import ckpts.format.MemoryDisk;
import ckpts.format.OpenedCheckpoint;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import ckpts.language.source.SourceText;
import ckpts.naming.NamePattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever is tied or taken apart in a checkpoint of TensorFlow, and saved: done, or refused with a diagnostic. */
class SharedTensorsTest {
    private static final Path FIXTURES = Path.of("src/test/fixtures/tensorflow");
    private static final Formats FORMATS = StandardFormats.formats();

    @Test
    void everySecondNameTakenApartAndEveryTwoTensorsTied() throws IOException {
        int done = 0;
        for (Path index : indexes()) {
            MemoryDisk disk = MemoryDisk.copyOf(index.getParent());
            String prefix = index.getFileName().toString().replaceFirst("\\.index$", "");
            for (String script : scripts(prefix, disk)) {
                done += holds(index + ": " + script, script, disk) ? 1 : 0;
            }
        }
        assertThat(done).isGreaterThan(500);
    }

    private static List<Path> indexes() throws IOException {
        try (Stream<Path> files = Files.walk(FIXTURES)) {
            return files.filter(file -> file.toString().contains("object_"))
                    .filter(file -> file.toString().endsWith(".index"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> scripts(String prefix, MemoryDisk disk) throws IOException {
        List<String> scripts = new ArrayList<>();
        String load = "load \"" + prefix + "\"\n";
        try (OpenedCheckpoint opened = FORMATS.open(Path.of(prefix), disk)) {
            Checkpoint checkpoint = opened.checkpoint();
            for (String alias : checkpoint.aliases().keySet()) {
                scripts.add(load + "untie " + quoted(alias) + "\nsave \"out\"");
                scripts.add(load + "untie " + quoted(alias) + "\ndrop "
                        + quoted(checkpoint.aliases().get(alias)) + "\nsave \"out\"");
            }
            List<Entry> entries = checkpoint.entries();
            for (int i = 0; i + 1 < entries.size(); i++) {
                for (int j = i + 1; j < Math.min(entries.size(), i + 4); j++) {
                    String one = quoted(entries.get(i).name());
                    String other = quoted(entries.get(j).name());
                    scripts.add(load + "drop " + other + "\ntie " + one + " -> " + other + "\nsave \"out\"");
                    scripts.add(load + "drop " + other + "\ntie " + one + " -> " + other + "\nuntie " + other
                            + "\nsave \"out\"");
                }
            }
        } catch (ckpts.bytes.MalformedFileException e) {
            return List.of();
        }
        return scripts;
    }

    private static String quoted(String name) {
        return "\"" + NamePattern.quote(name) + "\"";
    }

    private static boolean holds(String what, String script, MemoryDisk disk) throws IOException {
        try (Session session = new Session(FORMATS, disk, Budget.standard())) {
            Outcome outcome = session.propose(new SourceText("test", script, Optional.empty()), Map.of(), false);
            return outcome.holds();
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(what, e);
        }
    }
}
