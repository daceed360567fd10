package ckpts.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Pairs that are one by name and type, and yet hold their values in different orders: a table, with the reason that is
 * told. The pair is shown, but never certain.
 *
 * @param one what the path of one module ends in, words joined by {@code _}
 * @param other what that of the other ends in
 */
record OrderCaveat(Pattern one, Pattern other, String reason) {
    private static final List<OrderCaveat> TABLE = List.of(new OrderCaveat(
            Pattern.compile(".*/w[qk]"),
            Pattern.compile(".*/[qk]_proj"),
            "under these names the rows of each head lie in another order (rotary halves): rearrange them as well"));

    static Optional<String> of(Module here, Module there) {
        return TABLE.stream()
                .filter(caveat ->
                        caveat.applies(here.path(), there.path()) || caveat.applies(there.path(), here.path()))
                .map(OrderCaveat::reason)
                .findFirst();
    }

    private boolean applies(String left, String right) {
        return one.matcher(left).matches() && other.matcher(right).matches();
    }
}
