package ckpts.ui.cli;

import java.util.List;

/** A command on scripts that its arguments name, or consist of ({@code -c}). */
abstract class ScriptCommand implements Command {
    @Override
    public final List<String> paths(Arguments arguments, Surroundings surroundings) {
        return Scripts.given(arguments).stream().map(Scripts.Given::path).toList();
    }
}
