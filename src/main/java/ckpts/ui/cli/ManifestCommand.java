package ckpts.ui.cli;

import ckpts.bytes.Disk;
import ckpts.bytes.TextFile;
import ckpts.checkpoint.Manifest;
import ckpts.format.ManifestSource;
import ckpts.format.OpenedCheckpoint;
import ckpts.format.manifest.JsonManifestWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code ckpts manifest}: the variables that a model expects, as a manifest file. */
final class ManifestCommand implements Command {
    private static final Option OUTPUT = Option.valued("FILE", "write it to FILE", "-o", "--output");

    @Override
    public Usage usage() {
        return new Usage(
                "manifest",
                "PATH",
                1,
                1,
                "Write a manifest from a checkpoint, a graph or another manifest",
                List.of(OUTPUT),
                List.of("Without -o it goes to standard output. An existing FILE is not replaced."));
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen) throws IOException {
        Disk disk = surroundings.callersDisk().get();
        Optional<String> output = arguments.value(OUTPUT);
        TextOutput to = output.isPresent()
                ? TextOutput.of(Path.of(output.get()), screen, path -> TextFile.fresh(path, disk))
                : screen::text;
        to.write(JsonManifestWriter.write(read(Path.of(arguments.operands().get(0)), surroundings, screen)));
        return ExitStatus.DONE;
    }

    private static Manifest read(Path path, Surroundings surroundings, Screen screen) throws IOException {
        Disk disk = surroundings.disk().get();
        Optional<ManifestSource> source = surroundings.formats().get().manifestAt(path, disk);
        if (source.isPresent()) {
            return source.get().read(path, disk);
        }
        try (OpenedCheckpoint opened = Opening.open(path, surroundings, screen)) {
            return Manifest.of(opened.checkpoint());
        }
    }
}
