package ckpts.ui.cli;

import java.util.List;
import java.util.Optional;

/** The commands by name. Only the one that is called is loaded. */
final class Commands {
    static final List<String> NAMES = List.of(
            "run",
            "plan",
            "check",
            "fmt",
            "repl",
            "ls",
            "show",
            "stats",
            "diff",
            "verify",
            "convert",
            "rename",
            "cast",
            "strip",
            "manifest",
            "completion",
            "man",
            "version",
            "help");

    private Commands() {}

    /** The usages of all commands, in the order of {@link #NAMES}. */
    static List<Usage> usages() {
        return NAMES.stream().map(name -> named(name).orElseThrow().usage()).toList();
    }

    static Optional<Command> named(String name) {
        return switch (name) {
            case "ls" -> Optional.of(new LsCommand());
            case "show" -> Optional.of(new ShowCommand());
            case "run" -> Optional.of(new RunCommand());
            case "plan" -> Optional.of(new PlanCommand());
            case "check" -> Optional.of(new CheckCommand());
            case "fmt" -> Optional.of(new FmtCommand());
            case "repl" -> Optional.of(new ReplCommand());
            case "stats" -> Optional.of(new StatsCommand());
            case "diff" -> Optional.of(new DiffCommand());
            case "verify" -> Optional.of(new VerifyCommand());
            case "convert" -> Optional.of(new ConvertCommand());
            case "rename" -> Optional.of(new RenameCommand());
            case "cast" -> Optional.of(new CastCommand());
            case "strip" -> Optional.of(new StripCommand());
            case "completion" -> Optional.of(new CompletionCommand());
            case "man" -> Optional.of(new ManCommand());
            case "manifest" -> Optional.of(new ManifestCommand());
            case "version" -> Optional.of(new VersionCommand());
            case "help" -> Optional.of(new HelpCommand());
            case "rehearse" -> Optional.of(new RehearseCommand());
            default -> Optional.empty();
        };
    }
}
