package ckpts.workspace;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What whoever reviews a plan wants to know beside it.
 *
 * @param loaded the checkpoints, as they were loaded and as they are now
 * @param ledger what became of every loaded tensor
 * @param parameters of the script, in its order
 * @param questions what is still to be asked of values
 */
public record Review(Collection<Loaded> loaded, Ledger ledger, List<Parameter> parameters, List<Question> questions) {
    public Review {
        loaded = List.copyOf(loaded);
        parameters = List.copyOf(parameters);
        questions = List.copyOf(questions);
    }

    /** A value that whoever runs a script may set. */
    public record Parameter(String name, String value) {}

    /**
     * An assertion on values, or a look at some.
     *
     * @param place of the statement
     * @param text the statement on one line
     */
    public record Question(String place, String text) {}

    Optional<Loaded> loaded(String alias) {
        return loaded.stream().filter(one -> one.alias().equals(alias)).findFirst();
    }
}
