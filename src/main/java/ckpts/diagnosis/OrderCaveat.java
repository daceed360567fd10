package ckpts.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A table of pairs that match by name and type although their values are in different orders, with the reason to
 * report. The pair is shown, but never certain.
 *
 * @param one end of the path of one module, words joined by {@code _}
 * @param other end of the other module's path
 */
record OrderCaveat(Pattern one, Pattern other, String reason) {
    private static final List<OrderCaveat> TABLE = List.of(
            new OrderCaveat(
                    Pattern.compile(".*/w[qk]"),
                    Pattern.compile(".*/[qk]_proj"),
                    "under these names the rows of each head are in a different order (rotary halves): rearrange them as well"));

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
