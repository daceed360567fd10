package ckpts.ui.cli;

import ckpts.format.Formats;
import java.util.ArrayList;
import java.util.List;

/** Completion for zsh: a file for a folder of {@code fpath}, which may also be sourced after {@code compinit}. */
final class ZshCompletion {
    private static final String HEAD = """
            #compdef ckpts
            # Completion for zsh, printed by: ckpts completion zsh

            _ckpts_report() { # kinds
              if compset -P '*='; then
                _files
              else
                compadd -S = -- "$@"
              fi
            }

            _ckpts_statements() { # words
              compset -P '*[; ]'
              compadd -S ' ' -- "$@"
            }

            _ckpts() {
              if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
                local -a commands=(
            %s    )
                _describe -t commands command commands
                _alternative "scripts:script:_path_files -g '*%s(-.)'" 'folders:folder:_path_files -/'
                return
              fi
              if [[ $words[2] == (*%s|-) ]]; then
                words=("$words[1]" run "${(@)words[2,-1]}")
                (( CURRENT += 1 ))
              elif [[ $words[2] == -c ]]; then
                words=("$words[1]" run "${(@)words[2,-1]}")
                (( CURRENT += 1 ))
              fi
              shift words
              (( CURRENT -= 1 ))
              case $words[1] in
            """;
    private static final String TAIL = """
                *) _arguments '(- *)'{-h,--help}'[list the commands]' '(- *)'{-V,--version}'[print the version]' ;;
              esac
            }

            if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
              _ckpts "$@"
            else
              compdef _ckpts ckpts
            fi
            """;

    private final Formats formats;

    ZshCompletion(Formats formats) {
        this.formats = formats;
    }

    String script() {
        StringBuilder commands = new StringBuilder();
        StringBuilder arms = new StringBuilder();
        for (Usage usage : Commands.usages()) {
            commands.append("      ")
                    .append(quoted(usage.name() + ":"
                            + usage.summary().replace("\\", "\\\\").replace(":", "\\:")))
                    .append("\n");
            arms.append("    ").append(usage.name()).append(")\n      _arguments -s -S");
            specifications(usage).forEach(spec -> arms.append(" \\\n        ").append(quoted(spec)));
            arms.append("\n      ;;\n");
        }
        String ending = CommandLine.SCRIPT_ENDING;
        return HEAD.formatted(commands, ending, ending) + arms + TAIL;
    }

    private List<String> specifications(Usage usage) {
        List<String> specifications = new ArrayList<>();
        for (Option option : usage.allOptions()) {
            for (String name : option.names()) {
                String others = option.repeatable() ? "*" : "(" + String.join(" ", option.names()) + ")";
                String attached = option.takesValue() && name.startsWith("--") ? "=" : "";
                String value = option.takesValue() ? ":" + argument(option.value()) : "";
                specifications.add(others + name + attached + "[" + escaped(option.help()) + "]" + value);
            }
        }
        List<Usage.Operand> operands = usage.operandList();
        for (int i = 0; i < operands.size(); i++) {
            Usage.Operand operand = operands.get(i);
            String place = operand.repeated() ? "*" : Integer.toString(i + 1);
            String colon = operand.optional() && !operand.repeated() ? "::" : ":";
            specifications.add(place + colon + argument(operand.placeholder()));
        }
        return specifications;
    }

    /** {@code MESSAGE:ACTION}. */
    private String argument(String placeholder) {
        Completable values = Completable.of(placeholder, formats);
        String words = String.join(" ", values.words());
        return escaped(placeholder)
                + ":"
                + switch (values.kind()) {
                    case WORDS -> "(" + words + ")";
                    case FILES -> values.words().isEmpty() ? "_files" : "_files -g \"" + glob(values.words()) + "\"";
                    case FOLDERS -> "_files -/";
                    case REPORTS -> "{_ckpts_report " + words + "}";
                    case STATEMENTS -> "{_ckpts_statements " + words + "}";
                    case UNKNOWN -> " ";
                };
    }

    private static String glob(List<String> endings) {
        return endings.size() == 1 ? "*" + endings.get(0) + "(-.)" : "*(" + String.join("|", endings) + ")(-.)";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace(":", "\\:")
                .replace("[", "\\[")
                .replace("]", "\\]");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
