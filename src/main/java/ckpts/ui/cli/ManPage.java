package ckpts.ui.cli;

import ckpts.format.CheckpointFormat;
import ckpts.format.Formats;
import ckpts.format.ManifestSource;
import ckpts.language.syntax.Vocabulary;
import java.util.List;

/** The manual page in roff, made of what the program knows of itself. */
final class ManPage {
    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    /** The whole page. It has no date, so that equal programs print equal pages. */
    static String of(Formats formats, String version) {
        ManPage page = new ManPage();
        page.page.append(".TH CKPTS 1 \"\" \"ckpts ").append(escaped(version)).append("\" \"User Commands\"\n");
        page.head();
        page.commands();
        page.language(formats);
        page.rest();
        return page.page.toString();
    }

    private void head() {
        section("NAME");
        page.append("ckpts \\- make old checkpoints fit new models\n");
        section("SYNOPSIS");
        for (String call : List.of("SCRIPT.ckpts [OPTION...]", "-c STATEMENTS [OPTION...]", "COMMAND [ARGUMENT...]")) {
            page.append(".B ckpts\n").append(escaped(call)).append("\n.br\n");
        }
        page.append(".B ckpts\n");
        section("DESCRIPTION");
        text(
                "ckpts edits the tensors of checkpoints so that they fit a changed model: it renames, drops, copies, initializes"
                        + " and casts them, as a script says. Nothing is written until all statements and assertions have"
                        + " succeeded. Results go to standard output, everything else to standard error. Without arguments"
                        + " it starts a prompt on a terminal, and runs the script that comes through a pipe.");
    }

    private void commands() {
        section("COMMANDS");
        for (Usage usage : Commands.usages()) {
            page.append(".SS ").append(escaped(usage.synopsis())).append('\n');
            text(usage.summary() + ".");
            if (!usage.more().isEmpty()) {
                page.append(".PP\n");
                text(String.join(" ", usage.more()));
            }
            usage.options().forEach(this::option);
        }
        section("OPTIONS");
        text("Of all commands:");
        Usage.GLOBAL.forEach(this::option);
    }

    private void option(Option option) {
        page.append(".TP\n.B ").append(escaped(option.synopsis())).append('\n');
        text(option.help());
    }

    private void language(Formats formats) {
        section("SCRIPTS");
        text("Statements, one a line or separated by semicolons, in files that end in " + CommandLine.SCRIPT_ENDING
                + ". They begin with one of these words:");
        page.append(".PP\n");
        text(String.join(" ", Vocabulary.statementWords()));
        page.append(".PP\n");
        text("`ckpts help --agent` is a short reference with an example of each.");
        section("FILES");
        for (CheckpointFormat format : formats.checkpoints()) {
            entry(String.join(", ", format.endings()), "a checkpoint, read and written: " + format.name());
        }
        for (ManifestSource source : formats.manifests()) {
            entry(String.join(", ", source.endings()), "the variables that a model expects: " + source.name());
        }
        entry("~/.local/state/ckpts/history", "the input of earlier prompts; below XDG_STATE_HOME where that is set");
    }

    private void rest() {
        section("ENVIRONMENT");
        entry("JAVA_HOME", "the Java of the launcher, if it is 17 or newer");
        entry("CKPTS_JAVA_OPTS", "further options for Java, separated by spaces, such as -Xmx8g");
        entry("NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE", "when to colour, where --color does not say it");
        entry("COLUMNS", "the width of the terminal");
        section("EXIT STATUS");
        for (ExitStatus status : ExitStatus.values()) {
            entry(Integer.toString(status.code()), status.meaning());
        }
        section("EXAMPLES");
        for (String example : List.of(
                "ckpts ls model.safetensors",
                "ckpts diff old/ckpt-1 new_model.json",
                "ckpts plan fix.ckpts",
                "ckpts convert model.ckpt-3 model.safetensors --dtype bfloat16",
                "ckpts rename old.safetensors new.safetensors 'encoder.** -> model.encoder.**'")) {
            page.append(".PP\n.nf\n").append(escaped(example)).append("\n.fi\n");
        }
    }

    private void section(String title) {
        page.append(".SH ").append(title).append('\n');
    }

    private void entry(String term, String meaning) {
        page.append(".TP\n.B ").append(escaped(term)).append('\n');
        text(meaning);
    }

    private void text(String text) {
        page.append(escaped(text)).append('\n');
    }

    /** Nothing in it is a request, an escape, or a typographic sign for one that can be copied. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("\"", "\\(dq")
                .replace("~", "\\(ti")
                .replace("^", "\\(ha");
        return plain.startsWith(".") ? "\\&" + plain : plain;
    }
}
