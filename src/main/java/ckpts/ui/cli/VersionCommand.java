package ckpts.ui.cli;

import ckpts.engine.Budget;
import ckpts.format.CheckpointFormat;
import ckpts.format.Formats;
import ckpts.format.ManifestSource;
import ckpts.report.Cell;
import ckpts.report.Report.Field;
import ckpts.report.Report.Fields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ckpts version}. */
final class VersionCommand implements Command {
    private static final int LANGUAGE = 1;

    @Override
    public Usage usage() {
        return new Usage(
                "version",
                "",
                0,
                0,
                "Print the version",
                List.of(),
                List.of("-v adds what a bug report needs: the build, Java, memory, formats."));
    }

    @Override
    public ExitStatus run(Arguments arguments, Surroundings surroundings, Screen screen) {
        int java = Runtime.version().feature();
        if (screen.isVerbose()) {
            screen.result(details(surroundings, Installation.current()));
        } else if (screen.isJson()) {
            screen.text("{\"version\": \"" + surroundings.version() + "\", \"language\": " + LANGUAGE + ", \"java\": "
                    + java + "}\n");
        } else {
            screen.text("ckpts " + surroundings.version() + ", language " + LANGUAGE + ", Java " + java + "\n");
        }
        return ExitStatus.DONE;
    }

    /** The fields of the short form, and others. */
    private static Fields details(Surroundings surroundings, Installation installation) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("version", "version", Cell.text(surroundings.version())));
        fields.add(new Field("language", "language", Cell.whole(LANGUAGE)));
        fields.add(new Field(
                "commit", "commit", installation.commit().map(Cell::text).orElse(Cell.nothing())));
        fields.add(new Field("jar", "jar", path(installation.jar())));
        fields.add(new Field("java", "Java", Cell.whole(Runtime.version().feature())));
        fields.add(property("java_version", "Java's version", "java.runtime.version"));
        fields.add(property("java_vendor", "Java's vendor", "java.vendor"));
        fields.add(property("java_home", "Java's folder", "java.home"));
        fields.add(property("os", "system", "os.name"));
        fields.add(property("os_version", "system version", "os.version"));
        fields.add(property("arch", "processor", "os.arch"));
        Budget budget = Budget.standard();
        fields.add(new Field("heap", "heap", Cell.bytes(Runtime.getRuntime().maxMemory())));
        fields.add(new Field("working_memory", "working memory", Cell.bytes(budget.memory())));
        fields.add(new Field("threads", "threads", Cell.whole(budget.threads())));
        fields.add(new Field("class_archive", "class archive", path(installation.archive())));
        fields.add(new Field("class_archive_used", "class archive used", Cell.flag(installation.archiveUsed())));
        Formats formats = surroundings.formats().get();
        for (CheckpointFormat format : formats.checkpoints()) {
            fields.add(new Field("format_" + format.name(), format.name() + " files", words(format.endings())));
        }
        fields.add(new Field(
                "manifests",
                "manifests",
                words(formats.manifests().stream()
                        .map(ManifestSource::endings)
                        .flatMap(List::stream)
                        .toList())));
        return new Fields("", fields);
    }

    private static Cell path(Optional<Path> path) {
        return path.map(file -> Cell.name(file.toString())).orElse(Cell.nothing());
    }

    private static Field property(String key, String label, String property) {
        return new Field(key, label, Cell.text(System.getProperty(property, "")));
    }

    private static Cell words(List<String> words) {
        return Cell.many(words.stream().map(Cell::name).toList());
    }
}
