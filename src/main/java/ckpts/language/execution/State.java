package ckpts.language.execution;

import ckpts.language.semantics.Environment;
import ckpts.state.Workspace;
import java.util.List;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The whole state between two statements. Immutable: a statement gives the next one, or fails and leaves this one.
 *
 * @param workspace checkpoints, manifests, ledger
 * @param environment parameters, variables and captures
 * @param saves saves that were requested and not yet carried out
 * @param obligations assertions that bind later saves
 * @param events events that were not yet handed out
 * @param steps number of statements that were carried out
 */
public record State(
        Workspace workspace,
        Environment environment,
        PVector<RequestedSave> saves,
        PVector<BindingAssertion> obligations,
        PVector<Event> events,
        int steps) {
    static State initial() {
        return new State(
                Workspace.empty(),
                Environment.empty(),
                TreePVector.empty(),
                TreePVector.empty(),
                TreePVector.empty(),
                0);
    }

    State with(Workspace newWorkspace) {
        return new State(newWorkspace, environment, saves, obligations, events, steps);
    }

    State with(Environment newEnvironment) {
        return new State(workspace, newEnvironment, saves, obligations, events, steps);
    }

    State saying(Event event) {
        return new State(workspace, environment, saves, obligations, events.plus(event), steps);
    }

    State saving(RequestedSave save) {
        return new State(workspace, environment, saves.plus(save), obligations, events, steps);
    }

    State owing(BindingAssertion obligation) {
        return new State(workspace, environment, saves, obligations.plus(obligation), events, steps);
    }

    State stepped() {
        return new State(workspace, environment, saves, obligations, events, steps + 1);
    }

    /** The state without events. */
    State silent() {
        return new State(workspace, environment, saves, obligations, TreePVector.empty(), steps);
    }

    /** The state for the next script: events handed out, saves carried out. */
    State settled() {
        return new State(workspace, environment, TreePVector.empty(), obligations, TreePVector.empty(), steps);
    }

    /** Whether something was done between the two, other than looking. */
    boolean differs(State earlier) {
        return workspace != earlier.workspace
                || environment != earlier.environment
                || obligations.size() != earlier.obligations.size();
    }

    /** The names of loaded checkpoints and of manifests, which share one namespace. */
    List<String> takenNames() {
        List<String> all = new java.util.ArrayList<>();
        workspace.checkpoints().forEach(loaded -> all.add(loaded.name()));
        all.addAll(workspace.manifests().keySet());
        return all;
    }
}
