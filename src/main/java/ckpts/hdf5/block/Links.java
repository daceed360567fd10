package ckpts.hdf5.block;

import ckpts.bytes.MalformedFileException;
import ckpts.hdf5.type.Elements;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The links of a group, however they are stored: HDF5 File Format Specification, IV.A.2.c (link info), IV.A.2.g (link) and
 * IV.A.2.r (symbol table). In the order in which they were created if the group records it, else by name as HDF5 sorts.
 */
public final class Links {
    private static final int HARD = 0;
    private static final int SOFT = 1;
    private static final int EXTERNAL = 64;
    private static final int NAME_INDEX = 5;
    private static final int LINK_ID = 7;

    private record Ordered(Link link, long order) {}

    private Links() {}

    /** Whether an object is a group. */
    public static boolean areIn(ObjectHeader header) {
        return header.has(Message.SYMBOL_TABLE) || header.has(Message.LINK_INFO) || header.has(Message.LINK);
    }

    /** All links of a group. */
    public static List<Link> of(Volume volume, ObjectHeader header, String path) throws IOException {
        List<Link> links = read(volume, header, path);
        Set<String> names = new HashSet<>();
        for (Link link : links) {
            if (!names.add(link.name())) {
                throw header.required(header.has(Message.LINK_INFO) ? Message.LINK_INFO : Message.SYMBOL_TABLE, "links")
                        .malformed("two links of the group are named \"" + link.name() + "\"");
            }
        }
        return List.copyOf(links);
    }

    private static List<Link> read(Volume volume, ObjectHeader header, String path) throws IOException {
        Optional<Block> table = header.first(Message.SYMBOL_TABLE);
        if (table.isPresent()) {
            return SymbolTable.links(volume, table.get(), path);
        }
        List<Ordered> links = new ArrayList<>();
        for (Message message : header.all(Message.LINK)) {
            Block body = message.body();
            add(links, link(body), body, volume.limits());
        }
        boolean tracked = false;
        Optional<Block> info = header.first(Message.LINK_INFO);
        if (info.isPresent()) {
            Block body = info.get();
            body.version(0, 0);
            int flags = body.u8();
            tracked = (flags & 1) != 0;
            body.skip(tracked ? Long.BYTES : 0);
            dense(volume, body, path, links);
        }
        links.sort(tracked ? Comparator.comparingLong(Ordered::order) : Comparator.comparing(Links::name, UNSIGNED));
        return links.stream().map(Ordered::link).toList();
    }

    private static final Comparator<byte[]> UNSIGNED = java.util.Arrays::compareUnsigned;

    private static byte[] name(Ordered link) {
        return link.link.name().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void dense(Volume volume, Block info, String path, List<Ordered> links) throws IOException {
        long heapAddress = info.address();
        long indexAddress = info.address();
        if (heapAddress == Block.UNDEFINED) {
            return;
        }
        FractalHeap heap = FractalHeap.open(volume, heapAddress, "heap of the links of " + path);
        BTree index = BTree.open(volume, indexAddress, NAME_INDEX, "index of the links of " + path);
        index.forEach(record -> {
            record.skip(Integer.BYTES);
            add(links, link(heap.object(record.part(LINK_ID))), record, volume.limits());
        });
    }

    /** Adds a link within the limits. */
    static <T> void add(List<T> links, T link, Block block, Limits limits) throws MalformedFileException {
        if (links.size() >= limits.links()) {
            throw block.malformed("there are more than " + limits.links() + ", the limit of this reader");
        }
        links.add(link);
    }

    /** A name that can be a part of a path. */
    static String name(Block block, byte[] bytes) throws MalformedFileException {
        String name = Elements.string(bytes);
        if (name.isEmpty() || name.equals(".") || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            throw block.malformed("\"" + name + "\" cannot be the name of a link");
        }
        return name;
    }

    private static Ordered link(Block body) throws IOException {
        body.version(1, 1);
        int flags = body.u8();
        int type = (flags & 1 << 3) == 0 ? HARD : body.u8();
        long order = (flags & 1 << 2) == 0 ? 0 : body.number(Long.BYTES);
        body.skip((flags & 1 << 4) == 0 ? 0 : 1);
        long length = body.count(1 << (flags & 3), "the length of a name");
        String name = name(body, body.bytes(length));
        Link link = switch (type) {
            case HARD -> new Link.Hard(name, body.address());
            case SOFT -> new Link.Soft(name, Elements.string(body.bytes(body.u16())));
            case EXTERNAL -> new Link.Refused(name, "an external link", body, true);
            default -> new Link.Refused(name, "a link of the unknown type " + type, body, false);
        };
        return new Ordered(link, order);
    }
}
