package ckpts.review;

import ckpts.state.Ledger;
import ckpts.state.Loaded;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Information for the reviewer of a plan, beside the plan itself.
 *
 * @param loaded the checkpoints, as they were loaded and as they are now
 * @param ledger the fate of every loaded tensor
 * @param parameters of the script, in its order
 * @param questions checks of values that are still to run
 */
public record Review(Collection<Loaded> loaded, Ledger ledger, List<Parameter> parameters, List<Question> questions) {
    public Review {
        loaded = List.copyOf(loaded);
        parameters = List.copyOf(parameters);
        questions = List.copyOf(questions);
    }

    /** A value that can be set when a script is run. */
    public record Parameter(String name, String value) {}

    /**
     * An assertion on values, or a look at some.
     *
     * @param place of the statement
     * @param text the statement on one line
     */
    public record Question(String place, String text) {}

    Optional<Loaded> loaded(String name) {
        return loaded.stream().filter(one -> one.name().equals(name)).findFirst();
    }
}
