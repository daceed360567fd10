package ckpts.hdf5.writing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ckpts.hdf5.block.Message;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes one plan: blocks of metadata first, whose sizes do not depend on addresses; then addresses; then bytes. */
final class Planner {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final int LINK_ORDER = 1 << 2;
    private static final int LINK_TYPE = 1 << 3;
    private static final int LINK_CHARACTERS = 1 << 4;
    private static final int FILL = 0x0a;

    private final List<Draft> blocks = new ArrayList<>();
    private final HeapDraft heap = new HeapDraft();
    private final List<Streamed> streamed = new ArrayList<>();
    private final Map<String, Named> objects = new HashMap<>();
    private final Draft.Place end = new Draft.Place();
    private final Draft superblock;

    private record Streamed(String path, long length, Draft.Place place) {}

    /** An object, and how many names it has. */
    private record Named(Draft.Place place, int names) {}

    Planner(GroupDescription root) {
        find("", root);
        countAliases(root);
        superblock = new Draft().bytes(SIGNATURE).u8(2).u8(8).u8(8).u8(0);
        superblock.u64(0).nowhere().address(end).address(place(""));
        superblock.checksum();
        blocks.add(superblock);
        object("", root);
        blocks.addAll(heap.finished());
    }

    private Draft.Place place(String path) {
        return objects.get(path).place;
    }

    private void find(String path, Described object) {
        objects.put(path, new Named(new Draft.Place(), 1));
        if (object instanceof GroupDescription group) {
            for (Member member : group.members()) {
                if (member instanceof Member.Child child) {
                    find(path + "/" + child.name(), child.object());
                }
            }
        }
    }

    private void countAliases(GroupDescription group) {
        for (Member member : group.members()) {
            if (member instanceof Member.Alias alias) {
                Named named = objects.get(path(alias));
                if (named == null) {
                    throw new IllegalArgumentException("\"" + alias.name() + "\" should be another name of "
                            + alias.path() + ", which is not described");
                }
                objects.put(path(alias), new Named(named.place, named.names + 1));
            } else if (member instanceof Member.Child child && child.object() instanceof GroupDescription inner) {
                countAliases(inner);
            }
        }
    }

    private static String path(Member.Alias alias) {
        return alias.path().equals("/") ? "" : alias.path();
    }

    private void object(String path, Described object) {
        HeaderDraft header = new HeaderDraft();
        if (object instanceof GroupDescription group) {
            links(path, group, header);
        } else if (object instanceof DatasetDescription dataset) {
            dataset(path, dataset, header);
        }
        AttributesDraft.add(object.attributes(), header, heap, blocks);
        Named named = objects.get(path);
        if (named.names > 1) {
            header.add(Message.REFERENCE_COUNT, new Draft().u8(0).u32(named.names));
        }
        blocks.add(header.finished(named.place));
        if (object instanceof GroupDescription group) {
            for (Member member : group.members()) {
                if (member instanceof Member.Child child) {
                    object(path + "/" + child.name(), child.object());
                }
            }
        }
    }

    private void links(String path, GroupDescription group, HeaderDraft header) {
        int count = group.members().size();
        header.add(
                Message.LINK_INFO, new Draft().u8(0).u8(1).u64(count).nowhere().nowhere());
        header.add(Message.GROUP_INFO, new Draft().u8(0).u8(0));
        for (int i = 0; i < count; i++) {
            header.add(Message.LINK, link(path, group.members().get(i), i));
        }
    }

    private Draft link(String path, Member member, int order) {
        byte[] name = member.name().getBytes(UTF_8);
        int width = name.length < 1 << Byte.SIZE ? 0 : 1;
        int flags = width | LINK_ORDER | LINK_TYPE | LINK_CHARACTERS;
        int type = member instanceof Member.Soft ? 1 : 0;
        Draft link = new Draft().u8(1).u8(flags).u8(type).u64(order).u8(1);
        if (name.length > HeaderDraft.MOST_BYTES - link.size()) {
            throw new IllegalArgumentException("a name has " + name.length + " bytes");
        }
        link.number(name.length, 1 << width).bytes(name);
        if (member instanceof Member.Soft soft) {
            byte[] target = soft.target().getBytes(UTF_8);
            return link.u16(target.length).bytes(target);
        }
        return link.address(
                member instanceof Member.Alias alias ? place(path(alias)) : place(path + "/" + member.name()));
    }

    private void dataset(String path, DatasetDescription dataset, HeaderDraft header) {
        header.add(Message.DATASPACE, TypeEncoder.space(dataset.space()));
        header.add(Message.DATATYPE, TypeEncoder.type(dataset.type()));
        header.add(Message.FILL_VALUE, new Draft().u8(3).u8(FILL));
        Draft layout = new Draft().u8(3).u8(1);
        if (dataset.content() instanceof DatasetDescription.Content.Texts texts
                && !texts.texts().isEmpty()) {
            Draft elements = new Draft();
            texts.texts().forEach(text -> heap.add(text, elements));
            blocks.add(elements);
            layout.address(elements.place()).u64(elements.size());
        } else if (dataset.streamedBytes() > 0) {
            Draft.Place place = new Draft.Place();
            streamed.add(new Streamed(path, dataset.streamedBytes(), place));
            layout.address(place).u64(dataset.streamedBytes());
        } else {
            layout.nowhere().u64(0);
        }
        header.add(Message.LAYOUT, layout);
    }

    List<Part> parts() {
        long at = 0;
        for (Draft block : blocks) {
            block.place().set(at);
            at = aligned(at + block.size());
        }
        if (at > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("the metadata of the file has " + at + " bytes");
        }
        long metadata = at;
        long last = at;
        for (Streamed data : streamed) {
            data.place.set(at);
            last = Math.addExact(at, data.length);
            at = aligned(last);
        }
        end.set(last);
        List<Part> parts = new ArrayList<>();
        parts.add(new Part.Metadata(0, metadata((int) metadata)));
        for (Streamed data : streamed) {
            long written = parts.get(parts.size() - 1).offset()
                    + parts.get(parts.size() - 1).length();
            if (written < data.place.address()) {
                parts.add(new Part.Metadata(written, new byte[(int) (data.place.address() - written)]));
            }
            parts.add(new Part.Data(data.path, data.place.address(), data.length));
        }
        return parts;
    }

    private static long aligned(long position) {
        return Math.addExact(position, 7) / 8 * 8;
    }

    private byte[] metadata(int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        for (Draft block : blocks) {
            out.writeBytes(block.finished());
            out.writeBytes(new byte[(int) (aligned(out.size()) - out.size())]);
        }
        return out.toByteArray();
    }
}
