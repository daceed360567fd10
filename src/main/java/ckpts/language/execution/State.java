package ckpts.language.execution;

import ckpts.language.semantics.Environment;
import ckpts.workspace.Workspace;
import java.util.List;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * All there is between two statements. Immutable: a statement takes it to the next one or fails and leaves it.
 *
 * @param workspace checkpoints, manifests, ledger
 * @param environment what names stand for
 * @param saves asked for and not yet carried out
 * @param obligations that bind later saves
 * @param events said and not yet handed out
 * @param steps how many statements were carried out
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

    /** With nothing to say. */
    State silent() {
        return new State(workspace, environment, saves, obligations, TreePVector.empty(), steps);
    }

    /** Ready for the next text: events handed out, saves carried out. */
    State settled() {
        return new State(workspace, environment, TreePVector.empty(), obligations, TreePVector.empty(), steps);
    }

    /** Whether something was done between the two, other than looking. */
    boolean differs(State earlier) {
        return workspace != earlier.workspace
                || environment != earlier.environment
                || obligations.size() != earlier.obligations.size();
    }

    /** The aliases of loaded checkpoints and the names of manifests, which share one space. */
    List<String> aliases() {
        List<String> all = new java.util.ArrayList<>();
        workspace.checkpoints().forEach(loaded -> all.add(loaded.alias()));
        all.addAll(workspace.manifests().keySet());
        return all;
    }
}
