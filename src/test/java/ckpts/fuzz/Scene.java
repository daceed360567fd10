package ckpts.fuzz;

import ckpts.Playground;
import ckpts.checkpoint.Manifest;
import ckpts.engine.Budget;
import ckpts.format.CheckpointFormat;
import ckpts.format.Formats;
import ckpts.format.ManifestSource;
import ckpts.format.MemoryDisk;
import ckpts.format.manifest.JsonManifestWriter;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import ckpts.language.source.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Files in memory, and what people do to them. Refusing is right, as is doing; everything else escapes. */
final class Scene {
    private static final Formats FORMATS = Playground.formats();
    private static final Budget BUDGET = new Budget(8L << 20, 1);

    private final MemoryDisk disk;

    Scene(MemoryDisk disk) {
        this.disk = disk;
    }

    Scene file(String name, byte[] contents) {
        disk.put(Path.of(name), contents);
        return this;
    }

    Scene file(String name, String contents) {
        return file(name, contents.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it held; values are read, saves are laid out. */
    boolean run(String script) {
        try (Session session = new Session(FORMATS, disk, BUDGET)) {
            return outcome(session, script).holds();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Outcome outcome(Session session, String script) {
        return session.evaluate(new SourceText("fuzz", script, Optional.empty()), Map.of(), true);
    }

    /** Without reading a value. */
    void propose(String script) {
        try (Session session = new Session(FORMATS, disk, BUDGET)) {
            session.propose(new SourceText("fuzz", script, Optional.empty()), Map.of(), false);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A checkpoint that can be loaded is looked at, rewritten, renamed, and written as another format. */
    void checkpoint(String path) {
        verify(path);
        String load = "load \"" + path + "\"\n";
        if (run(load + "show\ntree\nshow aliases\nshow metadata\nstats\nplan\nsave \"same\"")) {
            run(load + "rename? \"**\" -> \"x/**\"\nsave \"renamed\" shards 2");
            run(load + "drop? optimizer\nreinit? \"**\" with zeros()\nsave \"a.safetensors\"");
            run(load + "save \"b\" format tensorflow");
            run(load + "load \"" + path + "\" as b\nmanifest \"" + path + "\" as m\ndiff b\nassert consumed");
        }
    }

    private void verify(String path) {
        Optional<CheckpointFormat> format = FORMATS.recognizing(Path.of(path), disk);
        try {
            if (format.isPresent()) {
                format.get().verify(Path.of(path), disk);
            }
        } catch (IOException e) {
            // Refused.
        }
    }

    /** A manifest that can be read is written and read again, compared, fulfilled. */
    void manifest(String path) {
        Optional<ManifestSource> source = FORMATS.manifestAt(Path.of(path), disk);
        Manifest manifest;
        try {
            if (source.isEmpty()) {
                return;
            }
            manifest = source.get().read(Path.of(path), disk);
        } catch (IOException e) {
            return;
        }
        requireSameAgain(manifest);
        String load = "load \"given.safetensors\"\nmanifest \"" + path + "\"\n";
        run(load + "check consumed\ncheck covered\nreinit? missing\ndrop? unexpected\nsave \"a.safetensors\"");
        run(load + "reinit? missing\nsave \"b\" format tensorflow");
    }

    private static void requireSameAgain(Manifest manifest) {
        String text = JsonManifestWriter.write(manifest);
        MemoryDisk disk = new MemoryDisk().put(Path.of("m.json"), text.getBytes(StandardCharsets.UTF_8));
        try {
            ManifestSource source = FORMATS.manifestAt(Path.of("m.json"), disk).orElseThrow();
            String again = JsonManifestWriter.write(source.read(Path.of("m.json"), disk));
            if (!again.equals(text)) {
                throw new IllegalStateException("written again as\n" + again + "\nnot\n" + text);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read back\n" + text, e);
        }
    }
}
