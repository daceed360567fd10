package ckpts.format.keras;

import ckpts.hdf5.type.Attribute;
import ckpts.hdf5.writing.DatasetDescription;
import ckpts.hdf5.writing.GroupDescription;
import ckpts.hdf5.writing.Member;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A group under construction; members come in the order in which they were first named. */
final class GroupDraft {
    private final Map<String, Supplier<Member>> members = new LinkedHashMap<>();
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
            members.put(name, () -> new Member.Child(name, inner.described()));
            return inner;
        });
    }

    void dataset(String path, DatasetDescription dataset) {
        String name = nameOf(path);
        group(path.substring(0, path.length() - name.length()))
                .members
                .put(name, () -> new Member.Child(name, dataset));
    }

    /** A further name of a dataset. */
    void alias(String path, String dataset) {
        String name = nameOf(path);
        group(path.substring(0, path.length() - name.length()))
                .members
                .put(name, () -> new Member.Alias(name, dataset));
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    GroupDescription described() {
        return new GroupDescription(
                attributes, members.values().stream().map(Supplier::get).toList());
    }
}
