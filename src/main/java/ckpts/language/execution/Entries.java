package ckpts.language.execution;

import ckpts.checkpoint.Entry;
import ckpts.language.semantics.Context;
import ckpts.language.semantics.Selected;
import ckpts.language.semantics.Selection;
import ckpts.language.source.Span;
import ckpts.language.syntax.Selector;
import ckpts.state.Loaded;
import java.util.List;
import java.util.Optional;

/** The entries that a statement shows: those selected, or all of the subject. */
final class Entries {
    private Entries() {}

    static List<Entry> of(Optional<Selector> selector, Context context, Span place) {
        if (selector.isEmpty()) {
            return context.subject(place).current().entries();
        }
        Selection selection = new Selection(context);
        Loaded loaded = selection.checkpoint(selector.get());
        return selection.found(selector.get()).stream()
                .map(Selected::name)
                .map(name -> loaded.current().entry(name).orElseThrow())
                .toList();
    }
}
