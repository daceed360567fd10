package ckpts.state;

import ckpts.tensor.Tensor;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Whether tensors are computed from files, for many of them: results for one are used for the next. */
final class FileSources {
    private final Set<Tensor> withoutFile = Collections.newSetFromMap(new IdentityHashMap<>());

    boolean hasFile(Tensor tensor) {
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Tensor> open = new ArrayDeque<>(List.of(tensor));
        while (!open.isEmpty()) {
            Tensor next = open.removeLast();
            if (next.origin().isPresent()) {
                return true;
            }
            if (!withoutFile.contains(next) && seen.add(next)) {
                open.addAll(next.inputs());
            }
        }
        withoutFile.addAll(seen);
        return false;
    }
}
