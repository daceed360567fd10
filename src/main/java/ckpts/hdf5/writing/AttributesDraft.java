package ckpts.hdf5.writing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.hdf5.block.Lookup3;
import ckpts.hdf5.block.Message;
import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.type.Datatype;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The attributes of one object: HDF5 File Format Specification, IV.A.2.m and IV.A.2.v. They are messages of its header,
 * unless one is too large for that: then all lie in the file as large objects of a fractal heap that has no others, found
 * through two trees of one node each (III.G, III.A.2).
 */
final class AttributesDraft {
    private static final int MOST_ATTRIBUTES = 0xffff;
    private static final int HUGE_RECORD = 24;
    private static final int NAME_RECORD = 17;
    private static final int HUGE_TREE = 1;
    private static final int NAME_TREE = 8;
    private static final int HUGE_ID = 0x10;
    private static final int SMALLEST_NODE = 512;

    private final List<Attribute> attributes;
    private final List<Draft> bodies = new ArrayList<>();
    private final List<Draft> blocks;

    private record Indexed(int number, byte[] name, int hash) {}

    private AttributesDraft(List<Attribute> attributes, HeapDraft heap, List<Draft> blocks) {
        this.attributes = attributes;
        this.blocks = blocks;
        if (attributes.size() > MOST_ATTRIBUTES) {
            throw new IllegalArgumentException(attributes.size() + " attributes of one object");
        }
        attributes.forEach(attribute -> bodies.add(body(attribute, heap)));
    }

    /**
     * Adds attributes to a header, and what they need beside it to {@code blocks}.
     *
     * @param heap for variable strings
     */
    static void add(List<Attribute> attributes, HeaderDraft header, HeapDraft heap, List<Draft> blocks) {
        if (!attributes.isEmpty()) {
            new AttributesDraft(attributes, heap, blocks).add(header);
        }
    }

    private static Draft body(Attribute attribute, HeapDraft heap) {
        Draft type = TypeEncoder.type(attribute.type());
        Draft space = TypeEncoder.space(attribute.space());
        byte[] name = attribute.name().getBytes(UTF_8);
        if (name.length >= HeaderDraft.MOST_BYTES || attribute.name().indexOf('\0') >= 0) {
            throw new IllegalArgumentException("\"" + attribute.name() + "\" cannot be the name of an attribute");
        }
        Draft body = new Draft()
                .u8(3)
                .u8(0)
                .u16(name.length + 1)
                .u16(type.size())
                .u16(space.size())
                .u8(1);
        body.bytes(name).u8(0).add(type).add(space);
        if (attribute.type() instanceof Datatype.VariableString) {
            attribute.texts().forEach(text -> heap.add(text, body));
            return body;
        }
        return body.bytes(attribute.bytes());
    }

    private void add(HeaderDraft header) {
        boolean dense = bodies.stream().anyMatch(body -> body.size() > HeaderDraft.MOST_BYTES);
        Draft info = new Draft().u8(0).u8(1).u16(bodies.size());
        if (dense) {
            header.add(Message.ATTRIBUTE_INFO, 0, dense(info));
            return;
        }
        header.add(Message.ATTRIBUTE_INFO, 0, info.nowhere().nowhere());
        for (int i = 0; i < bodies.size(); i++) {
            header.add(Message.ATTRIBUTE, i, bodies.get(i));
        }
    }

    private Draft dense(Draft info) {
        Draft large = new Draft();
        for (int i = 0; i < bodies.size(); i++) {
            large.address(bodies.get(i).place()).u64(bodies.get(i).size()).u64(i + 1L);
        }
        Draft names = new Draft();
        for (Indexed each : byHash()) {
            names.u8(HUGE_ID).number(each.number + 1L, 7).u8(0).u32(each.number).u32(each.hash);
        }
        Draft heap = heap(tree(HUGE_TREE, HUGE_RECORD, large));
        Draft index = tree(NAME_TREE, NAME_RECORD, names);
        blocks.add(heap);
        blocks.addAll(bodies);
        return info.address(heap.place()).address(index.place());
    }

    private List<Indexed> byHash() {
        List<Indexed> indexed = new ArrayList<>();
        for (int i = 0; i < attributes.size(); i++) {
            byte[] name = attributes.get(i).name().getBytes(UTF_8);
            indexed.add(new Indexed(i, name, Lookup3.hash(name, 0, name.length)));
        }
        indexed.sort(Comparator.<Indexed>comparingLong(each -> Integer.toUnsignedLong(each.hash))
                .thenComparing(Indexed::name, Arrays::compareUnsigned));
        return indexed;
    }

    /** A tree of version 2 that is one leaf. */
    private Draft tree(int type, int recordSize, Draft records) {
        int node = Math.max(SMALLEST_NODE, 10 + records.size());
        Draft leaf = new Draft()
                .bytes("BTLF".getBytes(US_ASCII))
                .u8(0)
                .u8(type)
                .add(records)
                .checksum();
        leaf.zeros(node - leaf.size());
        Draft header = new Draft().bytes("BTHD".getBytes(US_ASCII)).u8(0).u8(type);
        header.u32(node).u16(recordSize).u16(0).u8(100).u8(40);
        header.address(leaf.place()).u16(bodies.size()).u64(bodies.size()).checksum();
        blocks.add(header);
        blocks.add(leaf);
        return header;
    }

    /** A fractal heap of large objects alone, with the sizes of HDF5's own heaps of attributes. */
    private Draft heap(Draft tree) {
        Draft heap = new Draft()
                .bytes("FRHP".getBytes(US_ASCII))
                .u8(0)
                .u16(8)
                .u16(0)
                .u8(1 << 1)
                .u32(4096);
        long bytes = bodies.stream().mapToLong(Draft::size).sum();
        heap.u64(bodies.size() + 1L).address(tree.place()).u64(0).nowhere();
        heap.u64(0).u64(0).u64(0).u64(0);
        heap.u64(bytes).u64(bodies.size()).u64(0).u64(0);
        return heap.u16(4).u64(1024).u64(65536).u16(40).u16(1).nowhere().u16(0).checksum();
    }
}
