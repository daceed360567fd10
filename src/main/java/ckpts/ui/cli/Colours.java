package ckpts.ui.cli;

import java.util.Map;

/** Decides whether to colour: by the option, then NO_COLOR, then FORCE_COLOR or CLICOLOR_FORCE, then the stream. */
public final class Colours {
    private Colours() {}

    public static boolean wanted(String option, boolean terminal, Map<String, String> environment) {
        if (!option.equals("auto")) {
            return option.equals("always");
        }
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        if (isOn(environment.get("FORCE_COLOR")) || isOn(environment.get("CLICOLOR_FORCE"))) {
            return true;
        }
        return terminal && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    private static boolean isOn(String value) {
        return value != null && !value.isEmpty() && !value.equals("0");
    }
}
