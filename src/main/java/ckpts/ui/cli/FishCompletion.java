package ckpts.ui.cli;

import ckpts.format.Formats;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Completion for fish. */
final class FishCompletion {
    private static final String HEAD = """
            # Completion for fish, printed by: ckpts completion fish

            function __ckpts_first # nothing but the program is typed
                test (count (commandline -opc)) -eq 1
            end

            function __ckpts_is # commands: one of them is typed, a script counts as run
                set -l words (commandline -opc)
                set -q words[2]; or return 1
                set -l command $words[2]
                string match -q -- '*%s' $command; and set command run
                contains -- $command - -c; and set command run
                contains -- $command $argv
            end

            function __ckpts_operands # how many are typed
                set -l words (commandline -opc)
                set -l count 0
                set -l value 0
                for word in $words[3..-1]
                    if test $value -eq 1
                        set value 0
                    else if contains -- $word %s
                        set value 1
                    else if not string match -q -- '-?*' $word
                        set count (math $count + 1)
                    end
                end
                echo $count
            end

            function __ckpts_files # endings: files of these, or all where there are none, and folders
                set -l others
                set -l found 0
                for name in (__fish_complete_path (commandline -ct))
                    set name (string split -m 1 \\t -- $name)[1]
                    if string match -q -- '*/' $name
                        echo $name
                        continue
                    end
                    set -a others $name
                    for ending in $argv
                        if string match -q -- "*$ending" $name
                            echo $name
                            set found 1
                            break
                        end
                    end
                end
                test $found -eq 1; or printf '%%s\n' $others
            end

            function __ckpts_report # kinds
                set -l typed (commandline -ct)
                set -l value (string replace -r '^--report=' '' -- $typed)
                if string match -q -- '*=*' $value
                    set -l kind (string split -m 1 = -- $value)[1]
                    for file in (__fish_complete_path (string split -m 1 = -- $value)[2])
                        echo $kind=$file
                    end
                else
                    printf '%%s=\\n' $argv
                end
            end

            function __ckpts_statements # words: one of them after the last ; of what is typed
                set -l before (string match -r '^.*; *' -- (commandline -ct | string trim -l -c '\\'"'))
                for word in $argv
                    echo "$before$word"
                end
            end

            complete -c ckpts -f
            complete -c ckpts -n __ckpts_first -s h -l help -d 'list the commands'
            complete -c ckpts -n __ckpts_first -s V -l version -d 'print the version'
            complete -c ckpts -n __ckpts_first -a '(__ckpts_files %s | string match -r ".*(?:/|%s)\\$")'
            """;

    private final Formats formats;

    FishCompletion(Formats formats) {
        this.formats = formats;
    }

    String script() {
        Set<String> valued = new LinkedHashSet<>();
        StringBuilder lines = new StringBuilder();
        for (Usage usage : Commands.usages()) {
            lines.append("\n");
            line(lines, "__ckpts_first", List.of("-a", usage.name(), "-d", quoted(usage.summary())));
            String is = quoted("__ckpts_is " + usage.name());
            for (Option option : usage.allOptions()) {
                line(lines, is, option(option));
                if (option.takesValue()) {
                    valued.addAll(option.names());
                }
            }
            operands(usage, lines);
        }
        line(lines, "__ckpts_first", option(RunOptions.STATEMENTS));
        String ending = CommandLine.SCRIPT_ENDING;
        return HEAD.formatted(ending, String.join(" ", valued), ending, ending) + lines;
    }

    private static void line(StringBuilder lines, String condition, List<String> words) {
        lines.append("complete -c ckpts -n ").append(condition);
        words.forEach(word -> lines.append(' ').append(word));
        lines.append('\n');
    }

    private List<String> option(Option option) {
        List<String> words = new ArrayList<>();
        for (String name : option.names()) {
            boolean isLong = name.startsWith("--");
            words.addAll(List.of(isLong ? "-l" : "-s", name.substring(isLong ? 2 : 1)));
        }
        words.addAll(List.of("-d", quoted(option.help())));
        if (option.takesValue()) {
            Completable values = Completable.of(option.value(), formats);
            boolean anyFile =
                    values.kind() == Completable.Kind.FILES && values.words().isEmpty();
            words.add(anyFile ? "-r -F" : "-x");
            words.addAll(action(values));
        }
        return words;
    }

    private void operands(Usage usage, StringBuilder lines) {
        List<Usage.Operand> operands = usage.operandList();
        for (int i = 0; i < operands.size(); i++) {
            String compared = operands.get(i).repeated() ? " -ge " : " -eq ";
            String condition = "__ckpts_is " + usage.name() + "; and test (__ckpts_operands)" + compared + i;
            Completable values = Completable.of(operands.get(i).placeholder(), formats);
            if (values.kind() == Completable.Kind.FILES && values.words().isEmpty()) {
                line(lines, quoted(condition), List.of("-F"));
            } else if (values.kind() != Completable.Kind.UNKNOWN) {
                line(lines, quoted(condition), action(values));
            }
        }
    }

    private static List<String> action(Completable values) {
        String words = String.join(" ", values.words());
        return switch (values.kind()) {
            case WORDS -> List.of("-a", quoted(words));
            case FILES -> values.words().isEmpty() ? List.of() : List.of("-a", quoted("(__ckpts_files " + words + ")"));
            case FOLDERS -> List.of("-a", quoted("(__fish_complete_directories)"));
            case REPORTS -> List.of("-a", quoted("(__ckpts_report " + words + ")"));
            case STATEMENTS -> List.of("-a", quoted("(__ckpts_statements " + words + ")"));
            case UNKNOWN -> List.of();
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
