package ckpts.format.tensorflow.object;

import ckpts.format.tensorflow.object.GraphEdit.Edited;
import ckpts.format.tensorflow.object.RestoreFinding.Effect;
import ckpts.format.tensorflow.object.RestoreFinding.Notice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares TensorFlow's restore with the names.
 *
 * <p>Reports variables that get no value, or another variable's; then unused values, unless their variable was reported
 * already.
 */
public final class RestoreCheck {
    private RestoreCheck() {}

    /**
     * Checks one checkpoint.
     *
     * @param checkpoint the checkpoint as it would be saved
     * @param model the model to restore
     * @param tensorOf variable of the model to its tensor in the checkpoint by name
     */
    public static List<RestoreFinding> findings(Edited checkpoint, ModelGraph model, Map<String, String> tensorOf) {
        Restoration restoration;
        try {
            restoration = Restoration.of(checkpoint, model, tensorOf);
        } catch (IOException e) {
            return List.of(new RestoreFinding(
                    Effect.UNFILLED, Notice.RESTORE, "how it would be restored is unknown: " + e.getMessage()));
        }
        UnfilledVariables unfilled = new UnfilledVariables(restoration);
        model.variables()
                .forEach((object, variables) -> variables.forEach(variable -> unfilled.judge(object, variable)));
        unfilled.judgeCounter();
        UnusedValues unused = new UnusedValues(restoration, unfilled.tensors());
        unused.judgeBound();
        unused.judgeUnbound();
        List<RestoreFinding> findings = new ArrayList<>(unfilled.findings());
        findings.addAll(unused.findings());
        return findings;
    }
}
