package ckpts.hdf5.writing;

import ckpts.hdf5.type.Attribute;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A group to be written. */
public record GroupDescription(List<Attribute> attributes, List<Member> members) implements Described {
    /** @throws IllegalArgumentException if two attributes or two members have one name */
    public GroupDescription {
        attributes = List.copyOf(attributes);
        members = List.copyOf(members);
        Described.requireDistinct(attributes);
        Set<String> names = new HashSet<>();
        for (Member member : members) {
            if (!names.add(member.name())) {
                throw new IllegalArgumentException("two members are named \"" + member.name() + "\"");
            }
        }
    }
}
