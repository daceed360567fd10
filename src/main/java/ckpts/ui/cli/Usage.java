package ckpts.ui.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The usage of a command, for parsing its arguments and for its help.
 *
 * @param name the word on the command line
 * @param operands as help shows them: {@code PATH [PATTERN...]}
 * @param least operands that must be given
 * @param most operands that may be given
 * @param summary one line
 * @param options its own; those of all commands are {@link #GLOBAL}
 * @param more further lines of help
 */
record Usage(
        String name, String operands, int least, int most, String summary, List<Option> options, List<String> more) {
    static final int ANY = Integer.MAX_VALUE;

    static final Option FORMAT = Option.valued("text|json", "how results are written (text)", "--format");
    static final Option COLOR = Option.valued("auto|always|never", "when to colour (auto)", "--color");
    static final Option QUIET = Option.flag("write only errors to standard error", "-q", "--quiet");
    static final Option VERBOSE =
            Option.flag("show plans tensor by tensor, what statements did, what the run used", "-v", "--verbose");
    static final Option SAFE = Option.flag("use no file outside the folders of the files named here", "--safe");
    static final Option ROOT = Option.repeated("DIR", "use no file outside this folder; may be repeated", "--root");
    static final Option HELP = Option.flag("show this help", "-h", "--help");
    static final List<Option> GLOBAL = List.of(SAFE, ROOT, FORMAT, COLOR, QUIET, VERBOSE, HELP);

    Usage {
        options = List.copyOf(options);
        more = List.copyOf(more);
    }

    /** The same with further options after its own. */
    Usage with(List<Option> further) {
        List<Option> all = new ArrayList<>(options);
        all.addAll(further);
        return new Usage(name, operands, least, most, summary, all, more);
    }

    /** {@code ckpts ls PATH [PATTERN...]}. */
    String synopsis() {
        return ("ckpts " + name + (options.isEmpty() ? "" : " [OPTION...]") + " " + operands).stripTrailing();
    }

    /** Its own options, then those of all commands. */
    List<Option> allOptions() {
        List<Option> all = new ArrayList<>(options);
        all.addAll(GLOBAL);
        return all;
    }

    /**
     * An operand.
     *
     * @param placeholder {@code PATH}
     * @param optional whether it may be left out
     * @param repeated whether any number may follow
     */
    record Operand(String placeholder, boolean optional, boolean repeated) {}

    /** The operands in order, up to the first that may be repeated. */
    List<Operand> operandList() {
        List<Operand> list = new ArrayList<>();
        for (String word : operands.isEmpty() ? List.<String>of() : List.of(operands.split(" ", -1))) {
            boolean optional = word.startsWith("[") || list.size() >= least;
            String bare = word.replace("[", "").replace("]", "");
            boolean repeated = bare.endsWith("...");
            list.add(new Operand(bare.replace("...", ""), optional, repeated));
            if (repeated) {
                break;
            }
        }
        return list;
    }

    Optional<Option> option(String spelling) {
        return allOptions().stream()
                .filter(option -> option.names().contains(spelling))
                .findFirst();
    }

    /** The whole help text of the command. */
    List<String> help() {
        List<String> lines = new ArrayList<>();
        lines.add("usage: " + synopsis());
        lines.add("");
        lines.add(summary + ".");
        if (!more.isEmpty()) {
            lines.add("");
            lines.addAll(more);
        }
        lines.add("");
        lines.add("options:");
        List<Option> all = allOptions();
        int widest = all.stream()
                .mapToInt(option -> option.synopsis().length())
                .max()
                .orElse(0);
        for (Option option : all) {
            String synopsis = option.synopsis();
            lines.add("  " + synopsis + " ".repeat(widest - synopsis.length()) + "  " + option.help());
        }
        return lines;
    }
}
