package ckpts.hdf5;

import ckpts.bytes.MalformedFileException;
import ckpts.hdf5.block.Link;
import ckpts.hdf5.block.Volume;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** One walk through a file. */
final class Walk {
    private final Hdf5File.Visitor visitor;
    private final Volume volume;
    private final Map<Long, String> paths = new HashMap<>();

    Walk(Hdf5File.Visitor visitor, Volume volume) {
        this.visitor = visitor;
        this.volume = volume;
    }

    void walk(Group group) throws IOException {
        paths.putIfAbsent(group.address(), group.path());
        visitor.group(group);
        for (Link link : group.links()) {
            String path = group.pathOf(link.name());
            if (link instanceof Link.Soft soft) {
                visitor.soft(path, soft.target());
            } else if (link instanceof Link.Hard hard && paths.containsKey(hard.address())) {
                visitor.alias(path, paths.get(hard.address()));
            } else {
                visit(group.open(link));
            }
        }
    }

    private void visit(Node node) throws IOException {
        if (paths.size() >= volume.limits().objects()) {
            throw new MalformedFileException(
                    volume.file(),
                    0,
                    "has more objects than the " + volume.limits().objects() + " that this reader allows");
        }
        paths.put(node.address(), node.path());
        if (node instanceof Group group) {
            walk(group);
        } else if (node instanceof Dataset dataset) {
            visitor.dataset(dataset);
        } else if (node instanceof NamedType type) {
            visitor.namedType(type);
        }
    }
}
