package ckpts.format.keras;

import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.writing.DatasetDescription;
import ckpts.hdf5.writing.Described;
import ckpts.hdf5.writing.GroupDescription;
import ckpts.hdf5.writing.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A group under construction; members come in the order in which they were first named. */
final class GroupDraft {
    private final Map<String, Supplier<Described>> members = new LinkedHashMap<>();
    private final Map<String, GroupDraft> groups = new HashMap<>();
    private List<Attribute> attributes = List.of();

    void describe(List<Attribute> all) {
        this.attributes = all;
    }

    /** The group of a path with a slash before each part, made if it is not there. */
    GroupDraft group(String path) {
        GroupDraft group = this;
        for (String part : path.split("/")) {
            if (!part.isEmpty()) {
                group = group.inner(part);
            }
        }
        return group;
    }

    private GroupDraft inner(String name) {
        return groups.computeIfAbsent(name, any -> {
            GroupDraft inner = new GroupDraft();
            members.put(name, inner::described);
            return inner;
        });
    }

    void dataset(String path, DatasetDescription dataset) {
        int end = path.lastIndexOf('/');
        group(path.substring(0, end)).members.put(path.substring(end + 1), () -> dataset);
    }

    GroupDescription described() {
        List<Member> described = new ArrayList<>();
        members.forEach((name, member) -> described.add(new Member.Child(name, member.get())));
        return new GroupDescription(attributes, described);
    }
}
