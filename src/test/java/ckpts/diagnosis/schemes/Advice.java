package ckpts.diagnosis.schemes;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.ui.cli.CommandLine;
import ckpts.ui.cli.Json;
import ckpts.ui.cli.Surroundings;
import ckpts.ui.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the program proposes: the statements that somebody gets who takes all that is certain, from top to bottom. The one place that knows how {@code diff} writes.
 *
 * @param findings how many there are
 * @param statements one text each, of one or more lines
 */
record Advice(int findings, List<String> statements) {
    static Advice of(Scene scene) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                out,
                err,
                Map.of(),
                Terminal.NONE,
                () -> Scene.FORMATS,
                scene::disk,
                () -> {
                    throw new AssertionError("nobody is to talk here");
                },
                "test");
        String checkpoint = Scene.FOLDER.resolve(scene.checkpoint()).toString();
        String manifest = Scene.FOLDER.resolve(Scene.MANIFEST).toString();
        int status = new CommandLine(surroundings).run(List.of("diff", checkpoint, manifest, "--format", "json"));
        if (status > 1) {
            throw new AssertionError("diff ended with " + status + ": " + err.toString(UTF_8) + out.toString(UTF_8));
        }
        Map<?, ?> report = (Map<?, ?>) Json.parse(out.toString(UTF_8));
        List<?> findings = (List<?>) report.get("findings");
        return new Advice(
                findings.size(), findings.stream().flatMap(Advice::active).toList());
    }

    private static Stream<String> active(Object finding) {
        List<?> repairs = (List<?>) ((Map<?, ?>) finding).get("repairs");
        return repairs.stream().map(String.class::cast);
    }
}
