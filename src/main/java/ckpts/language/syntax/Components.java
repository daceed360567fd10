package ckpts.language.syntax;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The nodes among the components of a node's record: one by one, in lists and where they may be absent. */
final class Components {
    private static final ClassValue<RecordComponent[]> OF_KIND = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> kind) {
            return kind.getRecordComponents();
        }
    };

    private Components() {}

    static List<Node> of(Node node) {
        List<Node> nodes = new ArrayList<>();
        for (RecordComponent component : OF_KIND.get(node.getClass())) {
            add(value(component, node), nodes);
        }
        return nodes;
    }

    private static void add(Object value, List<Node> nodes) {
        if (value instanceof Node node) {
            nodes.add(node);
        } else if (value instanceof Iterable<?> several) {
            several.forEach(one -> add(one, nodes));
        } else if (value instanceof Optional<?> maybe) {
            maybe.ifPresent(one -> add(one, nodes));
        }
    }

    private static Object value(RecordComponent component, Node node) {
        try {
            return component.getAccessor().invoke(node);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component.toString(), e);
        }
    }
}
