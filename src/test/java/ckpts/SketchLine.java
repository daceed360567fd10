package ckpts;

import ckpts.checkpoint.Entry;
import ckpts.checkpoint.Role;
import ckpts.format.optimizer.SlotKinds;
import ckpts.tensor.DType;
import ckpts.tensor.Shape;
import ckpts.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One tensor of a sketch, as a line:
 *
 * <pre>
 * dense/kernel           float32[2, 2]                                                values count on from the line above
 * dense/bias             float32[2]     = 0.5 -1
 * dense/kernel/Momentum  float32[2, 2]  slot Momentum of dense/kernel start 0
 * ema/dense/kernel       float32[2, 2]  average of dense/kernel
 * beta1_power            float32[]      state beta1_power
 * decoder/kernel         float32[2, 2]  also "encoder/kernel"                         an alias
 * "a name with blanks"   int64[3]       at 24                                         values in the file beside it
 * </pre>
 */
record SketchLine(
        String name, TensorType type, Role role, List<String> aliases, Optional<List<String>> values, OptionalLong at) {
    private static final Pattern WORD = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|[^\\s\"\\[]+(?:\\[[^\\]]*\\])?|\\S");

    /** @throws IllegalArgumentException saying what is wrong with the line */
    static SketchLine parse(String line) {
        return new Parser(line).line();
    }

    /** The line of an entry, with these values. */
    static String of(Entry entry, List<String> aliases, String values) {
        StringBuilder out = new StringBuilder(quoted(entry.name()))
                .append("  ")
                .append(entry.tensor().type());
        if (entry.role() instanceof Role.Slot slot) {
            out.append("  slot ")
                    .append(quoted(slot.kind().name()))
                    .append(" of ")
                    .append(quoted(slot.owner()));
            slot.kind().start().ifPresent(start -> out.append(" start ").append(plain(start)));
        } else if (entry.role() instanceof Role.Average average) {
            out.append("  average of ").append(quoted(average.of()));
        } else if (entry.role() instanceof Role.OptimizerState state) {
            out.append("  state ").append(quoted(state.kind()));
        }
        aliases.forEach(alias -> out.append("  also ").append(quoted(alias)));
        return out.append(values.isEmpty() ? "" : "  " + values).toString();
    }

    /** A number without a fraction that says nothing: {@code 3}, {@code 0.5}. */
    static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private static String quoted(String name) {
        return name.matches("[^\\s\"\\[\\]=]+") ? name : '"' + name.replaceAll("[\"\\\\]", "\\\\$0") + '"';
    }

    private static final class Parser {
        private final List<String> words = new ArrayList<>();
        private int next;

        Parser(String line) {
            Matcher matcher = WORD.matcher(line);
            while (matcher.find()) {
                words.add(matcher.group());
            }
        }

        SketchLine line() {
            String name = name();
            TensorType type = type(word());
            Role role = Role.VARIABLE;
            List<String> aliases = new ArrayList<>();
            while (next < words.size()) {
                String word = word();
                switch (word) {
                    case "slot" -> role = slot(name);
                    case "average" -> role = average();
                    case "state" -> role = new Role.OptimizerState(name());
                    case "also" -> aliases.add(name());
                    case "at" -> {
                        return new SketchLine(
                                name, type, role, aliases, Optional.empty(), OptionalLong.of(Long.parseLong(word())));
                    }
                    case "=" -> {
                        return new SketchLine(name, type, role, aliases, Optional.of(rest()), OptionalLong.empty());
                    }
                    default -> throw new IllegalArgumentException("no such word: " + word);
                }
            }
            return new SketchLine(name, type, role, aliases, Optional.empty(), OptionalLong.empty());
        }

        private String word() {
            if (next == words.size()) {
                throw new IllegalArgumentException("the line ends too soon");
            }
            return words.get(next++);
        }

        private List<String> rest() {
            List<String> rest = List.copyOf(words.subList(next, words.size()));
            next = words.size();
            return rest;
        }

        private String name() {
            String word = word();
            return word.startsWith("\"") ? word.substring(1, word.length() - 1).replaceAll("\\\\(.)", "$1") : word;
        }

        private void expect(String wanted) {
            String word = word();
            if (!word.equals(wanted)) {
                throw new IllegalArgumentException("expected `" + wanted + "`, found `" + word + "`");
            }
        }

        private Role slot(String name) {
            String kind = name();
            expect("of");
            String owner = name();
            int at = name.indexOf(owner);
            if (at < 0) {
                throw new IllegalArgumentException("the name of a slot holds that of its owner, " + owner);
            }
            OptionalDouble start = OptionalDouble.empty();
            if (next < words.size() && words.get(next).equals("start")) {
                next++;
                start = OptionalDouble.of(Double.parseDouble(word()));
            }
            return new Role.Slot(
                    owner, SlotKinds.of(kind, start), name.substring(0, at), name.substring(at + owner.length()));
        }

        private Role average() {
            expect("of");
            return new Role.Average(name());
        }

        private static TensorType type(String word) {
            Matcher matcher = Pattern.compile("(\\w+)\\[([\\d, ]*)\\]").matcher(word);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("expected a type such as float32[2, 3], found `" + word + "`");
            }
            DType dtype = DType.named(matcher.group(1))
                    .orElseThrow(() -> new IllegalArgumentException("no element type `" + matcher.group(1) + "`"));
            List<Long> sizes = matcher.group(2).isBlank()
                    ? List.of()
                    : Pattern.compile(",")
                            .splitAsStream(matcher.group(2))
                            .map(size -> Long.parseLong(size.trim()))
                            .collect(Collectors.toList());
            return new TensorType(dtype, Shape.of(sizes));
        }
    }
}
