package ckpts.hdf5;

import ckpts.bytes.MalformedFileException;
import ckpts.hdf5.block.Block;
import ckpts.hdf5.block.Link;
import ckpts.hdf5.block.Links;
import ckpts.hdf5.block.ObjectHeader;
import ckpts.hdf5.block.Remedy;
import ckpts.hdf5.block.Volume;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A group: names that lead to objects. Opening one child reads no header of another. */
public final class Group implements Node {
    private final Volume volume;
    private final ObjectHeader header;
    private final String path;
    private final int depth;

    /** Read once, by whichever thread is first; several reads give the same. */
    private volatile Map<String, Link> links;

    Group(Volume volume, ObjectHeader header, String path, int depth) {
        this.volume = volume;
        this.header = header;
        this.path = path;
        this.depth = depth;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long address() {
        return header.address();
    }

    Volume volume() {
        return volume;
    }

    @Override
    public List<StoredAttribute> attributes() throws IOException {
        return StoredAttribute.of(volume, header, path);
    }

    /** In the order of their creation, if that is recorded, else by name. */
    public List<Link> links() throws IOException {
        return List.copyOf(byName().values());
    }

    private Map<String, Link> byName() throws IOException {
        Map<String, Link> known = links;
        if (known == null) {
            known = new LinkedHashMap<>();
            for (Link link : Links.of(volume, header, path)) {
                known.put(link.name(), link);
            }
            links = known;
        }
        return known;
    }

    String pathOf(String name) {
        return path.equals("/") ? "/" + name : path + "/" + name;
    }

    /**
     * The object of a path, from this group or, if it begins with a slash, from the root; soft links are followed.
     *
     * @return empty if there is no such name, or a soft link leads nowhere
     */
    public Optional<Node> child(String childPath) throws IOException {
        return child(childPath, new int[] {volume.limits().depth()});
    }

    /** The object that a link of this group leads to. */
    public Node open(Link link) throws IOException {
        return child(link.name(), link, new int[] {volume.limits().depth()})
                .orElseThrow(() -> new MalformedFileException(
                        volume.file().name() + ", " + pathOf(link.name()), 0, "is a soft link that leads nowhere"));
    }

    /** @param softLinks one number: how many may still be followed, in all */
    private Optional<Node> child(String childPath, int[] softLinks) throws IOException {
        Node node = childPath.startsWith("/") ? Node.open(volume, volume.root(), "/", 0) : this;
        for (String name : childPath.split("/")) {
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (!(node instanceof Group group)) {
                return Optional.empty();
            }
            Link link = group.byName().get(name);
            Optional<Node> next = link == null ? Optional.empty() : group.child(name, link, softLinks);
            if (next.isEmpty()) {
                return next;
            }
            node = next.get();
        }
        return Optional.of(node);
    }

    private Optional<Node> child(String name, Link link, int[] softLinks) throws IOException {
        String where = volume.file().name() + ", " + pathOf(name);
        if (link instanceof Link.Hard hard) {
            if (hard.address() == Block.UNDEFINED) {
                throw new MalformedFileException(where, 0, "is a link that leads nowhere");
            }
            return Optional.of(Node.open(volume, hard.address(), pathOf(name), depth + 1));
        }
        if (link instanceof Link.Soft soft) {
            if (softLinks[0]-- == 0) {
                throw new MalformedFileException(
                        where,
                        0,
                        "is a soft link that leads through more than "
                                + volume.limits().depth() + " soft links: do they lead back?");
            }
            return child(soft.target(), softLinks);
        }
        Link.Refused refused = (Link.Refused) link;
        String what = refused.what() + " named " + pathOf(name);
        throw refused.place().unsupported(what, refused.followed() ? new Remedy.Copy() : new Remedy.None());
    }
}
