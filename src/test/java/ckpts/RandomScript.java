package ckpts;

import ckpts.checkpoint.Checkpoint;
import ckpts.checkpoint.Entry;
import ckpts.naming.NamePattern;
import ckpts.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Checkpoints and statements by chance, from a seed. */
final class RandomScript {
    private static final List<String> SEGMENTS =
            List.of("a", "b", "layer", "kernel", "0", "1", "10", "é", "x y", "[z]", "{q}", "$p", "\"", "\\", "*", "");
    private static final List<String> SLOTS = List.of("Adam", "Adam_1", "Momentum");

    private final Random random;

    RandomScript(long seed) {
        this.random = new Random(seed);
    }

    /** What a statement may do to the names of a checkpoint. */
    enum Touch {
        /** New names for old, others come or go. */
        NAMES,
        /** Values alone: the names stay. */
        VALUES,
        /** Nothing at all. */
        NOTHING
    }

    /** A statement and what it may touch. */
    record Line(String text, Touch touch) {}

    /** The text of a sketch with odd names, slots, averages, aliases and an optimizer's own tensor. */
    String sketch() {
        Set<String> names = new LinkedHashSet<>();
        StringBuilder lines = new StringBuilder();
        for (int i = 2 + random.nextInt(6); i > 0; i--) {
            String name = name();
            if (names.add(name)) {
                String type = " float32" + shape();
                lines.append(quoted(name)).append(type);
                String alias = name();
                if (random.nextInt(5) == 0 && names.add(alias)) {
                    lines.append(" also ").append(quoted(alias));
                }
                lines.append('\n');
                if (random.nextInt(3) == 0) {
                    String slot = name + "/" + SLOTS.get(random.nextInt(SLOTS.size()));
                    if (names.add(slot)) {
                        lines.append(quoted(slot)).append(type).append(" slot ");
                        lines.append(slot.substring(slot.lastIndexOf('/') + 1))
                                .append(" of ")
                                .append(quoted(name));
                        lines.append(random.nextInt(4) == 0 ? "\n" : " start 0\n");
                    }
                }
                if (random.nextInt(5) == 0 && names.add("ema/" + name)) {
                    lines.append(quoted("ema/" + name))
                            .append(type)
                            .append(" average of ")
                            .append(quoted(name));
                    lines.append('\n');
                }
            }
        }
        return lines + (names.add("beta1_power") ? "beta1_power float32[] state beta1_power\n" : "");
    }

    private String name() {
        StringBuilder name = new StringBuilder(SEGMENTS.get(random.nextInt(SEGMENTS.size() - 1)));
        for (int i = random.nextInt(3); i > 0; i--) {
            name.append(random.nextInt(4) == 0 ? '.' : '/').append(SEGMENTS.get(random.nextInt(SEGMENTS.size())));
        }
        return name.toString();
    }

    private String shape() {
        List<Integer> sizes = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            sizes.add(1 + random.nextInt(4));
        }
        return sizes.toString();
    }

    private static String quoted(String name) {
        return '"' + name.replaceAll("[\"\\\\]", "\\\\$0") + '"';
    }

    /** A name as a script spells it. */
    static String spelled(String name) {
        return '"' + NamePattern.quote(name) + '"';
    }

    /** A statement about this checkpoint, most of the time one that can be carried out. */
    Line line(Checkpoint checkpoint) {
        List<Entry> entries = checkpoint.entries();
        if (entries.isEmpty()) {
            return new Line("set " + spelled(name()) + " = [1.0, 2.0]", Touch.NAMES);
        }
        Entry entry = entries.get(random.nextInt(entries.size()));
        Entry other = entries.get(random.nextInt(entries.size()));
        String name = spelled(entry.name());
        String fresh = spelled(name());
        return switch (random.nextInt(22)) {
            case 0, 1 -> names("rename " + name + " -> " + fresh);
            case 2 ->
                names("rename { " + name + " -> " + spelled(other.name()) + "; " + spelled(other.name()) + " -> " + name
                        + " }");
            case 3 -> names("rename \"{p:**}/" + "{last}\" -> \"{p}.{last}\"");
            case 4 -> names("rename? /a+/ -> \"b\"");
            case 5 -> names("drop " + name);
            case 6 -> names("drop? \"**/kernel\", slots where rank < 2");
            case 7 -> names("keep \"**\" except " + name);
            case 8, 9 -> names("copy " + name + " -> " + fresh);
            case 10 -> names("tie " + name + " -> " + fresh);
            case 11 ->
                names(
                        checkpoint.aliases().isEmpty()
                                ? "drop? averages"
                                : "untie "
                                        + spelled(checkpoint
                                                .aliases()
                                                .keySet()
                                                .iterator()
                                                .next()));
            case 12 ->
                names("set " + (random.nextBoolean() ? fresh : name) + " = tensor(" + name + ") + 1 without slots");
            case 13 -> values("reinit " + name + " with uniform(seed = " + random.nextInt(3) + ")");
            case 14 -> values("reinit " + name + " with zeros shape [2, 2]");
            case 15 -> values("cast " + name + " to float16");
            case 16 -> values("reshape " + name + " to [-1]");
            case 17 -> values("transpose " + name);
            case 18 ->
                values("slice " + name + " " + ranges(entry.tensor().type().shape()));
            case 19 ->
                values("pad " + name + " to "
                        + entry.tensor().type().shape().dimensions().stream()
                                .map(size -> Long.toString(size + random.nextInt(2)))
                                .collect(Collectors.joining(", ", "[", "]"))
                        + " with 7");
            case 20 -> values("update " + name + " = it * 2 - tensor(" + spelled(other.name()) + ") without slots");
            default -> new Line("assert count \"**\" == " + (entries.size() + random.nextInt(2)), Touch.NOTHING);
        };
    }

    private static String ranges(Shape shape) {
        return shape.rank() == 0 ? "[:]" : "[0:" + (shape.dimension(0) + 1) / 2 + "]";
    }

    private static Line names(String text) {
        return new Line(text, Touch.NAMES);
    }

    private static Line values(String text) {
        return new Line(text, Touch.VALUES);
    }
}
