package ckpts.language.advice;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.Playground;
import ckpts.bytes.OutputFile;
import ckpts.bytes.SimulatedDisk;
import ckpts.engine.Budget;
import ckpts.language.execution.Outcome;
import ckpts.language.execution.Session;
import ckpts.language.source.SourceText;
import ckpts.naming.NamePattern;
import ckpts.naming.RenameRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A checkpoint, the model that it is for, and which tensor of the one is which of the other.
 *
 * @param tensors lines of a sketch
 * @param variables {@code name type[shape]}, and {@code slot of OWNER}
 * @param counterparts rules {@code FROM -> TO}, and {@code FROM} alone for one that is several of the model's or a part
 *     of one; a name on both sides that no rule mentions is its own counterpart
 * @param strangers names on both sides that are not each other
 */
record RepairScene(
        String title, List<String> tensors, List<String> variables, List<String> counterparts, Set<String> strangers) {
    private static final Path FOLDER = Path.of("/models");

    static RepairScene of(String title, String tensors, String variables, String... counterparts) {
        return new RepairScene(title, lines(tensors), lines(variables), List.of(counterparts), Set.of());
    }

    /** The same, where names on both sides are not each other. */
    RepairScene strange(String... names) {
        return new RepairScene(title, tensors, variables, counterparts, Set.of(names));
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    Trial trial() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        disk.createDirectories(FOLDER);
        put(disk, "old.sketch", String.join("\n", tensors) + "\n");
        put(disk, "new.json", manifest());
        return new Trial(() -> open(disk));
    }

    private Session open(SimulatedDisk disk) {
        Session session = new Session(Playground.formats(), disk, new Budget(8L << 20, 1));
        String text = "load \"old.sketch\"\nmanifest \"new.json\"\n";
        Outcome outcome = session.evaluate(new SourceText("fix.ckpts", text, Optional.of(FOLDER)), Map.of(), false);
        if (!outcome.holds()) {
            throw new AssertionError(title + ": " + outcome.diagnostics());
        }
        return session;
    }

    private static void put(SimulatedDisk disk, String name, String text) throws IOException {
        try (OutputFile file = disk.create(FOLDER.resolve(name))) {
            file.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
            file.sync();
        }
    }

    private String manifest() {
        List<String> entries = new ArrayList<>();
        for (String line : variables) {
            String type = typeOf(line);
            String[] words =
                    line.substring(line.indexOf(type) + type.length()).strip().split(" ");
            String slot = words.length == 3 ? ", \"slot_of\": \"%s\"".formatted(quoted(words[2])) : "";
            int bracket = type.indexOf('[');
            entries.add("{\"name\": \"%s\", \"dtype\": \"%s\", \"shape\": %s%s}"
                    .formatted(quoted(nameOf(line)), type.substring(0, bracket), type.substring(bracket), slot));
        }
        return "{\"ckpts_manifest\": 1, \"variables\": [\n" + String.join(",\n", entries) + "\n]}\n";
    }

    private static String quoted(String name) {
        return NamePattern.quote(name).replace("\\", "\\\\");
    }

    private static String nameOf(String line) {
        return line.substring(0, line.indexOf(' '));
    }

    private static String typeOf(String line) {
        String rest = line.substring(line.indexOf(' ') + 1).strip();
        return rest.substring(0, rest.indexOf(']') + 1);
    }

    /** The type of each variable of the model, as a listing of tensors has it. */
    Map<String, String> types() {
        Map<String, String> types = new TreeMap<>();
        variables.forEach(line -> types.put(nameOf(line), typeOf(line)));
        return types;
    }

    /** Name of the checkpoint to name of the model; to nothing for a part, or for one of several parts. */
    Map<String, String> truth() {
        List<String> names = tensors.stream().map(RepairScene::nameOf).toList();
        Map<String, String> truth = new TreeMap<>();
        names.stream()
                .filter(name -> types().containsKey(name) && !strangers.contains(name))
                .forEach(name -> truth.put(name, name));
        List<RenameRules.Rule> rules = new ArrayList<>();
        for (String counterpart : counterparts) {
            String[] sides = counterpart.split(" -> ");
            if (sides.length == 2) {
                rules.add(RenameRules.Rule.of(sides[0], sides[1]));
            } else {
                NamePattern.glob(counterpart).matches(Set.copyOf(names)).forEach(match -> truth.put(match.name(), ""));
            }
        }
        truth.putAll(new RenameRules(rules).apply(Set.copyOf(names)).renames());
        return truth;
    }
}
