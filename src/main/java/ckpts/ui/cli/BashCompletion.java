package ckpts.ui.cli;

import ckpts.format.Formats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Completion for bash, 3.2 of macOS included, without the package bash-completion. */
final class BashCompletion {
    private static final String HEAD = """
            # Completion for bash, printed by: ckpts completion bash

            _ckpts_files() { # endings: files of these, or all where there are none, and folders
              local name ending folders=() files=() others=()
              while IFS= read -r name; do
                if [ -d "$name" ]; then
                  folders+=("$name")
                  continue
                fi
                others+=("$name")
                for ending in "$@"; do
                  case $name in
                    *"$ending")
                      files+=("$name")
                      break
                      ;;
                  esac
                done
              done < <(compgen -f -- "$cur")
              [ ${#files[@]} -gt 0 ] || files=(${others[@]+"${others[@]}"})
              COMPREPLY=(${folders[@]+"${folders[@]}"} ${files[@]+"${files[@]}"})
              compopt -o filenames 2>/dev/null
            }

            _ckpts_statements() { # words: one of them after the last ; of what is typed
              local typed=${cur#[\\"\\']} before word
              case $typed in
                *';'*) before=${typed%%;*}\\; word=${typed##*;} ;;
                *) before='' word=$typed ;;
              esac
              while [ "${word# }" != "$word" ]; do
                before="$before " word=${word# }
              done
              while IFS= read -r word; do
                COMPREPLY+=("$before$word")
              done < <(compgen -W "$*" -- "$word")
              compopt -o nospace 2>/dev/null
            }

            _ckpts() {
              local cur=${COMP_WORDS[COMP_CWORD]} previous='' command=${COMP_WORDS[1]} at=2 count=0 attached='' options valued word value=''
              COMPREPLY=()
              if [ "$COMP_CWORD" = 1 ]; then
                COMPREPLY=($(compgen -W '%s' -- "$cur"))
                if [ ${#COMPREPLY[@]} = 0 ] || [ -z "$cur" ]; then
                  options=(${COMPREPLY[@]+"${COMPREPLY[@]}"})
                  _ckpts_files '%s'
                  COMPREPLY=(${options[@]+"${options[@]}"} ${COMPREPLY[@]+"${COMPREPLY[@]}"})
                else
                  while IFS= read -r previous; do
                    COMPREPLY+=("$previous")
                  done < <(compgen -f -X '!*%s' -- "$cur")
                fi
                return
              fi
              case $command in
                *'%s' | - | -c) command=run ;;
              esac
              [ "${COMP_WORDS[1]}" != -c ] || at=1
              # Bash takes `--format=json` for three words.
              previous=${COMP_WORDS[COMP_CWORD - 1]}
              if [ "$cur" = = ]; then
                cur='' attached=yes
              elif [ "$previous" = = ]; then
                previous=${COMP_WORDS[COMP_CWORD - 2]} attached=yes
              fi
            """;
    private static final String TAIL = """
              case $cur in
                -*)
                  COMPREPLY=($(compgen -W "$options" -- "$cur"))
                  return
                  ;;
              esac
              # It takes what is around = and : for words of their own, too.
              while [ "$at" -lt "$COMP_CWORD" ]; do
                word=${COMP_WORDS[at]} attached=''
                at=$((at + 1))
                while [ "$at" -lt "$COMP_CWORD" ] && [ -n "${COMP_WORDS[at]}" ] && [ -z "${COMP_WORDS[at]//[=:]/}" ]; do
                  attached=yes at=$((at + 2))
                done
                if [ -n "$value" ]; then
                  value=''
                  continue
                fi
                case " $valued " in
                  *" $word "*)
                    [ -n "$attached" ] || value=yes
                    continue
                    ;;
                esac
                case $word in
                  -?*) ;;
                  *) count=$((count + 1)) ;;
                esac
              done
              case $command$count in
            %s  esac
            }

            complete -F _ckpts ckpts
            """;

    private final Formats formats;

    BashCompletion(Formats formats) {
        this.formats = formats;
    }

    String script() {
        String first = String.join(" ", Commands.NAMES) + " -c --help --version";
        String ending = CommandLine.SCRIPT_ENDING;
        StringBuilder script = new StringBuilder(HEAD.formatted(first, ending, ending, ending));
        options(script);
        values(script);
        return script.append(TAIL.formatted(operands())).toString();
    }

    /** The options of each command, and those of them that take a value. */
    private static void options(StringBuilder script) {
        script.append("  case $command in\n");
        for (Usage usage : Commands.usages()) {
            script.append("    ").append(usage.name()).append(")\n");
            script.append("      options='").append(names(usage.allOptions())).append("'\n");
            script.append("      valued='")
                    .append(names(usage.allOptions().stream()
                            .filter(Option::takesValue)
                            .toList()))
                    .append("'\n      ;;\n");
        }
        script.append("    *) return ;;\n  esac\n");
    }

    private static String names(List<Option> options) {
        return options.stream().flatMap(option -> option.names().stream()).collect(Collectors.joining(" "));
    }

    /** The value of an option, which is the same for all commands that have it; of {@code json=}, a file. */
    private void values(StringBuilder script) {
        Map<String, String> actions = new TreeMap<>();
        for (Usage usage : Commands.usages()) {
            for (Option option : usage.allOptions()) {
                if (option.takesValue()) {
                    String action = action(option.value());
                    for (String name : option.names()) {
                        String other = actions.putIfAbsent(name, action);
                        if (other != null && !other.equals(action)) {
                            throw new IllegalStateException(name + " has two kinds of values");
                        }
                    }
                }
            }
        }
        Map<String, List<String>> alike = new TreeMap<>();
        actions.forEach((name, action) ->
                alike.computeIfAbsent(action, any -> new ArrayList<>()).add(name));
        script.append("  case $previous in\n");
        alike.forEach((action, names) -> arm(script, String.join(" | ", names), action));
        script.append("  esac\n");
        script.append("  if [ -n \"$attached\" ]; then\n    _ckpts_files\n    return\n  fi\n");
    }

    private static void arm(StringBuilder script, String pattern, String action) {
        script.append("    ").append(pattern).append(")\n");
        script.append("      ").append(action).append("\n      return\n      ;;\n");
    }

    private String operands() {
        StringBuilder arms = new StringBuilder();
        for (Usage usage : Commands.usages()) {
            List<Usage.Operand> operands = usage.operandList();
            for (int i = 0; i < operands.size(); i++) {
                String pattern = usage.name() + (operands.get(i).repeated() ? "*" : Integer.toString(i));
                arm(arms, pattern, action(operands.get(i).placeholder()));
            }
        }
        return arms.toString();
    }

    private String action(String placeholder) {
        Completable values = Completable.of(placeholder, formats);
        String words = String.join(" ", values.words());
        return switch (values.kind()) {
            case WORDS -> "COMPREPLY=($(compgen -W '" + words + "' -- \"$cur\"))";
            case FILES -> ("_ckpts_files " + words).strip();
            case FOLDERS ->
                "while IFS= read -r previous; do COMPREPLY+=(\"$previous\"); done < <(compgen -d -- \"$cur\"); "
                        + "compopt -o filenames 2>/dev/null";
            case REPORTS ->
                "COMPREPLY=($(compgen -S = -W '" + words + "' -- \"$cur\")); compopt -o nospace 2>/dev/null";
            case STATEMENTS -> "_ckpts_statements " + words;
            case UNKNOWN -> ":";
        };
    }
}
